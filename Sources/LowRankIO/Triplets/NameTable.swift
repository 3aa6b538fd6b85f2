/// Names numbered in the order in which they first occur.
///
/// Identifiers are looked up in no order, so every cache line that a look-up touches costs more
/// than its arithmetic. A whole number below 2²² is looked up in an array, 4 bytes each. Any other
/// name has a slot of an open-addressing hash table, at most half of them in use, collisions in the
/// next slot: a slot holds up to 16 bytes of a name itself, and of a longer name its hash and where
/// a copy lies.
struct NameTable {
  /// The names, by number.
  private(set) var names: [String] = []
  /// The number of the name that is this whole number, −1 for none.
  private var numberOfWhole: [Int32] = []
  private var slots = [Slot](repeating: Slot(), count: 1024)
  private var slotsInUse = 0
  /// Copies of the names longer than 16 bytes: the text they came from is seldom in a cache.
  private var longNames: [UInt8] = []

  private struct Slot {
    var key = Key()
    var length: Int32 = 0
    /// The number of the name, or −1 for a free slot.
    var number: Int32 = -1
  }

  /// The bytes of a name of up to 16; of a longer one `low` is its hash, and in a slot `high` is
  /// where its copy starts.
  private struct Key {
    var low: UInt64 = 0
    var high: UInt64 = 0
  }

  var count: Int { names.count }

  /// The number of the name at `name`; a new one if it was never seen.
  @inline(__always)
  mutating func number(of name: Range<Int>, in text: Span<UInt8>) -> Int32 {
    guard let whole = NameTable.whole(name, text) else { return hashedNumber(of: name, in: text) }
    if whole < numberOfWhole.count {
      let number = numberOfWhole[whole]
      if number >= 0 { return number }
    }
    return insert(whole, name, text)
  }

  /// The number that the name spells, if it is below 2²² and spelled in one way only.
  @inline(__always)
  private static func whole(_ name: Range<Int>, _ text: Span<UInt8>) -> Int? {
    guard name.count <= 7 else { return nil }
    var value = 0
    for p in name {
      let digit = text[unchecked: p] &- 0x30
      guard digit < 10 else { return nil }
      value = 10 &* value &+ Int(digit)
    }
    let isPlain = text[unchecked: name.lowerBound] != 0x30 || name.count == 1
    return isPlain && value < 1 << 22 ? value : nil
  }

  private mutating func insert(_ whole: Int, _ name: Range<Int>, _ text: Span<UInt8>) -> Int32 {
    if whole >= numberOfWhole.count {
      let wanted = max(1024, 1 << (Int.bitWidth - whole.leadingZeroBitCount))
      numberOfWhole += repeatElement(-1, count: wanted - numberOfWhole.count)
    }
    numberOfWhole[whole] = add(name, text)
    return numberOfWhole[whole]
  }

  private mutating func add(_ name: Range<Int>, _ text: Span<UInt8>) -> Int32 {
    names.append(DelimitedText.string(text, NameTable.withQuotes(name, text)))
    return Int32(names.count - 1)
  }

  /// The quotes around a name that was given in quotes belong to its cell, not to the name.
  private static func withQuotes(_ name: Range<Int>, _ text: Span<UInt8>) -> Range<Int> {
    let quote = DelimitedText.quote
    guard name.lowerBound > 0, name.upperBound < text.count, text[name.lowerBound - 1] == quote,
      text[name.upperBound] == quote
    else { return name }
    return name.lowerBound - 1..<name.upperBound + 1
  }
}

extension NameTable {
  private mutating func hashedNumber(of name: Range<Int>, in text: Span<UInt8>) -> Int32 {
    let key = NameTable.key(name, text), length = Int32(truncatingIfNeeded: name.count)
    var place = home(of: key)
    while slots[place].number >= 0 {
      let slot = slots[place]
      if slot.key.low == key.low && slot.length == length
        && (length <= 16 ? slot.key.high == key.high : isCopied(slot.key.high, name, text))
      {
        return slot.number
      }
      place = (place &+ 1) & (slots.count &- 1)
    }
    return insert(name, text, key, at: place)
  }

  private func home(of key: Key) -> Int {
    // Fibonacci hashing: the product's high bits depend on all bits of the key.
    let mixed = NameTable.mix(key.low) ^ key.high
    return Int(truncatingIfNeeded: NameTable.mix(mixed) >> 32) & (slots.count &- 1)
  }

  private static func mix(_ word: UInt64) -> UInt64 {
    (word ^ (word >> 32)) &* 0x9E37_79B9_7F4A_7C15
  }

  /// Up to 16 bytes as they are; of more the hash, eight bytes at a time.
  private static func key(_ name: Range<Int>, _ text: Span<UInt8>) -> Key {
    func word(_ bytes: Range<Int>) -> UInt64 {
      var word: UInt64 = 0
      for p in bytes { word = word << 8 | UInt64(text[unchecked: p]) }
      return word
    }
    let start = name.lowerBound, end = name.upperBound
    if name.count <= 8 { return Key(low: word(name)) }
    if name.count <= 16 { return Key(low: word(start..<start + 8), high: word(start + 8..<end)) }
    var hash: UInt64 = 0
    for p in stride(from: start, to: end, by: 8) {
      hash = mix(hash &+ word(p..<min(p + 8, end)))
    }
    return Key(low: hash)
  }

  private func isCopied(_ place: UInt64, _ name: Range<Int>, _ text: Span<UInt8>) -> Bool {
    for k in 0..<name.count where longNames[Int(place) + k] != text[name.lowerBound + k] {
      return false
    }
    return true
  }

  private mutating func insert(
    _ name: Range<Int>, _ text: Span<UInt8>, _ key: Key, at place: Int
  ) -> Int32 {
    var key = key
    if name.count > 16 {
      key.high = UInt64(longNames.count)
      for p in name { longNames.append(text[p]) }
    }
    let number = add(name, text)
    slots[place] = Slot(key: key, length: Int32(truncatingIfNeeded: name.count), number: number)
    slotsInUse += 1
    if 2 * slotsInUse > slots.count { grow() }
    return number
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: 2 * old.count)
    for slot in old where slot.number >= 0 {
      var key = slot.key
      if slot.length > 16 { key.high = 0 }
      var place = home(of: key)
      while slots[place].number >= 0 { place = (place + 1) & (slots.count - 1) }
      slots[place] = slot
    }
  }
}
