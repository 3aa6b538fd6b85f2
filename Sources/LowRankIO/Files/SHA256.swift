/// SHA-256 (FIPS 180-4), to say in a report which bytes were read.
///
/// Our own because the one maintained Swift package for it builds a whole cryptographic library,
/// and a check sum of an input file guards against mistakes, not attacks. Cost: about 10 ns a byte.
public enum SHA256 {
  /// The digest in 64 hexadecimal digits.
  public static func hexadecimal(of bytes: [UInt8]) -> String {
    digest(bytes).map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  private static func digest(_ bytes: [UInt8]) -> [UInt32] {
    var state: [UInt32] = [
      0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
      0x5be0_cd19,
    ]
    var schedule = [UInt32](repeating: 0, count: 64)
    let whole = bytes.count / 64
    for block in 0..<whole { compress(&state, &schedule, bytes.span, at: 64 * block) }
    let tail = padding(bytes[(64 * whole)...], total: bytes.count)
    for block in 0..<tail.count / 64 { compress(&state, &schedule, tail.span, at: 64 * block) }
    return state
  }

  /// What is left, a one bit, zeros, and the length in bits: one or two blocks.
  private static func padding(_ rest: ArraySlice<UInt8>, total: Int) -> [UInt8] {
    var tail = Array(rest) + [0x80]
    while tail.count % 64 != 56 { tail.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      tail.append(UInt8(truncatingIfNeeded: (UInt64(total) * 8) >> UInt64(shift)))
    }
    return tail
  }

  private static func compress(
    _ state: inout [UInt32], _ w: inout [UInt32], _ bytes: Span<UInt8>, at start: Int
  ) {
    for t in 0..<16 {
      let at = start + 4 * t
      w[t] =
        UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16 | UInt32(bytes[at + 2]) << 8
        | UInt32(bytes[at + 3])
    }
    for t in 16..<64 {
      let a = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ (w[t - 15] >> 3)
      let b = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ (w[t - 2] >> 10)
      w[t] = w[t - 16] &+ a &+ w[t - 7] &+ b
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for t in 0..<64 {
      let choice = (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) &+ ((e & f) ^ (~e & g))
      let first = h &+ choice &+ rounds[t] &+ w[t]
      let second =
        (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) &+ ((a & b) ^ (a & c) ^ (b & c))
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    for (k, value) in [a, b, c, d, e, f, g, h].enumerated() { state[k] = state[k] &+ value }
  }

  @inline(__always)
  private static func rotate(_ x: UInt32, _ count: UInt32) -> UInt32 {
    x >> count | x << (32 - count)
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let rounds: [UInt32] = {
    var constants: [UInt32] = [], candidate = 2
    while constants.count < 64 {
      if (2..<candidate).allSatisfy({ candidate % $0 != 0 }) {
        constants.append(cubeRootFraction(UInt128(candidate)))
      }
      candidate += 1
    }
    return constants
  }()

  /// ⌊frac(∛p) 2³²⌋, in integers: the greatest x with x³ ≤ p 2⁹⁶, less its whole part.
  private static func cubeRootFraction(_ p: UInt128) -> UInt32 {
    var (low, high) = (UInt128(0), UInt128(1) << 36)
    while high - low > 1 {
      let middle = (low + high) / 2
      if middle * middle * middle <= p << 96 { low = middle } else { high = middle }
    }
    return UInt32(truncatingIfNeeded: low)
  }
}
