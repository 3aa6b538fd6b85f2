import LinearAlgebra
import LowRank
import LowRankTheory

/// b = A x*, with 30 Gaussian measurements of 60 numbers of which three, between 1 and 2, are not
/// zero: ‖x*‖₁ is about 4.5.
struct SparseRegression {
  let truth: Matrix
  let sensing: DenseSensing
  let target: [Double]

  init(seed: UInt64) {
    sensing = DenseSensing(rows: 60, columns: 1, count: 30, seed: seed)
    var generator = SeededGenerator(seed: seed, stream: 1)
    var x = Matrix(rows: 60, columns: 1)
    for k in 0..<3 { x[20 * k + generator.below(20), 0] = 1 + generator.uniform() }
    truth = x
    target = sensing.sensors.times(x).elements
  }

  func fit<P: Factorization>(over _: P.Type) -> Fit<P, DenseSensing, SquaredLoss> {
    Fit(sensing, target: target, loss: SquaredLoss())
  }

  /// 0.02/‖A‖², as far below the stable step as the flow's identities need.
  var step: Double {
    let norm = topSingularTriple(of: sensing.sensors).value
    return 0.02 / (norm * norm)
  }

  private var goal: StopRule {
    .loss(0.5e-14 * target.dot(target)) || .iterations(30_000)
  }

  func plainLimit(start: Double) -> [Double] {
    fit(over: DiagonalNetwork.self).solve(
      from: .uniform(60, scale: start * start),
      by: Descent(along: .steepest(), step: .constant(step)), until: goal
    ).point.matrix.dense().elements
  }

  func plainError(start: Double) -> Double { error(plainLimit(start: start)) }

  /// The length moves at 3/ρ of the plain speed, the direction at 3 times.
  func normalizedError(start: Double, ratio: Double) -> Double {
    error(
      fit(over: NormalizedNetwork.self).solve(
        from: NormalizedNetwork(Array(repeating: start, count: 60)),
        by: Descent(along: LengthAndDirection(ratio: ratio), step: .constant(3 * step / ratio)),
        until: goal
      ).point.matrix.dense().elements)
  }

  private func error(_ x: [Double]) -> Double {
    var difference = truth
    difference.add(Matrix(rows: 60, columns: 1, elements: x), scaledBy: -1)
    return difference.norm / truth.norm
  }
}
