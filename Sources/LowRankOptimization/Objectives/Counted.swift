/// The same objective, counting how often it is evaluated.
///
/// The counts live in the workspace, not behind a reference: a copied run goes on counting by
/// itself, and two runs on one objective do not disturb each other. Read them from
/// `run.state.workspace.evaluations`.
public struct Counted<Base: Objective>: Objective {
  /// The objective that is counted; its values and gradients pass unchanged.
  public let base: Base

  public init(_ base: Base) { self.base = base }

  /// How often each requirement was called.
  public struct Evaluations: Sendable, Equatable, Codable {
    /// f alone, as line searches ask for it.
    public internal(set) var values = 0
    /// f with ∇f, or ∇F(W).
    public internal(set) var gradients = 0
    /// f along a line.
    public internal(set) var restrictions = 0
  }

  public struct Workspace: Sendable {
    public internal(set) var evaluations = Evaluations()
    var base: Base.Workspace
  }

  public func makeWorkspace(for point: Base.Point) -> Workspace {
    Workspace(base: base.makeWorkspace(for: point))
  }

  public func value(at point: Base.Point, _ workspace: inout Workspace) -> Double {
    workspace.evaluations.values += 1
    return base.value(at: point, &workspace.base)
  }

  public func differentiate(
    at point: Base.Point, _ workspace: inout Workspace, into gradient: inout Base.Point
  ) -> Double {
    workspace.evaluations.gradients += 1
    return base.differentiate(at: point, &workspace.base, into: &gradient)
  }
}

extension Counted: LineMinimizable where Base: LineMinimizable {
  public func restriction(
    at point: Base.Point, along direction: Base.Point, _ workspace: inout Workspace
  ) -> Quartic {
    workspace.evaluations.restrictions += 1
    return base.restriction(at: point, along: direction, &workspace.base)
  }
}

extension Counted: MatrixObjective where Base: MatrixObjective {
  public func matrixGradient(at point: Base.Point, _ workspace: inout Workspace) -> Base.Image {
    workspace.evaluations.gradients += 1
    return base.matrixGradient(at: point, &workspace.base)
  }
}
