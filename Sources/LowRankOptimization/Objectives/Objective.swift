public import LinearAlgebra

/// A differentiable function f of a point.
///
/// Law, checked by `checkGradient` in LowRankTesting: f(θ + t h) − f(θ) − t ⟨∇f(θ), h⟩ = O(t²),
/// whatever the gradient held before and whatever the workspace was used for, an overflow included.
///
/// Cost: `makeWorkspace` allocates, once per run; `value` and `differentiate` do not. Regularising,
/// counting and distributing an objective are decorators, so solvers never learn about them.
public protocol Objective<Point>: Sendable {
  associatedtype Point: VectorSpace
  /// Buffers that evaluations share.
  associatedtype Workspace: Sendable

  func makeWorkspace(for point: Point) -> Workspace
  /// f(point).
  func value(at point: Point, _ workspace: inout Workspace) -> Double
  /// gradient = ∇f(point); returns f(point).
  func differentiate(
    at point: Point, _ workspace: inout Workspace, into gradient: inout Point
  ) -> Double
}

/// An objective f(θ) = F(W(θ)) + …, that can also show ∇F(W) as an operator.
///
/// ∇F(W) says where rank should grow (its top singular pair) and whether the rank suffices (its
/// norm or smallest eigenvalue): the same operator serves growth and certificate.
///
/// Law, checked by `checkMatrixGradient` in LowRankTesting: where f is a function of W alone, ∇f is
/// the pull-back of ∇F(W).
public protocol MatrixObjective<Point>: Objective where Point: Factorization {
  associatedtype Image: LinearOperator
  /// ∇F(W(point)). Keep it no longer than the next evaluation, or that one copies it.
  func matrixGradient(at point: Point, _ workspace: inout Workspace) -> Image
}
