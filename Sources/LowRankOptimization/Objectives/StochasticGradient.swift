/// An objective whose gradient is that of a base with something random: gradient number t draws
/// from stream t of a seed.
///
/// Laws, checked by `checkStochasticGradient` in LowRankTesting: the value is the base's, the mean
/// over draws is the base's gradient, and a copied workspace draws the same.
public protocol StochasticGradient: Objective
where Point == Base.Point, Workspace == StochasticGradientWorkspace<Base> {
  associatedtype Base: Objective
  var base: Base { get }
  var seed: UInt64 { get }
}

/// The base's workspace and the number of the next gradient.
public struct StochasticGradientWorkspace<Base: Objective>: Sendable {
  var base: Base.Workspace
  /// t. In the workspace, so that a copied run draws the same.
  var draw: UInt64 = 0
}

extension StochasticGradient {
  public func makeWorkspace(for point: Base.Point) -> StochasticGradientWorkspace<Base> {
    StochasticGradientWorkspace(base: base.makeWorkspace(for: point))
  }

  public func value(at point: Base.Point, _ workspace: inout StochasticGradientWorkspace<Base>)
    -> Double
  {
    base.value(at: point, &workspace.base)
  }
}
