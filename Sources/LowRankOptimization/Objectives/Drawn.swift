/// An objective whose gradient is that of a base with something random: gradient number t draws
/// from stream t of a seed.
///
/// Laws, checked by `checkDrawn` in LowRankTesting: the value is the base's, the mean over draws is
/// the base's gradient, and a copied workspace draws the same.
public protocol Drawn: Objective where Point == Base.Point, Workspace == DrawnWorkspace<Base> {
  associatedtype Base: Objective
  var base: Base { get }
  var seed: UInt64 { get }
}

/// The base's workspace and the number of the next gradient.
public struct DrawnWorkspace<Base: Objective>: Sendable {
  var base: Base.Workspace
  /// t. In the workspace, so that a copied run draws the same.
  var draw: UInt64 = 0
}

extension Drawn {
  public func makeWorkspace(for point: Base.Point) -> DrawnWorkspace<Base> {
    DrawnWorkspace(base: base.makeWorkspace(for: point))
  }

  public func value(at point: Base.Point, _ workspace: inout DrawnWorkspace<Base>) -> Double {
    base.value(at: point, &workspace.base)
  }
}
