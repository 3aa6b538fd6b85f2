public import LinearAlgebra

/// Gradient descent with Nesterov's momentum (1983), its look-ahead point as the iterate.
///
/// With u⁺ = z − η ∇f(z) and z⁺ = u⁺ + μ (u⁺ − u), the sequence z obeys, for v ← μ v + ∇f(z),
///
///     z⁺ = z − η (∇f(z) + μ v),
///
/// so it is a direction d = ∇f + μ v with a constant step. On factors of a positive semidefinite
/// matrix this is MiFGD (Kim, Kollias, Kalev, Wei, Kyrillidis 2023), and the look-ahead point ends
/// where u does.
///
/// Like heavy ball it may point uphill, an exception to the law of directions.
///
/// Cost: three passes over the point; the memory is one more point.
public struct Nesterov<Point: VectorSpace>: Direction {
  /// μ ∈ [0, 1). At 0 this is steepest descent.
  public let momentum: Double

  public init(momentum: Double) {
    precondition((0..<1).contains(momentum), "momentum is at least 0 and less than 1")
    self.momentum = momentum
  }

  /// The velocity, at rest.
  public func makeMemory(for point: Point) -> Point { point.zeroed() }

  public func transform(
    _ gradient: inout Point, at _: Point, loss _: Double, _ velocity: inout Point
  ) {
    velocity.scale(by: momentum)
    velocity.add(gradient, scaledBy: 1)
    gradient.add(velocity, scaledBy: momentum)
  }
}

extension Direction {
  /// d = ∇f + μ v with v ← μ v + ∇f. The default momentum suits κ up to about 100.
  public static func nesterov<P>(momentum: Double = 0.9) -> Self where Self == Nesterov<P> {
    Nesterov(momentum: momentum)
  }
}
