import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory
import Testing

/// Rank growth from dense measurements, the rank not given.
@Suite struct SensingTests {
  /// 40 × 40, rank 2, κ = 1000, 1.2 measurements a degree of freedom. The errors were below 1e-10
  /// when this was written; 1e-8 leaves two digits for other roundings.
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func gaussianMeasurements(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed, stream: 11)
    let truth = planted(size: 40, rank: 2, conditionNumber: 1000, &generator)
    let count = Int(1.2 * Double(Asymmetric.degreesOfFreedom(rows: 40, columns: 40, rank: 2)))
    let map = GaussianEnsemble(rows: 40, columns: 40, count: count, seed: seed).stored()
    let outcome = pursue(map, truth, over: Asymmetric.self)
    #expect(outcome.error < 1e-8 && outcome.rank == 2, "\(outcome)")
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func positiveSemidefinite(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed, stream: 12)
    let truth = planted(size: 40, rank: 2, conditionNumber: 1000, &generator, symmetric: true)
    let count = Int(1.2 * Double(Symmetric.degreesOfFreedom(rows: 40, columns: 40, rank: 2)))
    let map = GaussianEnsemble(rows: 40, columns: 40, count: count, seed: seed).stored()
    let outcome = pursue(map, truth, over: Symmetric.self)
    #expect(outcome.error < 1e-8 && outcome.rank == 2, "\(outcome)")
  }

  /// Five qubits, a mixture of two states, a third of the 1024 Pauli strings.
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func pauliStrings(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed, stream: 13)
    let truth = Hermitian(.gaussian(rows: 64, columns: 2, scale: 0.1, using: &generator)).matrix
    let labels = allStrings(qubits: 5).shuffled(using: &generator).prefix(340)
    let map = PauliExpectations(labels.map { PauliString($0)! })
    let outcome = pursue(map, truth, over: Hermitian.self)
    #expect(outcome.error < 1e-8 && outcome.rank == 2, "\(outcome)")
  }

  /// Every map and every parameterisation at once keeps the solver's laws.
  @Test func pursuitKeepsItsLaws() {
    let map = DenseMeasurements(gaussian(60, 64, seed: 3), rows: 8, columns: 8)
    let target = gaussian(1, 60, seed: 4).elements
    func check<P: FixedRank>(_ start: P) {
      let fit = Fit(map, target: target, loss: SquaredLoss(), over: P.self)
      let pursuit = Pursuit<Fit<P, DenseMeasurements, SquaredLoss>>()
      #expect(checkSolver(pursuit, on: fit, from: start).countsSteps)
      #expect(checkSolver(pursuit, on: fit, from: start).resumedIsWhole)
      let solution = fit.solve(from: start, by: pursuit, until: .iterations(60))
      var workspace = fit.makeWorkspace(for: start)
      #expect(solution.record.loss <= fit.value(at: start, &workspace))
    }
    check(Asymmetric(u: gaussian(8, 1), v: gaussian(8, 1, seed: 2)))
    check(Symmetric(gaussian(8, 1)))
    check(Hermitian(gaussian(8, 1)))
  }

  private struct Outcome { let error: Double, rank: Int, iterations: Int }

  private func pursue<M: MeasurementMap, P: FixedRank & Startable>(
    _ map: M, _ truth: LowRankMatrix, over _: P.Type
  ) -> Outcome {
    let fit = Fit(
      map, target: observations(of: truth, by: map), loss: SquaredLoss(), over: P.self)
    let found = solution(of: fit)
    return Outcome(
      error: found.matrix.distance(to: truth) / truth.frobeniusNorm, rank: found.rank,
      iterations: 0)
  }

  private func solution<P: FixedRank & Startable, M: MeasurementMap>(
    of fit: Fit<P, M, SquaredLoss>
  ) -> P {
    let goal = 0.5e-22 * fit.target.dot(fit.target)
    return fit.solve(
      from: fit.start(.zeroRank, rank: 0), by: Pursuit(), until: .loss(goal) || .iterations(200)
    ).point
  }

  private func planted(
    size: Int, rank: Int, conditionNumber: Double, _ generator: inout SeededGenerator,
    symmetric: Bool = false
  ) -> LowRankMatrix {
    let values = [Double].logSpaced(from: 1, to: 1 / conditionNumber, count: rank)
    let p = Matrix.orthonormal(rows: size, columns: rank, using: &generator)
    let q = Matrix.orthonormal(rows: size, columns: rank, using: &generator)
    return LowRankMatrix(left: p.scalingColumns(by: values), right: symmetric ? p : q)
  }

  private func allStrings(qubits: Int) -> [String] {
    (0..<qubits).reduce([""]) { strings, _ in
      strings.flatMap { start in "IXYZ".map { start + String($0) } }
    }
  }
}
