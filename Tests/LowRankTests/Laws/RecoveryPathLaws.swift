import LinearAlgebra
import LowRankOptimization
import LowRankTesting
import Testing

@testable import LowRank
@testable import LowRankTheory

/// Small data for the paths of the library.
enum PathData {
  /// 9 × 7 of rank 2, noisy, with effects; every other column ten times the others.
  static let table = mixed(PlantedTable(9, 7, rank: 2, effects: 1, noise: 0.1, gaps: 0.2, seed: 3))
  /// 9 × 8 of rank 2, exact.
  static let exact = PlantedTable(9, 8, rank: 2, noise: 0, gaps: 0.2, seed: 4).observed

  private static func mixed(_ planted: PlantedTable) -> Observations {
    LowRankTests.table(
      9, 7, { i, j in planted.noisy[i, j] * (j % 2 == 0 ? 10 : 1) },
      where: { i, j in planted.isSeen[7 * i + j] })
  }

  /// Every cell, seen or not.
  static func cells(of data: Observations) -> SparsityPattern {
    LowRankTests.table(data.rows, data.columns, { _, _ in 1 }).pattern
  }

  static func noisy<M: MeasurementMap>(_ truth: LowRankMatrix, by map: M) -> [Double] {
    var target = observations(of: truth, by: map)
    target.add(gaussian(1, map.count, seed: 6).elements, scaledBy: 0.02)
    return target
  }

  static let asymmetric = LowRankMatrix(
    left: gaussian(6, 2, seed: 3), right: gaussian(5, 2, seed: 4))
  static let asymmetricMap = DenseSensing(rows: 6, columns: 5, count: 26, seed: 5)
  static let symmetric = LowRankMatrix(
    left: gaussian(6, 2, seed: 3), right: gaussian(6, 2, seed: 3))
  static let symmetricMap = DenseSensing(rows: 6, columns: 6, count: 19, seed: 5, symmetric: true)
  static let hermitian = Hermitian(gaussian(8, 2, seed: 3)).spectral.lowRank
  /// All strings of two qubits.
  static let paulis = PauliExpectations(
    "IXYZ".flatMap { first in "IXYZ".map { PauliString("\(first)\($0)")! } })
}

@Suite struct RecoveryPathLaws {
  @Test(arguments: TableModel.allCases, [false, true])
  func tables(_ model: TableModel, _ countsEffect: Bool) throws {
    let data = PathData.table
    let report = try checkRecoveryPath(
      at: PathData.cells(of: data), coding: { try jsonCoded($0) }
    ) { TablePath(data, model, along: [1, 2, 4], sweeps: 2, countsEffect: countsEffect) }
    #expect(report.isRight && report.steps == 3)
  }

  @Test func exactTables() throws {
    let data = PathData.exact
    let fit = Fit(
      EntrySampling(data.pattern), target: data.values, loss: SquaredLoss(), over: Asymmetric.self)
    let report = try checkRecoveryPath(
      at: PathData.cells(of: data), steps: 3, coding: { try jsonCoded($0) }
    ) { ExactPath(data, fit, sweeps: 6, limit: nil, tolerance: 1e-9) }
    #expect(report.isRight && report.steps == 3)
  }

  @Test(arguments: [false, true]) func measurements(_ isWeighted: Bool) throws {
    func check<P: FixedRank & QuadraticFactorization & Startable, M: MeasurementMap>(
      _ truth: LowRankMatrix, _ map: M, over _: P.Type
    ) throws {
      let sensing = Sensing(
        map, target: PathData.noisy(truth, by: map),
        weights: isWeighted ? (0..<map.count).map { 1 + Double($0 % 3) } : nil, over: P.self)
      let all = Array(0..<map.count)
      let fold = sensing.heldOut(fraction: 0.1, seed: 1).folds[0]
      let whole = try checkRecoveryPath(at: all, steps: 3, coding: { try jsonCoded($0) }) {
        sensing.wholePath(limit: 2)
      }
      let part = try checkRecoveryPath(at: all, steps: 3, coding: { try jsonCoded($0) }) {
        sensing.path(on: fold.visible, limit: 2)
      }
      #expect(whole.isRight && part.isRight && whole.steps == 2 && part.steps == 2)
    }
    try check(PathData.asymmetric, PathData.asymmetricMap, over: Asymmetric.self)
    try check(PathData.symmetric, PathData.symmetricMap, over: Symmetric.self)
    try check(PathData.hermitian, PathData.paulis, over: Hermitian.self)
  }

  /// With a guess every rank is settled from above too, and the state holds what came of it.
  @Test func guessedMeasurements() throws {
    let map = PathData.symmetricMap
    var sensing = Sensing(
      map, target: PathData.noisy(PathData.symmetric, by: map), over: Symmetric.self)
    let guess = gaussian(6, 4, seed: 8)
    sensing.guess = { _ in SpectralForm(LowRankMatrix(left: guess, right: guess)) }
    let report = try checkRecoveryPath(
      at: Array(0..<map.count), steps: 3, coding: { try jsonCoded($0) }
    ) { sensing.wholePath(limit: 3) }
    #expect(report.isRight && report.steps == 3)
  }

  @Test(arguments: Study.methods) func studies(_ method: RecoveryMethod) throws {
    let data = PathData.table, options = RecoveryOptions()
    var study = Study(method)
    // Of full width alternating least squares are done before they begin.
    study.width = method == .als ? 2 : nil
    let table = try checkRecoveryPath(
      at: PathData.cells(of: data), steps: 3, coding: { try jsonCoded($0) }
    ) { TableStudyPath(StudyFit(data, study, options, limit: 40)!) }
    #expect(table.isRight && table.steps == 3)

    let map = PathData.asymmetricMap
    let sensing = Sensing(
      map, target: PathData.noisy(PathData.asymmetric, by: map), over: Asymmetric.self)
    let measured = try checkRecoveryPath(
      at: Array(0..<map.count), steps: 3, coding: { try jsonCoded($0) }
    ) {
      SensingStudyPath(
        SensingStudyFit(sensing, study, options, seeing: Array(0..<20)), of: sensing)
    }
    #expect(measured.isRight && measured.steps == 3)
  }

  @Test func studiesOfOtherFactors() throws {
    func check<P: FixedRank & QuadraticFactorization & Startable, M: MeasurementMap>(
      _ factors: Study.Factors, _ truth: LowRankMatrix, _ map: M, over _: P.Type
    ) throws {
      let sensing = Sensing(map, target: PathData.noisy(truth, by: map), over: P.self)
      var study = Study(.descent)
      study.factors = factors
      let report = try checkRecoveryPath(
        at: Array(0..<map.count), steps: 3, coding: { try jsonCoded($0) }
      ) {
        SensingStudyPath(
          SensingStudyFit(sensing, study, RecoveryOptions(), seeing: Array(0..<12)), of: sensing)
      }
      #expect(report.isRight, "\(factors)")
    }
    try check(.symmetric, PathData.symmetric, PathData.symmetricMap, over: Symmetric.self)
    try check(.hermitian, PathData.hermitian, PathData.paulis, over: Hermitian.self)
    try check(.deep(3), PathData.asymmetric, PathData.asymmetricMap, over: Asymmetric.self)
  }
}
