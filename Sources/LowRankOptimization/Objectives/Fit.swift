internal import LinearAlgebra

/// f(θ) = Σₖ ℓ(𝒜(W(θ))ₖ, bₖ): how badly W(θ) explains the measurements.
///
///     let fit = Fit(
///       EntrySampling(pattern), target: values, loss: SquaredLoss(), over: Asymmetric.self)
///
/// ∇f = pullBack(𝒜*(ℓ′)). Cost of `value`: one 𝒜. Cost of `differentiate`: one 𝒜, one 𝒜* and the
/// two thin products of `pullBack`: for completion 6 rank flops an entry in all.
public struct Fit<Point: Factorization, M: MeasurementMap, L: Loss>: MatrixObjective {
  public let measurement: M
  /// b, in the order of the map's measurements.
  public let target: [Double]
  public let loss: L

  /// `over` names the parameterisation where the compiler cannot infer it.
  public init(_ measurement: M, target: [Double], loss: L, over _: Point.Type = Point.self) {
    precondition(target.count == measurement.count, "one target per measurement")
    self.measurement = measurement
    self.target = target
    self.loss = loss
  }

  public struct Workspace: Sendable {
    var scratch: Point.Scratch
    /// 𝒜(W), then ℓ′.
    var residual: [Double]
    var image: M.Image
    /// 𝒜 of the tangent and of the curvature along a line: empty until an exact line search asks.
    var tangent: [Double] = []
    var curvature: [Double] = []
  }

  /// Everything that an evaluation needs is allocated here, once a run.
  public func makeWorkspace(for point: Point) -> Workspace {
    Workspace(
      scratch: point.makeScratch(), residual: Array(repeating: 0, count: measurement.count),
      image: measurement.makeImage())
  }

  public func value(at point: Point, _ workspace: inout Workspace) -> Double {
    measurement.apply(point.product(&workspace.scratch), into: &workspace.residual)
    return loss.value(workspace.residual, target)
  }

  /// The residual vector becomes ℓ′ in place, for 𝒜* to carry back.
  public func differentiate(
    at point: Point, _ workspace: inout Workspace, into gradient: inout Point
  ) -> Double {
    let value = differentiateMatrix(at: point, &workspace)
    point.pullBack(workspace.image, &workspace.scratch, into: &gradient)
    return value
  }

  public func matrixGradient(at point: Point, _ workspace: inout Workspace) -> M.Image {
    _ = differentiateMatrix(at: point, &workspace)
    return workspace.image
  }

  /// image = 𝒜*(ℓ′); returns f.
  private func differentiateMatrix(at point: Point, _ workspace: inout Workspace) -> Double {
    measurement.apply(point.product(&workspace.scratch), into: &workspace.residual)
    let value = loss.differentiate(&workspace.residual, target)
    measurement.adjoint(workspace.residual, into: &workspace.image)
    return value
  }
}
