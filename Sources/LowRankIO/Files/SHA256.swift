/// The SHA-256 of bytes in hexadecimal (FIPS 180-4): what tells two inputs apart in reports.
///
/// About 60 instructions a byte, more than reading the file takes: for what somebody will read, not
/// for every input.
public func sha256(_ bytes: [UInt8]) -> String {
  var hash = SHA256()
  hash.update(bytes)
  return hash.finish()
}

/// The hash of what was appended so far, in pieces of any length.
struct SHA256 {
  private var words = SIMD8<UInt32>(
    0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB,
    0x5BE0_CD19)
  /// What the last piece left over: less than a block of 64 bytes.
  private var rest: [UInt8] = []
  private var count: UInt64 = 0

  /// Appends numbers as they lie in memory.
  mutating func update(_ numbers: [some BitwiseCopyable]) { update(numbers.span.bytes) }

  private mutating func update(_ piece: RawSpan) {
    count += UInt64(piece.byteCount)
    var at = 0
    if !rest.isEmpty {
      at = min(64 - rest.count, piece.byteCount)
      for p in 0..<at { rest.append(piece.unsafeLoad(fromByteOffset: p, as: UInt8.self)) }
      guard rest.count == 64 else { return }
      let block = rest
      Self.absorb(block.span.bytes, from: 0, to: 64, into: &words)
      rest = []
    }
    let end = at + (piece.byteCount - at) / 64 * 64
    Self.absorb(piece, from: at, to: end, into: &words)
    for p in end..<piece.byteCount {
      rest.append(piece.unsafeLoad(fromByteOffset: p, as: UInt8.self))
    }
  }

  /// The hash in hexadecimal digits.
  consuming func finish() -> String {
    // A one, zeros up to 8 bytes before a block's end, and the length in bits.
    let bits = count * 8
    var tail: [UInt8] = [0x80]
    tail += [UInt8](repeating: 0, count: (119 - rest.count) % 64)
    for shift in stride(from: 56, through: 0, by: -8) { tail.append(UInt8(bits >> shift & 0xFF)) }
    update(tail)
    return words.indices.map { k in
      let digits = String(words[k], radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// Mixes whole blocks into the words.
  private static func absorb(
    _ piece: RawSpan, from start: Int, to end: Int, into words: inout SIMD8<UInt32>
  ) {
    var schedule = InlineArray<64, UInt32>(repeating: 0)
    for block in stride(from: start, to: end, by: 64) {
      fill(&schedule, piece, at: block)
      words &+= rounds(words, schedule.span, roundConstants.span)
    }
  }

  /// The 16 words of a block, and the 48 that follow from them.
  private static func fill(
    _ schedule: inout InlineArray<64, UInt32>, _ piece: RawSpan, at block: Int
  ) {
    for t in 0..<16 {
      let word = piece.unsafeLoadUnaligned(fromByteOffset: block &+ 4 &* t, as: UInt32.self)
      schedule[t] = UInt32(bigEndian: word)
    }
    for t in 16..<64 {
      let x = schedule[t &- 15], y = schedule[t &- 2]
      let s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >> 3)
      let s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >> 10)
      schedule[t] = schedule[t &- 16] &+ s0 &+ schedule[t &- 7] &+ s1
    }
  }

  /// The words after 64 rounds. Eight rounds bring each letter back to its place, so that none is
  /// moved.
  private static func rounds(
    _ words: SIMD8<UInt32>, _ schedule: Span<UInt32>, _ constants: Span<UInt32>
  ) -> SIMD8<UInt32> {
    var (a, b, c, d) = (words[0], words[1], words[2], words[3])
    var (e, f, g, h) = (words[4], words[5], words[6], words[7])
    for t in stride(from: 0, to: 64, by: 8) {
      round(a, b, c, &d, e, f, g, &h, constants[t] &+ schedule[t])
      round(h, a, b, &c, d, e, f, &g, constants[t &+ 1] &+ schedule[t &+ 1])
      round(g, h, a, &b, c, d, e, &f, constants[t &+ 2] &+ schedule[t &+ 2])
      round(f, g, h, &a, b, c, d, &e, constants[t &+ 3] &+ schedule[t &+ 3])
      round(e, f, g, &h, a, b, c, &d, constants[t &+ 4] &+ schedule[t &+ 4])
      round(d, e, f, &g, h, a, b, &c, constants[t &+ 5] &+ schedule[t &+ 5])
      round(c, d, e, &f, g, h, a, &b, constants[t &+ 6] &+ schedule[t &+ 6])
      round(b, c, d, &e, f, g, h, &a, constants[t &+ 7] &+ schedule[t &+ 7])
    }
    return SIMD8(a, b, c, d, e, f, g, h)
  }

  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32,
    _ g: UInt32, _ h: inout UInt32, _ input: UInt32
  ) {
    let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    let t1 = h &+ s1 &+ ((e & f) ^ (~e & g)) &+ input
    let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    d &+= t1
    h = t1 &+ s0 &+ ((a & b) ^ (a & c) ^ (b & c))
  }

  @inline(__always)
  private static func rotate(_ x: UInt32, _ count: UInt32) -> UInt32 {
    x &>> count | x &<< (32 &- count)
  }
}

/// The first 32 bits of the fractions of the cube roots of the first 64 primes.
private let roundConstants: [UInt32] = [
  0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5, 0x3956_C25B, 0x59F1_11F1, 0x923F_82A4,
  0xAB1C_5ED5, 0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3, 0x72BE_5D74, 0x80DE_B1FE,
  0x9BDC_06A7, 0xC19B_F174, 0xE49B_69C1, 0xEFBE_4786, 0x0FC1_9DC6, 0x240C_A1CC, 0x2DE9_2C6F,
  0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA, 0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7,
  0xC6E0_0BF3, 0xD5A7_9147, 0x06CA_6351, 0x1429_2967, 0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC,
  0x5338_0D13, 0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85, 0xA2BF_E8A1, 0xA81A_664B,
  0xC24B_8B70, 0xC76C_51A3, 0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070, 0x19A4_C116,
  0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5, 0x391C_0CB3, 0x4ED8_AA4A, 0x5B9C_CA4F, 0x682E_6FF3,
  0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208, 0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7,
  0xC671_78F2,
]
