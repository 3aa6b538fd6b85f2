import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory
import Testing

@Suite struct SemidefiniteGapTests {
  typealias Objective = Fit<Symmetric, DenseSensing, SquaredLoss>
  typealias Slope = Descent<Objective, Steepest<Symmetric>>

  /// 100 noisy measurements of a 15 × 15 matrix of rank 2.
  private let fit: Objective = {
    let map = DenseSensing(rows: 15, columns: 15, count: 100, seed: 3, symmetric: true)
    var target = observations(of: plantedSemidefinite(15, [2, 1], seed: 4), by: map)
    target.add(gaussian(1, 100, seed: 7, scale: 0.05).elements, scaledBy: 1)
    return Fit(map, target: target, loss: SquaredLoss())
  }()

  private func settled(_ start: Symmetric) -> Symmetric {
    fit.solve(
      from: start, by: Slope(along: .steepest(), step: .barzilaiBorwein(initial: 0.05)),
      until: .gradientNorm(1e-11) || .iterations(20_000)
    ).point
  }

  /// e7: at every rank the bound is above what the best matrix of any rank gains, and it closes.
  @Test func boundsTheGapAtEveryRank() {
    let ranks = [1, 2, 4, 15].map { fit.start(.gaussian(scale: 0.3), rank: $0, seed: 2) }
    let gaps = ranks.map { SemidefiniteGap(of: settled($0), fit) }
    let best = gaps.map(\.value).min()!
    show("semidefinite gaps", gaps.map { ($0.value - best, $0.gap, $0.relativeGap) })
    for gap in gaps { #expect(gap.value - best <= gap.gap) }
    #expect(gaps[0].certificate().verdict == .improvable)
    #expect(gaps[1].certificate().verdict == .improvable)
    // Descent with columns to spare ends slowly: METHODS found 8.5e-6 of F after as much work.
    #expect(gaps[3].certificate(tolerance: 1e-5).verdict == .optimal)
    #expect(gaps[0].gap > gaps[2].gap && gaps[2].gap > gaps[3].gap)
  }

  /// A failed certificate is the next column: appended, it lowers F as its gain promises, and a few
  /// of them reach the best of any rank.
  @Test func handsItsDirectionToGrowth() {
    var point = settled(fit.start(.gaussian(scale: 0.3), rank: 1, seed: 2)), gaps: [Double] = []
    for _ in 0..<14 {
      let gap = SemidefiniteGap(of: point, fit)
      gaps.append(gap.relativeGap)
      guard gap.certificate().verdict == .improvable else { break }
      var grown = point
      grown.append(gap.term, scale: 1e-3)
      var workspace = fit.makeWorkspace(for: grown)
      #expect(fit.value(at: grown, &workspace) < gap.value)
      point = settled(grown)
    }
    show("growth by certificates", (gaps, point.rank))
    #expect(SemidefiniteGap(of: point, fit).certificate().verdict == .optimal && point.rank < 15)
  }

  @Test func rejectsAPerturbedPoint() {
    var point = settled(fit.start(.gaussian(scale: 0.3), rank: 15, seed: 2))
    point.add(Symmetric(gaussian(15, 15, seed: 5, scale: 1e-2)), scaledBy: 1)
    #expect(SemidefiniteGap(of: point, fit).certificate(tolerance: 1e-5).verdict != .optimal)
  }

  /// An exact fit is optimal, at any rank; its gradient is rounding.
  @Test func acceptsThePlantedTruth() {
    let truth = plantedSemidefinite(15, [2, 1], seed: 4)
    let exact = squaredFit(truth, by: fit.measurement, over: Symmetric.self)
    let gap = SemidefiniteGap(of: Symmetric(SpectralForm(truth).balanced.left), exact)
    #expect(gap.certificate().verdict == .optimal && gap.relativeGap < 1e-13)
    #expect(gap.least.evidence == .proof)
  }

  @Test func saysNothingOfNaN() {
    let point = Symmetric(Matrix(rows: 15, columns: 1) { _, _ in .infinity })
    let gap = SemidefiniteGap(of: point, fit, traceBound: .infinity)
    #expect(gap.gap == .infinity && gap.certificate().verdict == .undetermined)
  }
}

@Suite struct NuclearGapTests {
  private let map = DenseSensing(rows: 12, columns: 10, count: 90, seed: 3)
  private let target: [Double] = {
    let map = DenseSensing(rows: 12, columns: 10, count: 90, seed: 3)
    var target = observations(of: planted(12, 10, [1, 0.5], seed: 4), by: map)
    target.add(gaussian(1, 90, seed: 7, scale: 0.01).elements, scaledBy: 1)
    return target
  }()

  /// With everything observed the optimum is the spectrum lowered by λ.
  @Test func acceptsTheClosedForm() {
    let truth = planted(8, 6, [3, 2, 0.5], seed: 2), all = FullObservation(rows: 8, columns: 6)
    let y = observations(of: truth, by: all), form = SpectralForm(truth)
    func gap(_ values: [Double]) -> NuclearGap {
      let kept = form.truncated(to: values.count)
      return NuclearGap(
        of: SpectralForm(u: kept.u, singularValues: values, v: kept.v), under: all, target: y,
        strength: 1)
    }
    #expect(gap([2, 1]).certificate().verdict == .optimal && gap([2, 1]).relativeGap < 1e-12)
    #expect(gap([3, 2, 0.5]).certificate().verdict == .undetermined)
    let short = gap([2])
    #expect(short.certificate().verdict == .improvable && short.gap >= 0.5)
    // What is missing: σ₂ = 2 beside λ = 1.
    #expect(abs(short.term.gain - 1) < 1e-9)
    #expect(abs(abs(short.term.left.dot(form.u.column(1))) - 1) < 1e-9)
    #expect(abs(abs(short.term.right.dot(form.v.column(1))) - 1) < 1e-9)
    // The term is a descent direction: ⟨𝒜*(r), a bᵀ⟩ is positive, and appended it lowers the value.
    let better = form.truncated(to: 1).balanced
    let root = (2 / 3.0).squareRoot()
    var point = Asymmetric(u: better.left, v: better.right)
    point.scale(by: root)
    point.append(short.term, scale: 0.5)
    let longer = NuclearGap(of: point.spectral, under: all, target: y, strength: 1)
    #expect(longer.value < short.value)
  }

  /// Beyond the orders that are proven the sentence says so.
  @Test func largeMatricesAreBoundedWithAProbability() {
    let all = FullObservation(rows: 1200, columns: 900)
    let truth = LowRankMatrix(left: gaussian(1200, 1), right: gaussian(900, 1, seed: 2))
    let gap = NuclearGap(
      of: SpectralForm(truth), under: all, target: observations(of: truth, by: all), strength: 1)
    #expect(gap.least.evidence == .probability(failure: 1e-6))
    #expect(gap.certificate().reason.contains("but for a chance of 1e-06"))
    // The truth is one λ above the optimum: ½λ² below its value.
    #expect(gap.gap >= 0.5)
  }

  /// e7: the gap bounds the distance to the optimum at every step, is the solver's own to the
  /// looseness of its Ritz value, and closes.
  @Test func boundsEveryIterate() {
    let fit = Fit(map, target: target, loss: SquaredLoss(), over: Asymmetric.self)
    let norm = topSingularTriple(of: map.sensors).value
    var image = map.makeImage()
    map.adjoint(target, into: &image)
    let strength = 0.05 * topSingularTriple(of: image).value
    let solver = NuclearNorm<Fit<Asymmetric, DenseSensing, SquaredLoss>>(
      strength: strength, stepSize: 1 / (norm * norm))
    var run = fit.iterates(from: fit.start(.zeroRank, rank: 0), by: solver), gaps: [NuclearGap] = []
    for steps in [10, 100, 600] {
      _ = run.finish(at: .iterations(steps))
      gaps.append(
        NuclearGap(of: run.state.form, under: map, target: target, strength: strength))
      #expect(gaps.last!.gap >= solver.gap(fit, run.state) - 1e-13)
      #expect(gaps.last!.gap <= solver.gap(fit, run.state) + 1e-9)
    }
    let best = gaps.last!.value
    #expect(gaps.allSatisfy { $0.value - best <= $0.gap + 1e-13 })
    #expect(gaps[0].certificate().verdict != .optimal && gaps[2].relativeGap < 1e-9)
  }
}
