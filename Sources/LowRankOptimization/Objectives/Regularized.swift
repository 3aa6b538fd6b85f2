/// f(θ) + R(θ).
///
///     Regularized(fit, by: Ridge(0.1))
///
/// Cost: that of the base and of the penalty.
public struct Regularized<Base: Objective, R: Regularizer>: Objective where R.Point == Base.Point {
  public let base: Base
  public let regularizer: R

  public init(_ base: Base, by regularizer: R) {
    self.base = base
    self.regularizer = regularizer
  }

  public struct Workspace: Sendable {
    var base: Base.Workspace
    var regularizer: R.Workspace
  }

  public func makeWorkspace(for point: Base.Point) -> Workspace {
    Workspace(
      base: base.makeWorkspace(for: point), regularizer: regularizer.makeWorkspace(for: point))
  }

  public func value(at point: Base.Point, _ workspace: inout Workspace) -> Double {
    base.value(at: point, &workspace.base) + regularizer.value(at: point, &workspace.regularizer)
  }

  public func differentiate(
    at point: Base.Point, _ workspace: inout Workspace, into gradient: inout Base.Point
  ) -> Double {
    let fit = base.differentiate(at: point, &workspace.base, into: &gradient)
    return fit + regularizer.addGradient(at: point, &workspace.regularizer, into: &gradient)
  }
}

/// A sum of quartics is a quartic, so exact steps survive the penalty.
extension Regularized: LineMinimizable where Base: LineMinimizable {
  public func restriction(
    at point: Base.Point, along direction: Base.Point, _ workspace: inout Workspace
  ) -> Quartic {
    base.restriction(at: point, along: direction, &workspace.base)
      + regularizer.restriction(at: point, along: direction, &workspace.regularizer)
  }
}

/// The matrix gradient is that of the data term: the penalty is a function of θ, not of W.
///
/// For `Ridge`, growth pays where its gain exceeds λ, the subgradient of λ ‖W‖_* at a new
/// direction.
extension Regularized: MatrixObjective where Base: MatrixObjective {
  public func matrixGradient(at point: Base.Point, _ workspace: inout Workspace) -> Base.Image {
    base.matrixGradient(at: point, &workspace.base)
  }
}
