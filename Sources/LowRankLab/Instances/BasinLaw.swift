internal import Foundation
internal import LinearAlgebra
internal import LowRank

/// How much an antisymmetric perturbation of the rank-one path grows, from ‖u‖ = 1e-4 to the end.
struct Amplification: Sendable {
  static let size = 1e-4
  /// ln Γ.
  let logarithm: Double
  /// ‖W‖ at the end of the path, which is ‖vvᵀ‖.
  let norm: Double

  /// Follows u by the flow and beside it a second column, too small to matter and made so again
  /// after every step; swapping rows 1↔3 and 2↔4 keeps u and turns the column to its negative.
  init(_ example: TwoCompletionsExample) {
    let vectors = Amplification.eigenvectors(example), tiny = 1e-12
    var u = Matrix(rows: 4, columns: 2) { i, j in
      j == 0 ? Self.size * vectors.first[i] : Self.size * tiny * vectors.second[i]
    }
    var total = 0.0, last = Self.size * tiny
    let flow = example.flow(relative: 1e-8), scale = example.fit.target.dot(example.fit.target)
    var step = 1e-3
    for _ in 0..<20_000 {
      var run = example.fit.iterates(
        from: Symmetric(u), by: StiffGradientFlow(tolerance: flow.tolerance, initialStep: step))
      let next = run.next()!
      step = 2 * next.record.stepSize
      let a = (next.point.u[0, 1] - next.point.u[2, 1]) / 2
      let b = (next.point.u[1, 1] - next.point.u[3, 1]) / 2
      let length = (2 * (a * a + b * b)).squareRoot(), goal = tiny * next.point.u.column(0).norm
      total += log(length / last)
      last = goal
      let c = goal / length, column = [a * c, b * c, -a * c, -b * c]
      u = Matrix(rows: 4, columns: 2) { $1 == 0 ? next.point.u[$0, 0] : column[$0] }
      if next.record.loss < 1e-16 * scale { break }
    }
    logarithm = total
    norm = example.rankOne.frobeniusNorm
  }

  /// The two leading unit eigenvectors of −∇f(0), symmetric and antisymmetric under the swap.
  static func eigenvectors(
    _ example: TwoCompletionsExample
  ) -> (first: [Double], second: [Double]) {
    let zero = Symmetric(Matrix(rows: 4, columns: 1))
    var workspace = example.fit.makeWorkspace(for: zero), dense = Matrix(rows: 4, columns: 4)
    example.fit.matrixGradient(at: zero, &workspace).multiply(
      Matrix(diagonal: [-1, -1, -1, -1]), into: &dense)
    let eigen = SymmetricEigen(dense)
    return (eigen.vectors.column(3), eigen.vectors.column(2))
  }
}

/// λ₂/λ₁ at the end as a function of the start's exponent.
struct BasinLaw: Sendable {
  let r: Double
  /// 2(1 − μ₂/μ₁).
  let power: Double
  /// log₁₀ of the ratio at p = 0.
  private let constant: Double

  init(_ r: Double, _ amplification: Amplification, seed: UInt64, width: Int) {
    self.r = r
    let example = TwoCompletionsExample(r), quotient = example.growth.second / example.growth.first
    power = 2 * (1 - quotient)
    // The rows of G along both eigenvectors; only what is orthogonal to the first counts.
    let g = example.fit.start(.gaussian(scale: 1), rank: width, seed: seed + 2).u
    let (first, second) = Amplification.eigenvectors(example)
    func row(_ q: [Double]) -> [Double] {
      (0..<width).map { j in (0..<4).reduce(0) { $0 + q[$1] * g[$1, j] } }
    }
    let a = row(first), b = row(second), along = a.dot(b) / a.dot(a)
    let across = (b.dot(b) - along * along * a.dot(a)).squareRoot()
    // Where ‖u‖ = size: the second has α across (size/(α ‖a‖))^(μ₂/μ₁).
    let second0 = log(across) + quotient * log(Amplification.size / a.norm)
    constant = (2 * (second0 + amplification.logarithm) - log(amplification.norm)) / log(10)
  }

  func logRatio(_ exponent: Double) -> Double { constant - power * exponent }

  /// The exponent at which λ₂/λ₁ has come down to 1 %.
  var threshold: Double { (constant + 2) / power }
  var words: String { String(format: "%.0f", threshold) }
}
