internal import Foundation
internal import LinearAlgebra
internal import LowRank

/// Li, Luo and Lyu's 4 × 4 example (2021): (1,3) = 1, (1,4) = (2,3) = R and their mirror images are
/// observed.
struct TwoCompletionsExample: Sendable {
  typealias Objective = Fit<Symmetric, EntrySampling, SquaredLoss>
  let r: Double
  let fit: Objective

  init(_ r: Double) {
    self.r = r
    let (pattern, order) = SparsityPattern.sorting(
      rows: 4, columns: 4, rowOf: [0, 0, 1, 2, 3, 2], columnOf: [2, 3, 2, 0, 0, 1])
    fit = Fit(
      EntrySampling(pattern), target: order.map { [1, r, r, 1, r, r][Int($0)] },
      loss: SquaredLoss())
  }

  /// v vᵀ with v = (1, R, 1, R): rank one.
  var rankOne: LowRankMatrix {
    let v = Matrix(rows: 4, columns: 1, elements: [1, r, 1, r])
    return LowRankMatrix(left: v, right: v)
  }

  /// The completion of least nuclear norm, 4R: rank two.
  var leastNorm: Matrix {
    Matrix(rows: 4, columns: 4, elements: [r, 1, 1, r, 1, r, r, 1, 1, r, r, 1, r, 1, 1, r])
  }

  /// ‖W − v vᵀ‖ / ‖v vᵀ‖.
  func distance(_ w: LowRankMatrix) -> Double {
    w.distance(to: rankOne) / rankOne.frobeniusNorm
  }

  /// The two largest eigenvalues of −∇f(0): (√(4R² + 1) ± 1)/2.
  var growth: (first: Double, second: Double) {
    let root = (4 * r * r + 1).squareRoot()
    return ((root + 1) / 2, (root - 1) / 2)
  }

  func flow(relative: Double = 1e-8) -> StiffGradientFlow<Objective> {
    StiffGradientFlow(tolerance: FlowTolerance(relative: relative, absolute: 1e-14))
  }
}
