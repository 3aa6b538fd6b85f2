internal import LinearAlgebra

/// μ/4 ‖UᵀU − VᵀV‖_F², which picks the balanced among all factors of one W = U Vᵀ.
///
/// With M = UᵀU − VᵀV the gradient is μ (U M, −V M). It vanishes on balanced factors, so minimisers
/// of the fit stay minimisers (Tu, Boczar, Simchowitz, Soltanolkotabi, Recht 2016).
///
/// Without it the factors of W drift along (U A, V A⁻ᵀ) wherever steps are large, and the worse
/// scaled of the two then dictates the step size.
///
/// Cost: 6 (rows + columns) rank² flops for a gradient.
public struct Balance: Regularizer, Equatable, Codable {
  /// μ ≥ 0.
  public let strength: Double

  public init(_ strength: Double) {
    precondition(strength >= 0, "a penalty's strength is not negative")
    self.strength = strength
  }

  /// Three rank × rank matrices: M(t) = imbalance − t tangent + t² curvature along a line.
  public struct Workspace: Sendable {
    var imbalance: Matrix
    var tangent: Matrix
    var curvature: Matrix
  }

  public func makeWorkspace(for point: Asymmetric) -> Workspace {
    let square = Matrix(rows: point.rank, columns: point.rank)
    return Workspace(imbalance: square, tangent: square, curvature: square)
  }

  public func value(at point: Asymmetric, _ workspace: inout Workspace) -> Double {
    workspace.imbalance.setGramDifference(point)
    return strength / 4 * workspace.imbalance.dot(workspace.imbalance)
  }

  public func addGradient(
    at point: Asymmetric, _ workspace: inout Workspace, into gradient: inout Asymmetric
  ) -> Double {
    let value = value(at: point, &workspace)
    gradient.addProducts(
      u: point.u, scaledBy: strength, v: point.v, scaledBy: -strength, with: workspace.imbalance)
    return value
  }

  /// The penalty is quadratic in M and M is in t, so along a line it is a quartic.
  public func restriction(
    at point: Asymmetric, along direction: Asymmetric, _ workspace: inout Workspace
  ) -> Quartic {
    workspace.imbalance.setGramDifference(point)
    workspace.curvature.setGramDifference(direction)
    workspace.tangent.setSymmetrizedDifference(point, direction)
    let (m, a, b) = (workspace.imbalance, workspace.tangent, workspace.curvature)
    return Quartic(
      linear: -strength / 2 * m.dot(a),
      quadratic: strength / 4 * a.dot(a) + strength / 2 * m.dot(b),
      cubic: -strength / 2 * a.dot(b),
      quartic: strength / 4 * b.dot(b))
  }
}

extension Matrix {
  /// self = UᵀU − VᵀV.
  fileprivate mutating func setGramDifference(_ point: Asymmetric) {
    setProduct(point.u, point.u, left: .transposed)
    setProduct(point.v, point.v, left: .transposed, scale: -1, adding: 1)
  }

  /// self = UᵀD + DᵀU − VᵀE − EᵀV for the direction (D, E).
  fileprivate mutating func setSymmetrizedDifference(_ point: Asymmetric, _ d: Asymmetric) {
    setProduct(point.u, d.u, left: .transposed)
    setProduct(d.u, point.u, left: .transposed, adding: 1)
    setProduct(point.v, d.v, left: .transposed, scale: -1, adding: 1)
    setProduct(d.v, point.v, left: .transposed, scale: -1, adding: 1)
  }
}
