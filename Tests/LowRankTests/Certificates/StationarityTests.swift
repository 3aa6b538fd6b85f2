import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory
import Testing

@Suite struct StationarityTests {
  /// Everything observed of diag-like truths whose stationary points are known: sums of eigenpairs.
  private let all = FullObservation(rows: 8, columns: 8)
  private let truth = plantedSemidefinite(8, [3, 2, 1], seed: 2)

  private func eigen(_ kept: [Int], columns: Int) -> Symmetric {
    let form = SpectralForm(truth)
    return Symmetric(
      Matrix(rows: 8, columns: columns) { i, j in
        j < kept.count ? form.u[i, kept[j]] * form.singularValues[kept[j]].squareRoot() : 0
      })
  }

  /// The best matrix of rank 1 or 2 is a minimum at that rank, any other pair of eigenvectors a
  /// saddle, and a column to spare makes a saddle of the former, too.
  @Test func tellsMinimaFromSaddles() throws {
    let fit = squaredFit(truth, by: all, over: Symmetric.self)
    func judged(_ kept: [Int], columns: Int) -> Stationarity<Symmetric> {
      Stationarity(of: eigen(kept, columns: columns), fit)
    }
    #expect(judged([0], columns: 1).verdict == .stationary)
    #expect(judged([0, 1], columns: 2).verdict == .stationary)
    #expect(judged([0, 1, 2], columns: 3).verdict == .optimal)
    let saddle = judged([1], columns: 1)
    #expect(saddle.verdict == .saddle && saddle.explained < 1e-12)
    // ∇²f along U ↦ U + D with D ⟂ U is 2(√2)²|D|² − 2⟨M, D Dᵀ⟩: least 4 − 6 along the first.
    #expect(abs(try #require(saddle.curvature).bound + 2) < 1e-9)
    #expect(judged([0, 2], columns: 2).verdict == .saddle)
    let spare = judged([0, 1], columns: 3)
    #expect(spare.verdict == .saddle && spare.isRankDeficient)
    #expect(judged([0, 1, 2], columns: 4).verdict == .optimal)
    #expect(Stationarity(of: Symmetric(Matrix(rows: 8, columns: 2)), fit).verdict == .saddle)
  }

  /// From the point that the certificate hands over, descent at the same rank finds the minimum.
  @Test func theEscapeLeadsToTheTruth() throws {
    let fit = squaredFit(truth, by: all, over: Symmetric.self)
    var point = eigen([1, 2], columns: 3)
    var verdicts: [Certificate.Verdict] = []
    for _ in 0..<4 {
      let judged = Stationarity(of: point, fit)
      verdicts.append(judged.verdict)
      guard let escape = judged.escape else { break }
      var workspace = fit.makeWorkspace(for: point)
      let before = fit.value(at: point, &workspace), after = fit.value(at: escape.point, &workspace)
      #expect(abs(1 - after / before - escape.decrease) < 1e-9)
      point =
        fit.solve(
          from: escape.point, by: LevenbergMarquardt(), until: .loss(1e-24) || .iterations(40)
        ).point
    }
    #expect(verdicts.first == .saddle && verdicts.last == .optimal, "\(verdicts)")
    #expect(point.matrix.distance(to: truth) < 1e-9)
  }

  /// The same for U Vᵀ, however badly the factors are balanced.
  @Test func generalFactors() {
    let truth = planted(8, 6, [3, 2, 1], seed: 3), form = SpectralForm(truth)
    let fit = squaredFit(
      truth, by: FullObservation(rows: 8, columns: 6), over: Asymmetric.self)
    func judged(_ kept: [Int], skew: Double) -> Certificate.Verdict {
      let u = Matrix(rows: 8, columns: kept.count) { form.u[$0, kept[$1]] * skew }
      let v = Matrix(rows: 6, columns: kept.count) {
        form.v[$0, kept[$1]] * form.singularValues[kept[$1]] / skew
      }
      return Stationarity(of: Asymmetric(u: u, v: v), fit).verdict
    }
    for skew in [1, 1e4] {
      #expect(judged([0, 1], skew: skew) == .stationary)
      #expect(judged([0, 2], skew: skew) == .saddle)
      #expect(judged([0, 1, 2], skew: skew) == .optimal)
    }
  }

  /// Off a stationary point the share explained is what the tangent space sees: W → 1.1 W leaves a
  /// residual that a tangent direction removes whole, when nothing else is left.
  @Test func measuresTheSlope() {
    let fit = squaredFit(truth, by: all, over: Symmetric.self)
    var point = eigen([0, 1, 2], columns: 3)
    point.scale(by: 1.1)
    let judged = Stationarity(of: point, fit)
    #expect(judged.verdict == .notStationary && abs(judged.explained - 1) < 1e-9)
  }

  /// Off by c standard errors the distance is c, as well as 34 normal numbers tell, the degrees of
  /// freedom of rank 2 of 12 × 9 (relative deviation √(1/68 + 1/148) = 0.15, three of them 0.44);
  /// and the truth itself is one standard error away.
  @Test(arguments: [0.03, 0.5, 1])
  func countsStandardErrors(_ c: Double) throws {
    let clean = planted(12, 9, [30, 20], seed: 5).dense()
    var noisy = clean
    noisy.add(gaussian(12, 9, seed: 6), scaledBy: 0.1)
    var moved = noisy
    moved.add(gaussian(12, 9, seed: 7), scaledBy: 0.1 * c)
    let fit = Fit(
      FullObservation(rows: 12, columns: 9), target: noisy.elements, loss: SquaredLoss(),
      over: Asymmetric.self)
    func judged(_ m: Matrix) -> Stationarity<Asymmetric> {
      let svd = SmallSVD(m), values = Array(svd.singularValues.prefix(2))
      return Stationarity(
        of: Asymmetric(
          u: svd.u.prefix(columns: 2).scalingColumns(by: values), v: svd.v.prefix(columns: 2)),
        fit)
    }
    let best = judged(noisy), off = judged(moved), truth = judged(clean)
    show("standard errors", (c, off.statisticalDistance!, truth.statisticalDistance!))
    #expect(best.verdict == .stationary && best.explained < 1e-12)
    #expect(abs(try #require(off.statisticalDistance) / c - 1) < 0.44)
    #expect(abs(try #require(truth.statisticalDistance) - 1) < 0.44)
    #expect(off.verdict == (c < 0.05 ? .stationary : .notStationary))
    #expect(truth.verdict == .notStationary)
  }

  /// A strict saddle of rank one: the term that the failed certificate carries, appended by the
  /// parameterisation's own growth, leads to the next rank, and so on to the planted truth.
  @Test func growthFromASaddleReachesTheTruth() {
    let fit = squaredFit(truth, by: all, over: Symmetric.self)
    var point = eigen([1], columns: 1), ranks: [Int] = []
    while point.rank < 8 {
      let gap = SemidefiniteGap(of: point, fit)
      guard gap.certificate().verdict == .improvable else { break }
      point.append(gap.term, scale: gap.term.gain)
      ranks.append(point.rank)
      point =
        fit.solve(
          from: point, by: LevenbergMarquardt(), until: .loss(1e-24) || .iterations(60)
        ).point
    }
    #expect(ranks == [2, 3] && point.matrix.distance(to: truth) < 1e-9, "\(ranks)")
    #expect(SemidefiniteGap(of: point, fit).certificate().verdict == .optimal)
  }

  /// ∇²f exactly against differences of gradients, which are good to ten digits.
  @Test func theHessianIsExact() {
    func gap<P: QuadraticFactorization>(_ point: P, _ map: some MeasurementMap) -> Double {
      let y = gaussian(1, map.count, seed: 9).elements
      let weights = (0..<map.count).map { 1 + Double($0 % 3) }
      let fit = Fit(map, target: y, loss: SquaredLoss(weights: weights), over: P.self)
      let exact = FitHessian(fit, at: point), rough = DifferencedHessian(fit, at: point)
      let x = gaussian(exact.columns, 3, seed: 5)
      var (a, b) = (x, x)
      exact.multiply(x, into: &a)
      rough.multiply(x, into: &b)
      b.add(a, scaledBy: -1)
      return b.norm / a.norm
    }
    let map = DenseSensing(rows: 6, columns: 6, count: 30, seed: 3)
    #expect(gap(Symmetric(gaussian(6, 2)), map) < 1e-8)
    #expect(gap(Asymmetric(u: gaussian(6, 2), v: gaussian(6, 2, seed: 2)), map) < 1e-8)
    #expect(gap(Hermitian(gaussian(6, 2)), map) < 1e-8)
    let fit = Fit(
      map, target: gaussian(1, 30).elements, loss: SquaredLoss(), over: Symmetric.self)
    let gaps = checkOperator(FitHessian(fit, at: Symmetric(gaussian(6, 2))))
    #expect(gaps.worst < 1e-12)
  }
}

/// METHODS B 1d: two numbers of freedom and a restricted isometry constant of ½, after Zhang, Josz,
/// Sojoudi, Lavaei 2018.
@Suite struct SpuriousMinimumTests {
  private let truth = LowRankMatrix(
    left: Matrix(rows: 2, columns: 1, elements: [1, 0]),
    right: Matrix(rows: 2, columns: 1, elements: [1, 0]))

  /// 𝒜 with 𝒜ᵀ𝒜 on vec as given.
  private var fit: Fit<Symmetric, DenseSensing, SquaredLoss> {
    let square = Matrix(
      rows: 4, columns: 4, elements: [2, 0, 0, 1, 0, 3, 0, 0, 0, 0, 3, 0, 1, 0, 0, 2])
    let eigen = SymmetricEigen(square)
    let root = eigen.vectors.scalingColumns(by: eigen.values.map { $0.squareRoot() }).transposed
    return squaredFit(
      truth, by: DenseSensing(rows: 2, columns: 2, sensors: root), over: Symmetric.self)
  }

  /// A true local minimum of its rank, and wrong: second-order conditions cannot tell, convexity
  /// can.
  @Test func isSeenThrough() {
    let point = Symmetric(Matrix(rows: 2, columns: 1, elements: [0, 0.5.squareRoot()]))
    let judged = Stationarity(of: point, fit)
    #expect(judged.verdict == .stationary && judged.explained < 1e-12)
    #expect(abs(2 * judged.value - 1.5) < 1e-12)
    let gap = SemidefiniteGap(of: point, fit)
    #expect(gap.certificate().verdict == .improvable && gap.gap >= gap.value)
    #expect(
      SemidefiniteGap(of: Symmetric(truth.left), fit).certificate().verdict == .optimal)
  }

  /// Its direction, appended by the library's growth, reaches the truth; `RankGrowth` started at
  /// the spurious minimum does the same by itself.
  @Test func growthLeavesIt() {
    var point = Symmetric(Matrix(rows: 2, columns: 1, elements: [0, 0.5.squareRoot()]))
    // Damped by the residual: with a column to spare steepest descent would take 1/√loss steps.
    let descent = Descent<Fit<Symmetric, DenseSensing, SquaredLoss>, GramScaled<Symmetric>>(
      along: .gramScaled(damping: .residual(factor: 1)), step: .exact)
    let growth = RankGrowth(
      descent, scale: 1e-2, threshold: 1e-6, phase: .gradientNorm(1e-9) || .iterations(4000))
    let grown = fit.solve(from: point, by: growth, until: .loss(1e-16) || .iterations(2000))
    #expect(grown.converged && grown.point.rank == 2)
    point.append(SemidefiniteGap(of: point, fit).term, scale: 1e-2)
    let end = fit.solve(from: point, by: descent, until: .loss(1e-16) || .iterations(2000))
    #expect(end.converged && end.point.matrix.distance(to: truth) < 1e-6)
    #expect(SemidefiniteGap(of: end.point, fit).certificate().verdict == .optimal)
  }
}
