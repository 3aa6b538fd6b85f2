public import LinearAlgebra

/// R(θ) ≥ 0, a penalty added to an objective.
///
/// Laws, checked by `checkRegularizer` in LowRankTesting: `addGradient` adds ∇R to what is there
/// and returns R, and `restriction` is R along the line, for all t.
///
/// Cost: no more than O((rows + columns) rank²); only `makeWorkspace` allocates.
public protocol Regularizer: Sendable {
  associatedtype Point: VectorSpace
  associatedtype Workspace: Sendable = Void

  func makeWorkspace(for point: Point) -> Workspace
  /// R(point).
  func value(at point: Point, _ workspace: inout Workspace) -> Double
  /// gradient ← gradient + ∇R(point); returns R(point).
  func addGradient(
    at point: Point, _ workspace: inout Workspace, into gradient: inout Point
  ) -> Double
  /// t ↦ R(point − t · direction) − R(point), for exact line searches.
  func restriction(
    at point: Point, along direction: Point, _ workspace: inout Workspace
  ) -> Quartic
}

extension Regularizer where Workspace == Void {
  public func makeWorkspace(for _: Point) {}
}

/// λ/2 ‖θ‖².
///
/// On W = U Vᵀ its minimum over all factors of W is λ ‖W‖_* (Srebro, Rennie, Jaakkola 2005), so a
/// ridge on the factors is a nuclear norm on the matrix wherever the rank suffices.
public struct Ridge<Point: VectorSpace>: Regularizer, Equatable, Codable {
  /// λ ≥ 0.
  public let strength: Double

  public init(_ strength: Double, over _: Point.Type = Point.self) {
    precondition(strength >= 0, "a penalty's strength is not negative")
    self.strength = strength
  }

  public func value(at point: Point, _: inout Void) -> Double {
    strength / 2 * point.dot(point)
  }

  public func addGradient(at point: Point, _: inout Void, into gradient: inout Point) -> Double {
    gradient.add(point, scaledBy: strength)
    return strength / 2 * point.dot(point)
  }

  public func restriction(at point: Point, along direction: Point, _: inout Void) -> Quartic {
    Quartic(
      linear: -strength * point.dot(direction), quadratic: strength / 2 * direction.dot(direction))
  }
}
