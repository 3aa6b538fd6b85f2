import LinearAlgebra
import LowRank
import LowRankAllocations
import LowRankTheory
import Testing

/// mallocs(60 steps) − mallocs(10 steps) = 0: whatever a run allocates, it allocates once.
///
/// The counter belongs to the thread. The problems are so small that no work is handed to other
/// threads, whatever their number is set to beside this test.
@Suite(.enabled(if: countsAllocations)) struct AllocationTests {
  private let sampled = twoThirds(30, 30)
  private let full = FullObservation(rows: 30, columns: 30)

  @Test func theCounterCounts() {
    var buffer: [Double] = []
    let count = allocations { buffer = [Double](repeating: 1, count: 1000) }
    #expect(count! >= 1 && buffer.count == 1000)
    #expect(allocations { buffer[7] = 2 } == 0)
  }

  @Test func asymmetric() {
    let point = Asymmetric(u: gaussian(30, 3, scale: 0.1), v: gaussian(30, 3, seed: 2, scale: 0.1))
    check(sampled, point)
    check(full, point)
  }

  @Test func symmetric() {
    let point = Symmetric(gaussian(30, 3, scale: 0.1))
    check(sampled, point)
    check(full, point)
  }

  @Test func decorated() {
    let point = Asymmetric(u: gaussian(30, 3, scale: 0.1), v: gaussian(30, 3, seed: 2, scale: 0.1))
    let fit = Fit(
      sampled, target: gaussian(1, sampled.count, seed: 3).elements, loss: HuberLoss(threshold: 1),
      over: Asymmetric.self)
    let objective = Counted(Regularized(Regularized(fit, by: Ridge(0.1)), by: Balance(0.1)))
    #expect(extra(objective, point, Descent(along: .steepest(), step: .constant(1e-3))) == 0)
    #expect(extra(objective, point, Descent(along: .gramScaled(), step: .constant(1e-3))) == 0)
  }

  @Test func gaussNewton() {
    let target = gaussian(1, sampled.count, seed: 3).elements
    let fit = Fit(sampled, target: target, loss: SquaredLoss(), over: Asymmetric.self)
    let point = Asymmetric(u: gaussian(30, 3, scale: 0.1), v: gaussian(30, 3, seed: 2, scale: 0.1))
    let solver = GaussNewton<Fit<Asymmetric, EntrySampling, SquaredLoss>>(iterations: 5)
    #expect(extra(fit, point, solver) == 0)
    // Going on from the state of another run costs the copies of its arrays, once.
    let state = solver.start(fit, at: point)
    func resumed(_ steps: Int) -> Int? {
      allocations {
        var run = Run(fit, resuming: state, by: solver)
        _ = run.finish(at: .iterations(steps))
      }
    }
    _ = resumed(1)
    #expect(resumed(60) == resumed(10))
  }

  @Test func networks() {
    let target = gaussian(1, sampled.count, seed: 3).elements
    let deep = Fit(sampled, target: target, loss: SquaredLoss(), over: Deep.self)
    let point = Deep.gaussian(widths: [30, 3, 4, 30], scale: 0.1)
    #expect(extra(deep, point, Descent(along: .nesterov(), step: .constant(1e-3))) == 0)
    #expect(
      extra(
        deep, point, Descent(along: BlockScaled([2, 1, 2]), step: .backtracking(initial: 1))) == 0)
    let line = FullObservation(rows: 30, columns: 1)
    let weights = gaussian(30, 1, scale: 0.3).elements, b = gaussian(1, 30, seed: 3).elements
    #expect(
      extra(
        Fit(line, target: b, loss: SquaredLoss(), over: DiagonalNetwork.self),
        DiagonalNetwork(weights), Descent(along: .steepest(), step: .constant(1e-3))) == 0)
    #expect(
      extra(
        Fit(line, target: b, loss: SquaredLoss(), over: NormalizedNetwork.self),
        NormalizedNetwork(weights),
        Descent(along: LengthAndDirection(ratio: 5), step: .constant(1e-3))) == 0)
    let network = ShallowNetwork(
      inputs: gaussian(20, 5, seed: 3), target: gaussian(20, 1, seed: 4).elements,
      activation: .softplus, trainsOutput: true)
    #expect(
      extra(
        network,
        NetworkWeights(hidden: gaussian(4, 5), output: gaussian(4, 1, seed: 2).elements),
        Descent(along: .steepest(), step: .constant(1e-3))) == 0)
  }

  @Test func unitRows() {
    let cost = SparseMatrix(
      pattern: sampled.pattern, values: gaussian(1, sampled.count, seed: 3).elements)
    let objective = LinearFunctional<UnitRows>(maximizing: cost)
    let size = StepSize.barzilaiBorwein(initial: 1e-3)
    #expect(
      extra(objective, UnitRows(gaussian(30, 3)), Descent(along: .steepest(), step: size)) == 0)
  }

  @Test func waysToDescend() {
    let point = Asymmetric(u: gaussian(30, 3, scale: 0.1), v: gaussian(30, 3, seed: 2, scale: 0.1))
    let fit = Fit(
      sampled, target: gaussian(1, sampled.count, seed: 3).elements, loss: SquaredLoss(),
      over: Asymmetric.self)
    #expect(
      extra(fit, point, Descent(along: Alternating(GramScaled(damping: 0)), step: .exact)) == 0)
    #expect(extra(fit, point, AlternatingLeastSquares()) == 0)
    #expect(extra(fit, point, GradientFlow()) == 0)
    let noisy = Noisy(Minibatch(fit, fraction: 0.3), level: 1e-3)
    #expect(extra(noisy, point, Descent(along: .steepest(), step: .constant(1e-3))) == 0)
  }

  @Test func stopRules() {
    let point = Asymmetric(u: gaussian(30, 3, scale: 0.1), v: gaussian(30, 3, seed: 2, scale: 0.1))
    let fit = Fit(
      sampled, target: gaussian(1, sampled.count, seed: 3).elements, loss: SquaredLoss(),
      over: Asymmetric.self)
    let never = StopRule.loss(-1) || .gradientNorm(-1) || .stalled(relative: -1, window: 7)
    let least = StopRule.relativeResidual(-1) || .damping(above: 1) || .slow(ratio: 2, steps: 1)
    let either = never || least || (.time(.seconds(3600)) && .slow(ratio: 0.1, steps: 99))
    #expect(
      extra(fit, point, Descent(along: .steepest(), step: .constant(1e-3)), besides: either) == 0)
  }

  private func check<M: MeasurementMap, P>(_ map: M, _ point: P)
  where P: QuadraticFactorization & GramPreconditioned {
    let target = gaussian(1, map.count, seed: 3).elements
    let fit = Fit(map, target: target, loss: SquaredLoss(), over: P.self)
    #expect(extra(fit, point, Descent(along: .steepest(), step: .constant(1e-3))) == 0)
    #expect(extra(fit, point, Descent(along: .steepest(), step: .backtracking(initial: 1))) == 0)
    #expect(extra(fit, point, Descent(along: .steepest(), step: .exact)) == 0)
    #expect(extra(fit, point, Descent(along: .steepest(), step: .polyak(target: 0))) == 0)
    #expect(
      extra(fit, point, Descent(along: .steepest(), step: .barzilaiBorwein(initial: 1e-3))) == 0)
    #expect(extra(fit, point, Descent(along: .heavyBall(), step: .constant(1e-3))) == 0)
    #expect(extra(fit, point, Descent(along: .gramScaled(), step: .constant(1e-3))) == 0)
    #expect(extra(fit, point, Descent(along: .gramScaled(damping: 0.1), step: .exact)) == 0)
  }

  /// Between growths; a growth itself allocates its new column.
  @Test func growth() {
    let point = Asymmetric(u: gaussian(30, 3, scale: 0.1), v: gaussian(30, 3, seed: 2, scale: 0.1))
    let fit = Fit(
      sampled, target: gaussian(1, sampled.count, seed: 3).elements, loss: SquaredLoss(),
      over: Asymmetric.self)
    let growth = RankGrowth(
      PlainDescent(along: .steepest(), step: .exact), scale: 1e-3, threshold: 1e9,
      phase: .gradientNorm(0))
    #expect(extra(fit, point, growth) == 0)
  }

  private func extra<S: Solver>(
    _ objective: S.Objective, _ point: S.Objective.Point, _ solver: S,
    besides rule: StopRule = .loss(-1)
  ) -> Int? { checkAllocations(solver, on: objective, from: point, besides: rule) }
}

/// Elsewhere than with glibc there is nothing to compare.
let countsAllocations = allocations {} != nil
