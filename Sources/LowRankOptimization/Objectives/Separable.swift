public import LinearAlgebra

/// f(θ) = Σₖ fₖ(θ), an objective that can be differentiated on a random part of its terms.
///
/// Laws, checked by `checkSeparable` in LowRankTesting: the mean of `differentiate(keeping:)` over
/// generators is ∇f, keeping everything gives ∇f itself, and one generator gives the same bits
/// always.
public protocol Separable: Objective {
  /// gradient = Σ ∇fₖ / fraction over terms kept with probability `fraction` each, number k of the
  /// generator deciding about term k. Returns f(point), over all terms.
  func differentiate(
    at point: Point, keeping fraction: Double, by generator: SeededGenerator,
    _ workspace: inout Workspace, into gradient: inout Point
  ) -> Double
}

/// One term a measurement.
extension Fit: Separable {
  public func differentiate(
    at point: Point, keeping fraction: Double, by generator: SeededGenerator,
    _ workspace: inout Workspace, into gradient: inout Point
  ) -> Double {
    measurement.apply(point.product(&workspace.scratch), into: &workspace.residual)
    let value = loss.differentiate(&workspace.residual, target)
    SelectionKernel.thin(&workspace.residual, to: fraction, by: generator)
    measurement.adjoint(workspace.residual, into: &workspace.image)
    point.pullBack(workspace.image, &workspace.scratch, into: &gradient)
    return value
  }
}
