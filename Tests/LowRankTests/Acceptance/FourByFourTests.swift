import Foundation
import LinearAlgebra
import LowRank
import LowRankTheory
import Testing

/// Li, Luo and Lyu's 4 × 4 example (2021), of which the laboratory has more: (1,3) = 1, (1,4) =
/// (2,3) = R and their mirror images are observed. The least nuclear norm is 4R, at a matrix of
/// rank 2; v vᵀ with v = (1, R, 1, R) fits with rank 1 and nuclear norm 2R² + 2.
///
/// ½‖P_Ω(U Uᵀ − M)‖² has gradient 2 E U where METHODS takes E U: half the step, half the time.
@Suite struct FourByFourTests {
  typealias Example = Fit<Symmetric, EntrySampling, SquaredLoss>

  static func example(_ r: Double) -> Example {
    let (pattern, order) = SparsityPattern.sorting(
      rows: 4, columns: 4, rowOf: [0, 0, 1, 2, 3, 2], columnOf: [2, 3, 2, 0, 0, 1])
    return Fit(
      EntrySampling(pattern), target: order.map { [1, r, r, 1, r, r][Int($0)] },
      loss: SquaredLoss(), over: Symmetric.self)
  }

  static func rankOne(_ r: Double) -> LowRankMatrix {
    let v = Matrix(rows: 4, columns: 1, elements: [1, r, 1, r])
    return LowRankMatrix(left: v, right: v)
  }

  static func leastNorm(_ r: Double) -> Matrix {
    Matrix(rows: 4, columns: 4, elements: [r, 1, 1, r, 1, r, r, 1, 1, r, r, 1, r, 1, 1, r])
  }

  /// The distance to v vᵀ, relative.
  private func gap(_ w: LowRankMatrix, _ r: Double) -> Double {
    w.distance(to: Self.rankOne(r)) / Self.rankOne(r).frobeniusNorm
  }

  /// a4.
  @Test(arguments: [2.0, 3, 10, 100])
  func theDataAreWhatTheySay(_ r: Double) {
    let fit = Self.example(r), zero = Symmetric(Matrix(rows: 4, columns: 1))
    var workspace = fit.makeWorkspace(for: zero), dense = Matrix(rows: 4, columns: 4)
    fit.matrixGradient(at: zero, &workspace).multiply(
      Matrix(diagonal: [1, 1, 1, 1]), into: &dense)
    let root = (4 * r * r + 1).squareRoot(), values = SymmetricEigen(dense).values
    let expected = [-(root + 1) / 2, -(root - 1) / 2, (root - 1) / 2, (root + 1) / 2]
    #expect(zip(values, expected).allSatisfy { abs($0 - $1) < 1e-9 })
    let least = SmallSVD(Self.leastNorm(r)).singularValues
    let one = SmallSVD(Self.rankOne(r).dense()).singularValues
    #expect(abs(least.reduce(0, +) - 4 * r) < 1e-9 && least[2] < 1e-12 && least[1] > 1)
    #expect(abs(one.reduce(0, +) - (2 * r * r + 2)) < 1e-9 && one[1] < 1e-11)
    for w in [Self.leastNorm(r), Self.rankOne(r).dense()] {
      #expect(w[0, 2] == 1 && w[0, 3] == r && w[1, 2] == r)
    }
  }

  private func descend(_ alpha: Double, seed: UInt64) -> LowRankMatrix {
    let fit = Self.example(2), start = Symmetric(gaussian(4, 4, seed: seed, scale: alpha / 2))
    return fit.solve(
      from: start, by: Descent(along: .steepest(), step: .constant(0.025)),
      until: .loss(1e-24) || .iterations(60_000)
    ).point.matrix
  }

  /// a1: from 1e-12 descent finds v vᵀ.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func smallStartsFindRankOne(_ seed: UInt64) {
    let w = descend(1e-12, seed: seed), values = SmallSVD(w.dense()).singularValues
    show("a1 distance, ratio", (gap(w, 2), values[1] / values[0]))
    #expect(gap(w, 2) < 1e-5 && values[1] < 1e-6 * values[0])
  }

  /// a2: from 0.1 it stays near the least nuclear norm.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func practicalStartsDoNot(_ seed: UInt64) {
    let w = descend(0.1, seed: seed), trace = SmallSVD(w.dense()).singularValues.reduce(0, +)
    show("a2 distance, trace", (gap(w, 2), trace))
    #expect(gap(w, 2) > 0.25 && trace < 8.8)
  }

  /// a3: greedy growth by plain descent at R = 10.
  @Test func greedyGrowthByDescent() {
    let fit = Self.example(10)
    let growth = RankGrowth(
      Descent<Example, Steepest<Symmetric>>(along: .steepest(), step: .constant(0.0075)),
      scale: 1e-16, threshold: 1e-4, phase: .gradientNorm(1e-9))
    var run = fit.iterates(from: fit.start(.zeroRank, rank: 0), by: growth)
    let end = run.finish(at: .gradientNorm(1e-9) || .iterations(150_000))
    show("a3 distance, steps", (gap(end.point.matrix, 10), end.record.iteration))
    #expect(run.state.isComplete && end.record.rank == 1)
    #expect(gap(end.point.matrix, 10) < 1e-6)
  }

  /// The phase is the flow: from 1e-3 to 1e-2 by both.
  @Test func theLinearPhaseIsTheFlow() {
    let fit = Self.example(2)
    let early = fit.linearPhase(rank: 4, logScale: log(1e-20), endingAt: 1e-6, seed: 3)
    let late = fit.linearPhase(rank: 4, logScale: log(1e-20), endingAt: 1e-4, seed: 3)
    var run = fit.iterates(
      from: early.point,
      by: GradientFlow(tolerance: FlowTolerance(relative: 1e-10, absolute: 1e-20)))
    while run.state.time < late.duration - early.duration { _ = run.next() }
    let flow = run.state.segment.point(at: late.duration - early.duration)
    // ‖U‖² = 1e-8 is the error of the linear phase, and the cubic errs by as much.
    #expect(flow.matrix.distance(to: late.point.matrix) < 1e-6 * late.point.matrix.frobeniusNorm)
  }
}
