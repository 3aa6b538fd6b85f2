extension NPY {
  /// A complex matrix as a `.npy` file (`<c16`, C order): real and imaginary parts in turn.
  ///
  /// Only written: within the package a complex matrix is two real ones.
  public static func encoded(
    real: [Double], imaginary: [Double], shape: [Int]
  ) -> [UInt8] {
    precondition(
      real.count == imaginary.count && shape.reduce(1, *) == real.count,
      "the shape does not hold the elements")
    var pairs: [Double] = []
    pairs.reserveCapacity(2 * real.count)
    for k in real.indices { pairs += [real[k], imaginary[k]] }
    return NPY.file(type: "<c16", shape: shape, pairs)
  }
}
