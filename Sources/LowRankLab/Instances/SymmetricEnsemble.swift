internal import LinearAlgebra
internal import LowRank

extension SymmetricMeasurements {
  /// Symmetric Gaussian measurements with E 𝒜*𝒜 = I on symmetric matrices: entries of variance 1/p
  /// on the diagonal and 1/(2p) off it, as the symmetric part of N(0, 1/p) entries has.
  static func gaussian(size: Int, count: Int, seed: UInt64) -> SymmetricMeasurements {
    var generator = SeededGenerator(seed: seed, stream: 0x4c61_6241)
    let spread = 1 / Double(count).squareRoot()
    var packed = Matrix.gaussian(
      rows: count, columns: size * (size + 1) / 2, scale: spread, using: &generator)
    let half = 0.5.squareRoot()
    let scales = (0..<size).flatMap { i in (i..<size).map { $0 == i ? 1 : half } }
    packed = packed.scalingColumns(by: scales)
    return SymmetricMeasurements(packed: packed, size: size)
  }
}
