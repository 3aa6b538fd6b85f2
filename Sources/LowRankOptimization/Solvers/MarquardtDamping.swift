/// μ of the damped step min ‖e − J ξ‖² + μ ‖ξ‖², and its answer to how the step turned out:
///
///     μ ← max(0.3 μ, 1e-12)   where the residual fell,
///     μ ← 8 μ                 where it did not, and the step is taken back.
///
/// μ leads from Gauss–Newton's step to a short one along the gradient (Levenberg 1944); to move it
/// after every step, down by success and up by failure, is the rule of Marquardt (1963), whose
/// factors are 1/10 and 10. Here 0.3 · 8 > 1, so success and failure in turn raise μ rather than go
/// round in a circle; Nielsen (1999) too lowers μ by no more than a factor of three.
///
/// μ is relative to the mean curvature, of which 1e-12 is near rounding: a floor from which failure
/// leads back in a few steps.
struct MarquardtDamping: Sendable {
  private(set) var value: Double

  init(_ value: Double) { self.value = value }

  /// Whether to take a step that leaves the residual `after` of `before`; μ moves accordingly.
  ///
  /// A NaN is not smaller: it counts as a failure, and the solver keeps its last good point.
  mutating func accepts(_ after: Double, over before: Double) -> Bool {
    guard after < before else {
      value *= 8
      return false
    }
    value = max(0.3 * value, 1e-12)
    return true
  }

  mutating func limit(to most: Double) { value = min(value, most) }
}
