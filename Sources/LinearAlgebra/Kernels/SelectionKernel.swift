/// Random selections of the components of a vector.
package enum SelectionKernel {
  /// xₖ ← xₖ / fraction with probability `fraction`, else 0: an unbiased sample of x.
  ///
  /// Number k of the stream decides about component k, so neither the order nor the number of
  /// threads matters.
  package static func thin(
    _ x: inout [Double], to fraction: Double, by generator: SeededGenerator
  ) {
    // 53 bits are compared as whole numbers below 2⁵³, which a double holds exactly.
    let scale = 1 / fraction, limit = fraction * 0x1p53
    var x = x.mutableSpan
    for k in 0..<x.count {
      let kept = Double(generator[UInt64(k)] >> 11) < limit
      x[unchecked: k] = kept ? x[unchecked: k] * scale : 0
    }
  }
}

extension SelectionKernel {
  /// xₖ ← xₖ + scale · N(0, 1), the next numbers of the generator in order.
  ///
  /// Not by the component's number, unlike `thin`: one generator runs through the several buffers
  /// of a point, and has to go on in the second where it left off in the first.
  package static func addNormal(
    to x: inout [Double], scale: Double, by generator: inout SeededGenerator
  ) {
    var x = x.mutableSpan
    for k in 0..<x.count { x[unchecked: k] += scale * generator.normal() }
  }
}
