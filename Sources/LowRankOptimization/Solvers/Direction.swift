public import LinearAlgebra

/// Turns a gradient into a direction d; the step is θ ← θ − η d.
///
/// Law, checked by `checkDirection` in LowRankTesting: ⟨∇f, d⟩ > 0 wherever ∇f ≠ 0, so that a
/// small enough step descends. Heavy ball is the documented exception: its memory may point uphill.
///
/// Cost: stated by each conformer; only `makeMemory` allocates.
public protocol Direction<Point>: Sendable {
  associatedtype Point: VectorSpace
  /// What the direction remembers from step to step, or reuses as storage.
  associatedtype Memory: Sendable = Void

  func makeMemory(for point: Point) -> Memory
  /// gradient ← d. `loss` is f(point), by which some directions choose their damping.
  func transform(
    _ gradient: inout Point, at point: Point, loss: Double, _ memory: inout Memory)
}

extension Direction where Memory == Void {
  public func makeMemory(for _: Point) {}
}

/// d = ∇f.
public struct Steepest<Point: VectorSpace>: Direction {
  public init() {}
  public func transform(_: inout Point, at _: Point, loss _: Double, _: inout Void) {}
}

extension Direction {
  /// d = ∇f.
  public static func steepest<P>() -> Self where Self == Steepest<P> { Steepest() }
}
