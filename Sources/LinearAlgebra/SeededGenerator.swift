import RealModule

/// A counter-based generator: number k of a stream is a function of (seed, stream, k) alone.
///
/// The same numbers on every machine, for ever, at any thread count: a thread that needs number k
/// computes it without its predecessors. The function is SplitMix64's output stage
/// (Steele, Lea, Flood 2014) applied to a Weyl sequence; seed and stream are mixed the same way.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private let key: UInt64
  private var counter: UInt64 = 0

  /// - Parameters:
  ///   - seed: chosen by the user, and stored beside every result.
  ///   - stream: chosen by the code, so that two uses of one seed do not draw the same numbers.
  public init(seed: UInt64, stream: UInt64 = 0) {
    key = Self.mix(Self.mix(seed &+ Self.golden) ^ Self.mix(stream &+ 2 &* Self.golden))
  }

  /// Number `index` of this stream, whatever was drawn before.
  public subscript(index: UInt64) -> UInt64 { Self.mix(key &+ (index &+ 1) &* Self.golden) }

  /// The next number of this stream.
  public mutating func next() -> UInt64 {
    defer { counter &+= 1 }
    return self[counter]
  }

  /// A uniform number in [0, 1), of 53 random bits.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A uniform integer in 0 ..< `bound`: the high word of a product (Lemire 2019), without the
  /// rejection that would make the number of draws vary; its bias is below bound/2⁶⁴.
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "nothing is below \(bound)")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A standard normal number (Box and Muller 1958, one of the pair).
  public mutating func normal() -> Double {
    let radius = (-2 * Double.log(1 - uniform())).squareRoot()
    return radius * Double.cos(2 * .pi * uniform())
  }

  /// 2⁶⁴ divided by the golden ratio, made odd: the step of the Weyl sequence.
  private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// A bijection of 64 bits in which every output bit depends on every input bit.
  private static func mix(_ x: UInt64) -> UInt64 {
    var z = x
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension Matrix {
  /// Independent N(0, scale²) entries.
  public static func gaussian(
    rows: Int, columns: Int, scale: Double = 1, using generator: inout SeededGenerator
  ) -> Matrix {
    var matrix = Matrix(rows: rows, columns: columns)
    for k in matrix.elements.indices { matrix.elements[k] = scale * generator.normal() }
    return matrix
  }
}
