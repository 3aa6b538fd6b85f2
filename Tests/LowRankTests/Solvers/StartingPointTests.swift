import LinearAlgebra
import LowRank
import LowRankTheory
import Testing

@Suite struct StartingPointTests {
  private let problem = CompletionProblem(
    rows: 60, columns: 50, rank: 3, conditionNumber: 2, oversampling: 6, seed: 2)

  @Test func randomPoints() {
    let fit = problem.fit(over: Asymmetric.self)
    let a = fit.start(.gaussian(scale: 0.1), rank: 5, seed: 4)
    #expect(a == fit.start(.gaussian(scale: 0.1), rank: 5, seed: 4))
    #expect(a != fit.start(.gaussian(scale: 0.1), rank: 5, seed: 5))
    // ‖U‖² / 60 has mean scale² and relative spread (2/300)^½ = 8 %; four of them.
    #expect(abs(a.u.dot(a.u) / 60 / 0.01 - 1) < 0.33)
    let q = fit.start(.orthogonal(scale: 0.1), rank: 5).v
    var gram = q.transposedTimes(q)
    gram.add(Matrix(diagonal: Array(repeating: 0.01, count: 5)), scaledBy: -1)
    #expect(gram.norm < 1e-15)
    let zero = fit.start(.zeroRank, rank: 7)
    #expect(zero.rank == 0 && zero.matrix.rows == 60 && zero.matrix.columns == 50)
  }

  /// The spectral start errs by about (1/ρ)^½; any better than the zero matrix's 1 is a start.
  @Test func spectralPointsAreNearTheTruth() {
    let fit = problem.fit(over: Asymmetric.self)
    #expect(problem.relativeError(of: fit.start(.spectral, rank: 3).matrix) < 0.6)
    let positive = CompletionProblem.positiveSemidefinite(
      size: 60, rank: 3, conditionNumber: 2, oversampling: 6, seed: 2)
    let start = positive.fit(over: Symmetric.self).start(.spectral, rank: 3)
    #expect(positive.relativeError(of: start.matrix) < 0.6)
  }

  @Test func spectralPointsOfFullDataAreTheTruth() {
    let map = FullObservation(rows: 60, columns: 50)
    let target = observations(of: problem.truth, by: map)
    let fit = Fit(map, target: target, loss: SquaredLoss(), over: Asymmetric.self)
    #expect(problem.relativeError(of: fit.start(.spectral, rank: 3).matrix) < 1e-5)
    // Asked for more than there is: the rest are zero columns.
    let more = fit.start(.spectral, rank: 6)
    #expect(more.rank == 6 && problem.relativeError(of: more.matrix) < 1e-5)
  }

  /// All 16 strings of two qubits: ½ Σ tr(P ρ) E(P) is E(ρ) times a constant.
  @Test func hermitianSpectralPointsOfFullDataAreTheTruth() {
    let strings = "IXYZ".flatMap { a in "IXYZ".map { b in PauliString("\(a)\(b)")! } }
    let map = PauliExpectations(strings)
    let truth = Hermitian(Matrix(rows: 8, columns: 2) { Double(($0 + 2) * ($1 + 3) % 7) }).matrix
    let target = observations(of: truth, by: map)
    let fit = Fit(map, target: target, loss: SquaredLoss(), over: Hermitian.self)
    let w = fit.start(.spectral, rank: 2).matrix
    #expect(w.distance(to: truth) < 1e-5 * truth.frobeniusNorm)
    let more = fit.start(.spectral, rank: 3)
    #expect(more.rank == 3 && more.matrix.distance(to: truth) < 1e-5 * truth.frobeniusNorm)
  }

  @Test func symmetricSpectralPointsSkipNegativeEigenvalues() {
    let map = FullObservation(rows: 3, columns: 3)
    let target = Matrix(diagonal: [4, -3, 1]).elements
    let fit = Fit(map, target: target, loss: SquaredLoss(), over: Symmetric.self)
    let w = fit.start(.spectral, rank: 2).matrix
    #expect(abs(w[0, 0] - 4) < 1e-9 && abs(w[1, 1]) < 1e-9)
  }
}

@Suite struct CompletionProblemTests {
  @Test(arguments: [0.0, 0.1])
  func isWhatItSays(_ noise: Double) {
    let problem = CompletionProblem(
      rows: 40, columns: 60, rank: 4, conditionNumber: 100, oversampling: 2, noise: noise, seed: 3)
    let spectrum = SmallSVD(problem.truth.dense()).singularValues
    for k in 0..<4 {
      #expect(abs(spectrum[k] - problem.singularValues[k]) < 1e-13)
      #expect(abs(spectrum[k] - [1, 0.21544346900318834, 0.046415888336127774, 0.01][k]) < 1e-12)
    }
    #expect(problem.pattern.count == 2 * 4 * (40 + 60 - 4))
    #expect((0..<40).allSatisfy { problem.pattern.count(inRow: $0) > 4 })
    #expect((0..<60).allSatisfy { problem.pattern.count(inColumn: $0) > 4 })
    var residual = observations(of: problem.truth, by: problem.measurement)
    let energy = residual.norm
    residual.add(problem.target, scaledBy: -1)
    // 768 normal numbers: their norm has relative spread (1/1536)^½ = 2.6 %; four of them.
    #expect(abs(residual.norm / energy - noise) <= 0.1 * noise + 1e-15)
    #expect(problem.relativeError(of: problem.truth) < 1e-14)
  }

  @Test func aSeedIsAnInstance() {
    func instance(_ seed: UInt64) -> CompletionProblem {
      CompletionProblem(rows: 20, columns: 15, rank: 2, oversampling: 2, noise: 0.1, seed: seed)
    }
    #expect(instance(1) == instance(1))
    #expect(instance(1).pattern != instance(2).pattern)
  }

  @Test func placesAreDistinct() {
    // So many that nearly every place is drawn, and all of them.
    for oversampling in [1.9, 9] {
      let problem = CompletionProblem(
        rows: 12, columns: 10, rank: 3, oversampling: oversampling, seed: 1)
      let rowOf = problem.pattern.rowOfEntry
      let places = Set(
        problem.pattern.column.indices.map {
          Int(rowOf[$0]) * 10 + Int(problem.pattern.column[$0])
        })
      #expect(places.count == problem.pattern.count)
      #expect(places.count == min(120, Int(oversampling * 57)))
    }
  }

  @Test func semidefiniteDataAreSymmetric() {
    let problem = CompletionProblem.positiveSemidefinite(
      size: 30, rank: 2, oversampling: 3, noise: 0.2, seed: 6)
    let data = SparseMatrix(pattern: problem.pattern, values: problem.target)
    let identity = Matrix(diagonal: Array(repeating: 1, count: 30))
    var (dense, transposed) = (identity, identity)
    data.multiply(identity, into: &dense)
    data.multiplyTransposed(identity, into: &transposed)
    #expect(dense == transposed)
    #expect((0..<30).allSatisfy { problem.pattern.count(inRow: $0) > 2 })
  }

  /// So near the limit that no draw has enough in every line: the last one is repaired.
  @Test func repairsHopelessDraws() {
    let problem = CompletionProblem(rows: 200, columns: 200, rank: 2, oversampling: 1.6, seed: 1)
    #expect((0..<200).allSatisfy { problem.pattern.count(inRow: $0) > 2 })
    #expect((0..<200).allSatisfy { problem.pattern.count(inColumn: $0) > 2 })
    #expect(problem.pattern.count == Int(1.6 * 2 * 398))
  }
}
