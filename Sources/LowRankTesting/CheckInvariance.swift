public import LinearAlgebra
public import LowRank

/// A factorisation with the symmetry W(θ Q) = W(θ) for orthogonal Q acting on the columns.
///
/// Law, checked by `checkRotation`: that, and ‖θ Q‖ = ‖θ‖.
public protocol Rotatable: Factorization {
  /// Every factor times Q.
  func rotated(by q: Matrix) -> Self
}

extension Symmetric: Rotatable {
  public func rotated(by q: Matrix) -> Symmetric { Symmetric(u.times(q)) }
}

extension Asymmetric: Rotatable {
  public func rotated(by q: Matrix) -> Asymmetric { Asymmetric(u: u.times(q), v: v.times(q)) }
}

/// The greater relative gap of W(θ Q) against W(θ) and of ‖θ Q‖ against ‖θ‖, for a random Q.
///
///     #expect(checkRotation(Symmetric(u)) < 1e-13)
public func checkRotation<P: Rotatable>(_ point: P, seed: UInt64 = 1) -> Double {
  let turned = point.rotated(by: randomRotation(point.rank, seed: seed))
  return max(
    relativeGap(turned.matrix.dense(), point.matrix.dense()),
    relativeGap(turned.norm, point.norm))
}

/// How an objective sees the symmetry U ↦ U Q.
public struct InvarianceGaps: Sendable, Equatable {
  /// f(U Q) against f(U).
  public let value: Double
  /// ∇f(U Q) against ∇f(U) Q.
  public let gradient: Double

  public var worst: Double { max(value, gradient) }
}

/// Measures U ↦ U Q for a random orthogonal Q. An objective of W alone has the symmetry; a penalty
/// on single entries of the factors, for one, has not.
///
///     #expect(checkInvariance(fit, at: Symmetric(u)).worst < 1e-13)
public func checkInvariance<O: Objective>(
  _ objective: O, at point: O.Point, seed: UInt64 = 1
) -> InvarianceGaps where O.Point: Rotatable {
  let q = randomRotation(point.rank, seed: seed), turned = point.rotated(by: q)
  var workspace = usedWorkspace(objective, like: point)
  var (gradient, turnedGradient) = (point.garbage(), point.garbage())
  let value = objective.differentiate(at: point, &workspace, into: &gradient)
  let turnedValue = objective.differentiate(at: turned, &workspace, into: &turnedGradient)
  return InvarianceGaps(
    value: relativeGap(value, turnedValue),
    gradient: relativeGap(gradient.rotated(by: q), turnedGradient))
}

/// ‖W − W_Q‖_F / ‖W‖_F after `steps` steps from `point` and from `point` Q: an equivariant solver
/// gives the same matrices. Rounding grows with the steps, so few are taken.
///
///     #expect(checkInvariance(of: solver, on: fit, from: start) < 1e-12)
public func checkInvariance<S: Solver>(
  of solver: S, on objective: S.Objective, from point: S.Objective.Point, steps: Int = 5,
  seed: UInt64 = 1
) -> Double where S.Objective.Point: Rotatable {
  let q = randomRotation(point.rank, seed: seed)
  let a = objective.solve(from: point, by: solver, until: .iterations(steps)).point.matrix
  let b = objective.solve(
    from: point.rotated(by: q), by: solver, until: .iterations(steps)
  ).point.matrix
  return numbered(a.distance(to: b) / a.frobeniusNorm)
}

/// A random orthogonal matrix, of a stream of its own.
private func randomRotation(_ order: Int, seed: UInt64) -> Matrix {
  var generator = SeededGenerator(seed: seed, stream: 0x526f_7461_7465)
  return .orthonormal(rows: order, columns: order, using: &generator)
}
