/// Names numbered in the order in which they first occur: an open-addressing hash table over
/// slices of one text.
///
/// No string is made until `names` is asked for. At most half of the slots are in use; collisions
/// go to the next slot. Storage: 24 bytes a name and up to 16 for its slots.
struct NameTable {
  private struct Name {
    let hash: UInt32
    let length: Int32
    let start: Int
  }

  private var known: [Name] = []
  /// The number of a name, or −1 for a free slot.
  private var slots = [Int32](repeating: -1, count: 1024)

  var count: Int { known.count }

  /// The number of the name at `name`; a new one if it was never seen.
  @inline(__always)
  mutating func number(of name: Range<Int>, in text: Span<UInt8>) -> Int32 {
    let hash = NameTable.hash(name, text)
    var slot = Int(hash) & (slots.count &- 1)
    while slots[slot] >= 0 {
      if matches(known[Int(slots[slot])], name, hash, text) { return slots[slot] }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
    return insert(name, hash, at: slot)
  }

  /// The names, by number.
  func names(in text: Span<UInt8>) -> [String] {
    var names: [String] = []
    names.reserveCapacity(known.count)
    for name in known {
      let range = name.start..<name.start + Int(name.length)
      names.append(DelimitedText.string(text, NameTable.withQuotes(range, text)))
    }
    return names
  }

  @inline(__always)
  private func matches(_ k: Name, _ name: Range<Int>, _ hash: UInt32, _ text: Span<UInt8>) -> Bool {
    guard k.hash == hash && Int(k.length) == name.count else { return false }
    for p in 0..<name.count {
      if text[unchecked: k.start &+ p] != text[unchecked: name.lowerBound &+ p] { return false }
    }
    return true
  }

  private mutating func insert(_ name: Range<Int>, _ hash: UInt32, at slot: Int) -> Int32 {
    let number = Int32(known.count)
    known.append(Name(hash: hash, length: Int32(name.count), start: name.lowerBound))
    slots[slot] = number
    if 2 * known.count > slots.count { grow() }
    return number
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: 2 * slots.count)
    for (number, name) in known.enumerated() {
      var slot = Int(name.hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }

  /// FNV-1a, folded, so that the low bits that pick the slot depend on all of the name.
  @inline(__always)
  private static func hash(_ name: Range<Int>, _ text: Span<UInt8>) -> UInt32 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for p in name { hash = (hash ^ UInt64(text[unchecked: p])) &* 0x100_0000_01B3 }
    return UInt32(truncatingIfNeeded: hash ^ (hash >> 32) ^ (hash >> 15))
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
