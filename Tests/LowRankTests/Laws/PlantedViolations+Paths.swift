import LinearAlgebra
import LowRank
import LowRankTesting
import Testing

extension PlantedViolations {
  @Test func paths() throws {
    func check<P: PlantedPath>(_ make: (PlantedWalk) -> P) throws -> RecoveryPathReport {
      try checkRecoveryPath(at: Array(0..<10), coding: { try jsonCoded($0) }) {
        make(PlantedWalk([1, 2, 4]))
      }
    }
    #expect(try check(RightPath.init).isRight)
    #expect(try !check(StateForgetsTheStream.init).resumedIsWhole)
    #expect(try !check(StateForgetsTheCount.init).resumedIsWhole)
    #expect(try !check(StateAdds.init).resumedIsWhole)
    let coded = try check(CodingForgetsTheStream.init)
    #expect(coded.resumedIsWhole && !coded.codedIsWhole)
    #expect(try !check(PredictionsAreShared.init).placesStandAlone)
    #expect(try !check(DeviationsAreShared.init).placesStandAlone)
    #expect(try !check(PredictionsGrow.init).askingMovesNothing)
    let moving = try check(PredictionsMoveThePath.init)
    #expect(moving.placesStandAlone && !moving.askingMovesNothing)
  }

  @Test func folds() {
    func check(_ planted: PlantedFolds) -> FoldReport {
      checkFolds(planted.folds(), values: PlantedFolds.values, weights: PlantedFolds.weights)
    }
    #expect(check(.right).isRight)
    #expect(!check(.overlapping).areDisjoint)
    #expect(!check(.unordered).areInOrder)
    #expect(!check(.leaking).areWhole)
    #expect(!check(.losing).areWhole)
    #expect(!check(.shifted).areWhole)
    #expect(!check(.weightless).areWhole)
    // The same of cells: masks that overlap, and the folds of another table.
    let data = Observations(table: gaussian(4, 5)), other = Observations(table: gaussian(4, 6))
    let masks = [Mask(hiding: [1, 2], of: 20), Mask(hiding: [2, 3], of: 20)]
    #expect(!checkFolds(masks.map { Fold(data, $0) }, of: data).areDisjoint)
    #expect(checkFolds(masks.prefix(1).map { Fold(data, $0) }, of: data).isRight)
    #expect(!checkFolds([Fold(other, Mask(hiding: [1, 2], of: 24))], of: data).areInOrder)
  }

  @Test func holdOuts() {
    func check<P: PlantedPath>(
      _ planted: PlantedFolds, _ path: ([Double], Fold<[Int]>.Part) -> P
    ) -> HoldOutReport {
      checkHoldOut(
        of: PlantedFolds.values, weights: PlantedFolds.weights, hiding: planted.data, path: path)
    }
    func fair(_: [Double], _ visible: Fold<[Int]>.Part) -> RightPath {
      RightPath(walk: PlantedWalk(visible.values))
    }
    #expect(check(.right, fair).isRight)
    #expect(!check(.overlapping, fair).isRight)
    #expect(!check(.leaking, fair).fitIsBlind)
    #expect(!check(.choosing, fair).splitIsBlind)
    #expect(!check(.measuring, fair).splitIsBlind)
    #expect(
      !check(.right) { PathPeeks(walk: PlantedWalk($1.values), all: $0) }.fitIsBlind)
    #expect(!check(.right) { all, _ in PathKnowsTheMean(all) }.fitIsBlind)
  }
}
