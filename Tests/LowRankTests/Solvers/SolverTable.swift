import LinearAlgebra
import LowRank
import LowRankTheory

/// Every solver of the package, on every problem that its requirements admit.
enum SolverTable {
  static let rows: [SolverRow] =
    completion.descents + completion.blockwise + completion.rebalanced + completion.growths
    + completion.flows + completion.secondOrder + completion.spectral
    + semidefinite.descents + semidefinite.growths + semidefinite.flows + semidefinite.secondOrder
    + factorisation.descents + factorisation.blockwise + factorisation.rebalanced
    + factorisation.growths + factorisation.flows + factorisation.secondOrder
    + factorisation.spectral + network.directional

  private static let completion: SolverProblem<Asymmetric, EntrySampling> = {
    let problem = CompletionProblem(
      rows: 40, columns: 30, rank: 2, conditionNumber: 5, oversampling: 5, seed: 7)
    let fit = problem.fit(over: Asymmetric.self)
    return SolverProblem(
      name: "completion", place: 0, fit: fit, truth: problem.truth,
      start: fit.start(.spectral, rank: 2), plainStep: 0.7, scaledStep: 0.8)
  }()

  private static let semidefinite: SolverProblem<Symmetric, EntrySampling> = {
    let problem = CompletionProblem.positiveSemidefinite(
      size: 40, rank: 2, conditionNumber: 5, oversampling: 4, seed: 3)
    let fit = problem.fit(over: Symmetric.self)
    return SolverProblem(
      name: "semidefinite", place: 1, fit: fit, truth: problem.truth,
      start: fit.start(.spectral, rank: 2), plainStep: 0.35, scaledStep: 0.6)
  }()

  private static let factorisation: SolverProblem<Asymmetric, FullObservation> = {
    let truth = CompletionProblem(
      rows: 25, columns: 35, rank: 3, conditionNumber: 10, oversampling: 1, seed: 5
    ).truth
    let map = FullObservation(rows: 25, columns: 35)
    let fit = Fit(
      map, target: observations(of: truth, by: map), loss: SquaredLoss(), over: Asymmetric.self)
    return SolverProblem(
      name: "factorisation", place: 2, fit: fit, truth: truth,
      start: fit.start(.gaussian(scale: 0.3), rank: 3, seed: 2), plainStep: 0.4, scaledStep: 0.5)
  }()

  /// A positive vector as the squares of a network's weights.
  private static let network: SolverProblem<NormalizedNetwork, FullObservation> = {
    let map = FullObservation(rows: 30, columns: 1)
    let one = Matrix(rows: 1, columns: 1, elements: [1])
    let positive = Matrix(rows: 30, columns: 1, elements: (1...30).map { Double($0) / 30 })
    let truth = LowRankMatrix(left: positive, right: one)
    let fit = Fit(
      map, target: observations(of: truth, by: map), loss: SquaredLoss(),
      over: NormalizedNetwork.self)
    return SolverProblem(
      name: "network", place: 3, fit: fit, truth: truth,
      start: NormalizedNetwork(Array(repeating: 0.3, count: 30)), plainStep: 0.05, scaledStep: 0)
  }()
}
