internal import LinearAlgebra

/// θ′ = −∇f(θ), followed by an exponential Rosenbrock method of order 4 with adaptive steps.
///
/// A gradient flow has a symmetric Jacobian J = −∇²f, so one eigendecomposition gives every
/// function of it. The linear part of the flow about the current point is then followed exactly,
/// growth away from a saddle as well as decay however fast, and steps are limited by how soon J
/// changes, not by its size. Scheme exprb43 of Hochbruck, Ostermann and Schweitzer (2009): with
/// F = −∇f and D(v) = F(v) − F(θ) − J (v − θ),
///
///     u₂ = θ + ½h φ₁(½hJ) F,   D₂ = D(u₂),   u₃ = θ + h φ₁(hJ)(F + D₂),   D₃ = D(u₃),
///     θ⁺ = θ + h φ₁(hJ) F + h φ₃(hJ)(16 D₂ − 2 D₃) + h φ₄(hJ)(−48 D₂ + 12 D₃),
///
/// whose last term is the error of the third-order scheme without it.
///
/// For small dimensions n: a step costs 2n gradients for J (see `DifferencedHessian`), 9n³ flops,
/// and three gradients a trial; it allocates.
public struct StiffGradientFlow<Objective: LowRankOptimization.Objective>: Solver {
  public let tolerance: FlowTolerance
  /// The first step to try; the tolerance then decides.
  public let initialStep: Double

  public init(tolerance: FlowTolerance = FlowTolerance(), initialStep: Double = 1e-3) {
    (self.tolerance, self.initialStep) = (tolerance, initialStep)
  }

  public struct State: FlowState {
    public internal(set) var progress: FlowProgress<Objective>
    /// ∇f at the last point that was tried.
    var gradient: Objective.Point
  }

  public func start(_ objective: Objective, at point: Objective.Point) -> State {
    State(
      progress: FlowProgress(objective, at: point, initialStep: initialStep),
      gradient: point.zeroed())
  }

  public func step(_ objective: Objective, _ state: inout State) {
    state.progress.record.iteration += 1
    let hessian = DifferencedHessian(objective, at: state.point).dense()
    state.progress.record.evaluations += 2 * hessian.rows
    // An eigensolver may not come back from what is not finite; a NaN ends the run as diverged.
    guard hessian.norm.isFinite else {
      state.progress.record.loss = .nan
      return
    }
    // One decomposition for all trials: h enters the functions of eigenvalues only.
    let local = LinearizedFlow(hessian, slope: state.segment.endGradient.flattened)
    for _ in 0..<flowTrials {
      let h = state.progress.nextStep
      let (move, error) = local.step(h) { state.slope(objective, after: $0) }
      let accepted = state.progress.accepts(
        tolerance, error: error, size: max(state.point.norm, move.norm), step: h, order: 4)
      guard accepted else { continue }
      state.accept(objective, move, h)
      return
    }
    state.progress.record.stepNorm = 0
  }
}

extension StiffGradientFlow.State {
  /// F = −∇f at the point moved by `move`, as components.
  fileprivate mutating func slope(_ objective: Objective, after move: [Double]) -> [Double] {
    progress.record.evaluations += 1
    _ = objective.differentiate(at: moved(by: move), &progress.workspace, into: &gradient)
    return gradient.flattened.map { -$0 }
  }

  private func moved(by move: [Double]) -> Objective.Point {
    var (target, difference) = (point, point.zeroed())
    difference.setComponents(move)
    target.add(difference, scaledBy: 1)
    return target
  }

  fileprivate mutating func accept(_ objective: Objective, _ move: [Double], _ h: Double) {
    let target = moved(by: move)
    let loss = objective.differentiate(at: target, &progress.workspace, into: &gradient)
    progress.record.evaluations += 1
    progress.advance(to: target, loss: loss, gradient: gradient, step: h, length: move.norm)
  }
}

/// θ′ = F + J (θ − θ₀) + higher terms, in the eigenbasis of J.
private struct LinearizedFlow {
  private let basis: Matrix
  /// The eigenvalues of J = −∇²f.
  private let rates: [Double]
  /// F in the eigenbasis.
  private let slope: [Double]

  /// - Parameter gradient: ∇f, whose negative is F.
  init(_ hessian: Matrix, slope gradient: [Double]) {
    let eigen = SymmetricEigen(hessian)
    basis = eigen.vectors
    rates = eigen.values.map { -$0 }
    slope = Self.turned(gradient, into: basis).map { -$0 }
  }

  /// The move by exprb43 and the norm of its error estimate; `evaluate` gives F after a move.
  func step(
    _ h: Double, evaluate: ([Double]) -> [Double]
  ) -> (move: [Double], error: Double) {
    // D(v) in the eigenbasis, where J is diagonal.
    func rest(_ move: [Double]) -> [Double] {
      let value = Self.turned(evaluate(back(move)), into: basis)
      return rates.indices.map { value[$0] - slope[$0] - rates[$0] * move[$0] }
    }
    let half = rates.indices.map { h / 2 * phi(1, h / 2 * rates[$0]) * slope[$0] }
    let first = rest(half)
    let full = rates.indices.map { h * phi(1, h * rates[$0]) * (slope[$0] + first[$0]) }
    let second = rest(full)
    var (move, error) = (full, full)
    for k in rates.indices {
      let z = h * rates[k]
      error[k] = h * phi(4, z) * (12 * second[k] - 48 * first[k])
      move[k] =
        h * phi(1, z) * slope[k] + h * phi(3, z) * (16 * first[k] - 2 * second[k]) + error[k]
    }
    return (back(move), error.norm)
  }

  /// From the eigenbasis to components.
  private func back(_ x: [Double]) -> [Double] {
    basis.times(Matrix(rows: x.count, columns: 1, elements: x)).elements
  }

  /// From components into the eigenbasis.
  private static func turned(_ x: [Double], into basis: Matrix) -> [Double] {
    basis.transposedTimes(Matrix(rows: x.count, columns: 1, elements: x)).elements
  }
}
