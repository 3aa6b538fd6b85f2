import LinearAlgebra
import LowRank
import LowRankTheory
import Testing

/// One wrong thing a test: a mistake of the caller ends the process with a message, at once.
@Suite struct PreconditionTests {
  @Test func targetsOfWrongCount() async {
    await #expect(processExitsWith: .failure) {
      _ = Fit(
        FullObservation(rows: 2, columns: 2), target: [1, 2, 3], loss: SquaredLoss(),
        over: Asymmetric.self)
    }
  }

  @Test func factorsOfUnequalRank() async {
    await #expect(processExitsWith: .failure) {
      _ = Asymmetric(u: Matrix(rows: 3, columns: 2), v: Matrix(rows: 3, columns: 1))
    }
  }

  @Test func negativeWeights() async {
    await #expect(processExitsWith: .failure) { _ = SquaredLoss(weights: [1, -1]) }
  }

  @Test func thresholdOfZero() async {
    await #expect(processExitsWith: .failure) { _ = HuberLoss(threshold: 0) }
  }

  @Test func momentumOfOne() async {
    await #expect(processExitsWith: .failure) { _ = HeavyBall<Matrix>(beta: 1) }
  }

  @Test func pointsOfTheWrongShape() async {
    await #expect(processExitsWith: .failure) {
      let fit = Fit(
        FullObservation(rows: 2, columns: 2), target: [1, 2, 3, 4], loss: SquaredLoss(),
        over: Asymmetric.self)
      let tall = Asymmetric(u: Matrix(rows: 3, columns: 1), v: Matrix(rows: 2, columns: 1))
      _ = fit.solve(
        from: tall, by: Descent(along: .steepest(), step: .constant(1)), until: .iterations(1))
    }
  }

  @Test func symmetricPointsOfRectangularMaps() async {
    await #expect(processExitsWith: .failure) {
      let fit = Fit(
        FullObservation(rows: 2, columns: 3), target: [1, 2, 3, 4, 5, 6], loss: SquaredLoss(),
        over: Symmetric.self)
      _ = fit.start(.gaussian(scale: 1), rank: 1)
    }
  }

  @Test func tooFewEntries() async {
    await #expect(processExitsWith: .failure) {
      _ = CompletionProblem(rows: 9, columns: 9, rank: 2, oversampling: 0.5, seed: 1)
    }
  }

  @Test func elementsOfWrongCount() async {
    await #expect(processExitsWith: .failure) { _ = Matrix(rows: 2, columns: 2, elements: [1]) }
  }

  @Test func productsOfWrongShapes() async {
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rows: 2, columns: 3).times(Matrix(rows: 2, columns: 3))
    }
  }
}
