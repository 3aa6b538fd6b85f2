import RealModule

/// The same loops on pointers, for kernels whose closures cannot capture a `Span`.
///
/// Inlined: a latent vector has a few numbers, and a call would weigh as much as the loop over it.
/// Nothing is checked; the kernels' callers have compared the shapes.
extension Kernel {
  /// Σ xₖ yₖ over k < count.
  @inline(__always)
  static func dot(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int) -> Double {
    var sum = 0.0
    for k in 0..<count { sum = Relaxed.multiplyAdd(x[k], y[k], sum) }
    return sum
  }

  /// y += a x.
  @inline(__always)
  static func axpy(
    _ a: Double, _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    for k in 0..<count { y[k] = Relaxed.multiplyAdd(a, x[k], y[k]) }
  }
}
