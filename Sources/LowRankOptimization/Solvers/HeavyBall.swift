public import LinearAlgebra

/// d = v with v ← β v + ∇f: gradient descent with momentum (Polyak 1964).
///
/// With a constant step η it speeds a κ-conditioned quadratic from κ to √κ iterations. Exception
/// to the law of directions: where v still carries an old gradient, ⟨∇f, v⟩ can be negative; then
/// `backtracking` takes the plain gradient instead.
///
/// Cost: two passes over the point; the memory is one more point.
public struct HeavyBall<Point: VectorSpace>: Direction {
  /// β ∈ [0, 1). At 0 this is steepest descent.
  public let beta: Double

  public init(beta: Double) {
    precondition((0..<1).contains(beta), "momentum is at least 0 and less than 1")
    self.beta = beta
  }

  /// The velocity, at rest.
  public func makeMemory(for point: Point) -> Point { point.zeroed() }

  public func transform(
    _ gradient: inout Point, at _: Point, loss _: Double, _ velocity: inout Point
  ) {
    gradient.add(velocity, scaledBy: beta)
    velocity.assign(gradient)
  }
}

extension Direction {
  /// d = v with v ← β v + ∇f. The default momentum suits κ up to about 100.
  public static func heavyBall<P>(beta: Double = 0.9) -> Self where Self == HeavyBall<P> {
    HeavyBall(beta: beta)
  }
}
