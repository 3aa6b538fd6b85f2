/// Names numbered in the order in which they first occur: an open-addressing hash table over
/// slices of one text.
///
/// No string is made until `names` is asked for. A slot holds a name of up to 8 bytes itself, so
/// that looking up a short identifier touches one cache line; of a longer name it holds the hash,
/// and the first occurrence is compared. At most half of the slots are in use; collisions go to
/// the next slot. Storage: 16 bytes a name and 32 to 64 for its slots.
struct NameTable {
  private struct Slot {
    /// The bytes of a short name, the hash of a long one.
    var key: UInt64 = 0
    var length: Int32 = 0
    /// The number of the name, or −1 for a free slot.
    var number: Int32 = -1
  }

  /// Where each name first occurs.
  private var known: [Range<Int>] = []
  private var slots = [Slot](repeating: Slot(), count: 1024)

  var count: Int { known.count }

  /// The number of the name at `name`; a new one if it was never seen.
  @inline(__always)
  mutating func number(of name: Range<Int>, in text: Span<UInt8>) -> Int32 {
    let key = NameTable.key(name, text), length = Int32(truncatingIfNeeded: name.count)
    var place = home(of: key)
    while slots[place].number >= 0 {
      let slot = slots[place]
      if slot.key == key && slot.length == length
        && (length <= 8 || repeats(known[Int(slot.number)], name, text))
      {
        return slot.number
      }
      place = (place &+ 1) & (slots.count &- 1)
    }
    return insert(name, key, at: place)
  }

  /// The names, by number.
  func names(in text: Span<UInt8>) -> [String] {
    var names: [String] = []
    names.reserveCapacity(known.count)
    for name in known {
      names.append(DelimitedText.string(text, NameTable.withQuotes(name, text)))
    }
    return names
  }

  @inline(__always)
  private func home(of key: UInt64) -> Int {
    // Fibonacci hashing: the product's high bits depend on all bits of the key.
    let mixed = (key ^ (key >> 32)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 32) & (slots.count &- 1)
  }

  private func repeats(_ first: Range<Int>, _ name: Range<Int>, _ text: Span<UInt8>) -> Bool {
    for p in 0..<name.count where text[first.lowerBound + p] != text[name.lowerBound + p] {
      return false
    }
    return true
  }

  private mutating func insert(_ name: Range<Int>, _ key: UInt64, at place: Int) -> Int32 {
    let number = Int32(known.count)
    known.append(name)
    slots[place] = Slot(
      key: key, length: Int32(truncatingIfNeeded: name.count), number: number)
    if 2 * known.count > slots.count { grow() }
    return number
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: 2 * old.count)
    for slot in old where slot.number >= 0 {
      var place = home(of: slot.key)
      while slots[place].number >= 0 { place = (place + 1) & (slots.count - 1) }
      slots[place] = slot
    }
  }

  /// Up to 8 bytes as they are; of more, eight at a time, mixed by multiplication.
  @inline(__always)
  private static func key(_ name: Range<Int>, _ text: Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0, word: UInt64 = 0, inWord = 0
    for p in name {
      if inWord == 8 {
        hash = (hash ^ word) &* 0xD6E8_FEB8_6659_FD93
        hash ^= hash >> 32
        (word, inWord) = (0, 0)
      }
      word = word << 8 | UInt64(text[unchecked: p])
      inWord &+= 1
    }
    return hash ^ word
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
