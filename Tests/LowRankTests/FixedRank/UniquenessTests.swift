import LinearAlgebra
import LowRankTesting
import LowRankTheory
import Testing

@testable import LowRankOptimization

/// A threshold of 1e-3 stands between what is measured here for unique fits, below 1e-5, and what
/// one null direction shows, dof^−½ and more.
@Suite struct UniquenessTests {
  /// The places of `rows` × `columns` for which `keep` holds.
  private func sampling(
    _ rows: Int, _ columns: Int, _ keep: (Int, Int) -> Bool
  ) -> EntrySampling {
    var rowOf: [Int32] = [], columnOf: [Int32] = []
    for i in 0..<rows {
      for j in 0..<columns where keep(i, j) {
        rowOf.append(Int32(i))
        columnOf.append(Int32(j))
      }
    }
    return EntrySampling(
      SparsityPattern.sorting(rows: rows, columns: columns, rowOf: rowOf, columnOf: columnOf)
        .pattern)
  }

  private func form(_ m: Int, _ n: Int, _ k: Int) -> SpectralForm {
    SpectralForm(LowRankMatrix(left: gaussian(m, k, seed: 3), right: gaussian(n, k, seed: 4)))
  }

  @Test(arguments: [1, 10, 1e5])
  func acceptsPlantedTruths(_ condition: Double) {
    let problem = CompletionProblem(
      rows: 40, columns: 30, rank: 3, conditionNumber: condition, oversampling: 3, seed: 5)
    let unique = Uniqueness(of: SpectralForm(problem.truth), under: problem.measurement)
    #expect(unique.isUnique && unique.missingShare < 1e-5, "\(unique)")
    #expect(unique.degreesOfFreedom == 3 * (40 + 30 - 3))
    #expect(unique.measurements == problem.pattern.count)
    let full = Uniqueness(of: form(9, 7, 2), under: FullObservation(rows: 9, columns: 7))
    #expect(full.isUnique)
    let sensing = RankOneSensing(rows: 12, columns: 9, count: 80, seed: 5)
    #expect(Uniqueness(of: form(12, 9, 2), under: sensing).isUnique)
  }

  /// Rank r + 1 fits exactly too: X* + eᵢwᵀ with w zero on the columns observed in row i.
  @Test func rejectsARankAboveTheTrueOne() {
    let problem = CompletionProblem(
      rows: 40, columns: 30, rank: 2, conditionNumber: 3, oversampling: 4, seed: 5)
    var left = [Double](repeating: 0, count: 40), right = [Double](repeating: 1, count: 30)
    left[6] = 1
    for e in problem.pattern.rowStart[6]..<problem.pattern.rowStart[7] {
      right[Int(problem.pattern.column[e])] = 0
    }
    let norm = right.norm
    let above = SpectralForm(problem.truth).appending(
      LowRankMatrix(
        left: Matrix(rows: 40, columns: 1, elements: left),
        right: Matrix(rows: 30, columns: 1, elements: right)), scale: 0.3 / norm)
    var residual = observations(of: above.lowRank, by: problem.measurement)
    residual.add(problem.target, scaledBy: -1)
    #expect(residual.norm < 1e-13 && above.rank == 3)
    let unique = Uniqueness(of: above, under: problem.measurement)
    #expect(unique.measurements > unique.degreesOfFreedom)
    #expect(!unique.isUnique, "\(unique)")
  }

  /// Rank 3 with two entries in row 5: the row keeps one free direction.
  @Test func rejectsARowWithTooFewEntries() {
    let map = sampling(30, 20) { i, j in i == 5 ? j < 2 : (i + j) % 4 != 0 }
    let unique = Uniqueness(of: form(30, 20, 3), under: map)
    #expect(unique.measurements > unique.degreesOfFreedom)
    // One direction of 141: its share of a random vector is about 0.08; a hundredth is unlikely.
    #expect(unique.missingShare > 1e-3 && unique.missingShare < 0.5, "\(unique)")
  }

  /// Two blocks of rank 1 that share no line: the second can be scaled against the first, which is
  /// a null space of exactly one dimension. One entry between the blocks removes it.
  @Test func rejectsAOneDimensionalNullSpace() {
    let blocks: (Int, Int) -> Bool = { i, j in (i < 12) == (j < 8) }
    let ones = SpectralForm(
      LowRankMatrix(
        left: Matrix(rows: 24, columns: 1) { i, _ in 1 + Double(i % 3) },
        right: Matrix(rows: 16, columns: 1) { j, _ in 1 + Double(j % 2) }))
    let open = Uniqueness(of: ones, under: sampling(24, 16, blocks))
    #expect(!open.isUnique && open.measurements > open.degreesOfFreedom, "\(open)")
    let tied = Uniqueness(
      of: ones, under: sampling(24, 16) { i, j in blocks(i, j) || (i, j) == (0, 15) })
    #expect(tied.isUnique, "\(tied)")
  }

  /// Rank 2: blocks that share one row have one column fewer in common than they need.
  @Test func rejectsBlocksThatShareFewerThanRankLines() {
    func unique(shared: Int) -> Uniqueness {
      let map = sampling(24, 16) { i, j in i < shared || (i < 13) == (j < 8) }
      return Uniqueness(of: form(24, 16, 2), under: map)
    }
    #expect(!unique(shared: 1).isUnique)
    #expect(unique(shared: 2).isUnique)
  }

  /// Two blocks of rank k without a line in common: each can be recombined against the other, which
  /// is GL(k), of dimension k². One random vector gives χ² with that many degrees of freedom, whose
  /// three standard deviations are 3 √(2 · 36) = 25 for k = 6.
  @Test func countsOpenDirections() throws {
    let map = sampling(48, 40) { i, j in (i < 24) == (j < 20) }
    let open = Uniqueness(of: form(48, 40, 6), under: map)
    show("open directions of 36", open.nullDimension as Any)
    #expect(open.isConverged && open.certificate.verdict == .ambiguous)
    #expect(abs(try #require(open.nullDimension) - 36) < 25)
    // Counted, not estimated: rows 5 and 9 have one and two of the three entries they need.
    let few = sampling(30, 20) { i, j in i == 5 ? j < 2 : i == 9 ? j < 1 : (i + j) % 4 != 0 }
    let counted = Uniqueness(ofCompletion: form(30, 20, 3), under: few)
    #expect(counted.nullDimension == 3 && counted.iterations == 0)
    #expect(counted.certificate.verdict == .ambiguous)
    let whole = FullObservation(rows: 9, columns: 7)
    #expect(Uniqueness(of: form(9, 7, 2), under: whole).nullDimension == 0)
  }

  /// A row of rank 3 whose four entries see one of its coefficients through δ only: the fit is the
  /// only one, and errors of the row's entries reach that coefficient 1/δ times as large.
  @Test(arguments: [1e-3, 1e-6])
  func findsBadlyDeterminedLinesUnique(_ delta: Double) throws {
    var right = gaussian(24, 3, seed: 9)
    for j in 0..<4 { right[j, 2] *= delta }
    let truth = SpectralForm(LowRankMatrix(left: gaussian(30, 3, seed: 8), right: right))
    let map = sampling(30, 24) { i, j in i == 5 ? j < 4 : (i + j) % 4 != 0 }
    let unique = Uniqueness(ofCompletion: truth, under: map)
    #expect(unique.isUnique && unique.nullDimension == 0, "\(unique)")
    let amplification = try #require(unique.amplification)
    show("amplification for δ = \(delta)", amplification)
    // One coefficient in √p of the errors; the row's geometry adds a factor of order one.
    let expected = 1 / (delta * Double(map.count).squareRoot())
    #expect(amplification > 0.05 * expected && amplification < 20 * expected)
    let error = try #require(
      unique.expectedError(relativeResidual: 1e-10, targetNorm: 1, matrixNorm: 1))
    #expect(error > 1e-10 * amplification)
  }

  /// ‖J⁺η‖²/‖η‖² averaged over Gaussian η is tr (JᵀJ)⁻¹/p, here from the dense Jacobian. Were one
  /// dimension to dominate, 200 draws would be right to (2/200)^½ = 0.1; the margin is three times
  /// that.
  @Test func amplificationIsTheTrace() throws {
    let truth = form(12, 9, 2), map = sampling(12, 9) { i, j in (i + 2 * j) % 3 != 0 }
    let jacobian = TangentJacobian(map, u: truth.u, v: truth.v)
    var trace = 0.0
    for value in singularValues(of: jacobian) { trace += 1 / (value * value) }
    let seeds = (0..<200).map { UInt64($0) }
    let squares = try seeds.map { seed in
      let a = try #require(Uniqueness(of: truth, under: map, seed: seed).amplification)
      return a * a
    }
    let mean = squares.reduce(0, +) / Double(squares.count)
    #expect(abs(mean / (trace / Double(map.count)) - 1) < 0.3)
  }

  /// The singular values of J on the tangent space, from as many random vectors as it has
  /// dimensions.
  private func singularValues(of jacobian: TangentJacobian<EntrySampling>) -> [Double] {
    var jacobian = jacobian
    let (m, n, k) = (jacobian.u.rows, jacobian.v.rows, jacobian.u.columns), map = jacobian.map
    let dimension = k * (m + n - k)
    let random = (0..<dimension).map { jacobian.random(seed: UInt64($0 + 1)) }
    let gram = Matrix(rows: dimension, columns: dimension) { random[$0].dot(random[$1]) }
    let images = random.map { xi -> [Double] in
      var y = [Double](repeating: 0, count: map.count)
      jacobian.apply(xi, into: &y)
      return y
    }
    let normal = Matrix(rows: dimension, columns: dimension) { images[$0].dot(images[$1]) }
    // The generalised eigenvalues of JᵀJ against the Gram matrix of the random vectors.
    let basis = SymmetricEigen(gram)
    let whiten = basis.vectors.scalingColumns(by: basis.values.map { 1 / $0.squareRoot() })
    let whitened = whiten.transposedTimes(normal.times(whiten))
    return SymmetricEigen(whitened).values.map { max($0, 0).squareRoot() }
  }

  /// Too few iterations leave it open, and say so instead of "not unique".
  @Test func givesUpHonestly() {
    let problem = CompletionProblem(
      rows: 40, columns: 30, rank: 3, conditionNumber: 1, oversampling: 2, seed: 5)
    let early = Uniqueness(
      of: SpectralForm(problem.truth), under: problem.measurement, iterations: 3)
    #expect(!early.isConverged && early.nullDimension == nil && !early.isUnique)
    #expect(early.certificate.verdict == .undetermined)
    let spare = Uniqueness(
      ofCompletion: SpectralForm(problem.truth), under: problem.measurement, budget: 1)
    #expect(spare.iterations <= 30)
  }

  /// A column of no singular value adds no degree of freedom.
  @Test func ignoresEmptyColumns() {
    let spare = form(9, 7, 2).lowRank, zero = Matrix(rows: 9, columns: 1)
    let padded = SpectralForm(
      LowRankMatrix(
        left: spare.left.appending(columns: zero),
        right: spare.right.appending(columns: gaussian(7, 1))))
    #expect(padded.rank == 3 && padded.numericalRank == 2)
    let unique = Uniqueness(of: padded, under: FullObservation(rows: 9, columns: 7))
    #expect(unique.isUnique && unique.degreesOfFreedom == 28)
  }

  @Test func countsMeasurements() {
    let map = sampling(10, 8) { i, j in (i + j) % 3 != 0 }
    let unique = Uniqueness(of: form(10, 8, 5), under: map)
    #expect(unique.degreesOfFreedom == 65 && unique.measurements == map.count)
    #expect(unique.missingShare == 1 && unique.iterations == 0 && !unique.isUnique)
    let zero = Uniqueness(of: SpectralForm(rows: 10, columns: 8), under: map)
    #expect(zero.isUnique && zero.degreesOfFreedom == 0)
    #expect(!Uniqueness(of: form(10, 8, 1), under: map, iterations: 0).isUnique)
  }
}
