import LinearAlgebra
import LowRankOptimization
import LowRankTesting
import Testing

@testable import LowRank
@testable import LowRankTheory

@Suite struct HoldOutLaws {
  private let table = PathData.table
  private let design = HoldOutDesign(.entry, fraction: 0.1, folds: 2, seed: 1)

  private func hold(_ data: Observations) -> HeldOutData<SparsityPattern> {
    let folds = design.folds(of: data)
    return HeldOutData(folds: folds, budget: folds[0].visible.observations.budget)
  }

  @Test(arguments: HoldOutTests.patterns)
  func folds(_ pattern: HoldOutPattern) {
    let data = PlantedTable(20, 15, rank: 1, noise: 0.1, gaps: 0.3, seed: 5).observed
    let weighted = Observations(
      pattern: data.pattern, values: data.values,
      weights: data.values.indices.map { 1 + Double($0 % 4) })
    let design = HoldOutDesign(pattern, fraction: 0.1, seed: 3)
    for data in [data, weighted] {
      #expect(checkFolds(design.folds(of: data), of: data).isRight)
    }
  }

  @Test func foldsOfMeasurements() {
    let values = gaussian(1, 60, seed: 2).elements, groups = (0..<60).map { $0 / 4 }
    for groups in [nil, groups] {
      let folds = HoldOutDesign(.entry, fraction: 0.1, seed: 1)
        .masks(overMeasurements: 60, groups: groups)
        .map { Fold(values, $0) }
      #expect(checkFolds(folds, values: values).isRight && folds.count == 5)
      for fold in folds where groups != nil {
        let hidden = Set(fold.hidden.places.map { $0 / 4 })
        #expect(hidden.isDisjoint(with: fold.visible.places.map { $0 / 4 }))
      }
    }
  }

  /// Also through what a completion makes of a table before it hides cells.
  @Test(arguments: TableModel.allCases) func tables(_ model: TableModel) {
    let report = checkHoldOut(of: table) {
      LowRank.Completion(data: $0, options: RecoveryOptions()).heldOut(by: design)
    } path: { _, visible in
      TablePath(visible.observations, model, along: [1, 2], sweeps: 2, countsEffect: false)
    }
    #expect(report.isRight && report.folds.folds == 2)
  }

  @Test func exactTables() {
    let report = checkHoldOut(of: PathData.exact, hiding: hold) { _, visible in
      let seen = visible.observations
      let fit = Fit(
        EntrySampling(seen.pattern), target: seen.values, loss: SquaredLoss(), over: Asymmetric.self
      )
      return ExactPath(seen, fit, sweeps: 4, limit: nil, tolerance: 1e-9)
    }
    #expect(report.isRight)
  }

  @Test(arguments: [.descent, .greedy, .als, .irls] as [RecoveryMethod])
  func studies(_ method: RecoveryMethod) {
    let report = checkHoldOut(of: table, hiding: hold) { _, visible in
      TableStudyPath(StudyFit(visible.observations, Study(method), RecoveryOptions(), limit: 20)!)
    }
    #expect(report.isRight)
  }

  @Test(arguments: [false, true]) func measurements(_ isWeighted: Bool) {
    func check<P: FixedRank & QuadraticFactorization & Startable, M: MeasurementMap>(
      _ truth: LowRankMatrix, _ map: M, _ factors: Study.Factors, over _: P.Type
    ) {
      let values = PathData.noisy(truth, by: map)
      let weights = isWeighted ? (0..<map.count).map { 1 + Double($0 % 3) } : nil
      func sensing(_ values: [Double]) -> Sensing<P, M> {
        Sensing(map, target: values, weights: weights)
      }
      func hold(_ values: [Double]) -> HeldOutData<[Int]> {
        sensing(values).heldOut(fraction: 0.1, seed: 1)
      }
      let growth = checkHoldOut(of: values, weights: weights, hiding: hold) {
        sensing($0).path(on: $1, limit: 2)
      }
      var study = Study(.descent)
      study.factors = factors
      let studied = checkHoldOut(of: values, weights: weights, hiding: hold) {
        let sensing = sensing($0)
        return SensingStudyPath(
          SensingStudyFit(sensing, study, RecoveryOptions(), seeing: $1.places), of: sensing)
      }
      #expect(growth.isRight && studied.isRight)
    }
    check(PathData.asymmetric, PathData.asymmetricMap, .asymmetric, over: Asymmetric.self)
    check(PathData.symmetric, PathData.symmetricMap, .symmetric, over: Symmetric.self)
    check(PathData.hermitian, PathData.paulis, .hermitian, over: Hermitian.self)
  }
}
