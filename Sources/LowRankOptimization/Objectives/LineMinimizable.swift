internal import LinearAlgebra

/// An objective whose restriction to any line is a polynomial of degree four at most.
///
/// For W quadratic in θ and a squared loss, t ↦ f(θ − t d) is such a quartic, and the step along d
/// can be chosen exactly at the price of two products 𝒜 instead of a search.
///
/// Law, checked by `checkRestriction` in LowRankTesting: the quartic is f(θ − t d) − f(θ), all t.
public protocol LineMinimizable: Objective {
  /// t ↦ f(point − t · direction) − f(point).
  ///
  /// The last call on `workspace` must have been `differentiate` at `point`: its residual is used.
  func restriction(
    at point: Point, along direction: Point, _ workspace: inout Workspace
  ) -> Quartic
}

/// With e = 𝒜(W) − b, the residual along the line is e − t 𝒜(W′(d)) + t² 𝒜(W″(d)).
extension Fit: LineMinimizable where Point: QuadraticFactorization, L == SquaredLoss {
  public func restriction(
    at point: Point, along direction: Point, _ workspace: inout Workspace
  ) -> Quartic {
    if workspace.tangent.isEmpty {
      workspace.tangent = Array(repeating: 0, count: measurement.count)
      workspace.curvature = workspace.tangent
    }
    let tangent = point.tangent(along: direction)
    measurement.apply(tangent.0, plus: tangent.1, into: &workspace.tangent)
    measurement.apply(point.curvature(along: direction), into: &workspace.curvature)
    // The residual in the workspace already carries the weights: it is ℓ′ = w e.
    let (a, b) = (workspace.tangent, workspace.curvature)
    return Quartic(
      linear: -workspace.residual.dot(a),
      quadratic: loss.dot(a, a) / 2 + workspace.residual.dot(b),
      cubic: -loss.dot(a, b),
      quartic: loss.dot(b, b) / 2)
  }
}
