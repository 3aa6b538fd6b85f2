import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory
import Testing

@Suite struct StochasticTests {
  private let fit = CompletionProblem(
    rows: 20, columns: 15, rank: 2, oversampling: 3, seed: 1
  ).fit(over: Asymmetric.self)
  private var point: Asymmetric { fit.start(.gaussian(scale: 0.5), rank: 2) }
  private let network = ShallowNetwork(
    inputs: gaussian(40, 5, seed: 3), target: gaussian(40, 1, seed: 4).elements,
    activation: .softplus, trainsOutput: true)
  private let weights = NetworkWeights(
    hidden: gaussian(6, 5, seed: 1), output: gaussian(6, 1, seed: 2).elements)

  @Test func theMeanIsTheGradient() {
    check(fit, point)
    check(network, weights)
  }

  /// Over T draws the mean errs by (relative spread of one)/√T; four of those.
  private func check<O: Separable>(_ objective: O, _ point: O.Point) {
    let batch = Minibatch(objective, fraction: 0.25, seed: 5), draws = 400
    var plain = objective.makeWorkspace(for: point), full = point.zeroed()
    let value = objective.differentiate(at: point, &plain, into: &full)
    var workspace = batch.makeWorkspace(for: point), mean = point.zeroed(), one = mean
    var spread = 0.0
    for _ in 0..<draws {
      #expect(batch.differentiate(at: point, &workspace, into: &one) == value)
      mean.add(one, scaledBy: 1 / Double(draws))
      one.add(full, scaledBy: -1)
      spread += one.dot(one) / Double(draws)
    }
    mean.add(full, scaledBy: -1)
    #expect(spread.squareRoot() > 0.1 * full.norm)
    #expect(mean.norm < 4 * (spread / Double(draws)).squareRoot())
    let all = Minibatch(objective, fraction: 1)
    #expect(checkGradient(all, at: point).isRight)
  }

  @Test func drawsAreReproducible() {
    let batch = Minibatch(fit, fraction: 0.3, seed: 9)
    #expect(
      checkSolver(
        Descent(along: .steepest(), step: .constant(0.05)), on: batch, from: point
      ).isRight)
    func end(_ seed: UInt64) -> Asymmetric {
      Noisy(Minibatch(fit, fraction: 0.3, seed: seed), level: 0.01, seed: seed).solve(
        from: point, by: Descent(along: .steepest(), step: .constant(0.05)),
        until: .iterations(20)
      ).point
    }
    #expect(end(1).isIdentical(to: end(1)) && !end(1).isIdentical(to: end(2)))
  }

  /// Consistent data: every term is zero at the truth, so stochastic descent comes all the way.
  @Test func consistentDataNeedNoShrinkingStep() {
    let end = Minibatch(fit, fraction: 0.3, seed: 9).solve(
      from: fit.start(.spectral, rank: 2),
      by: Descent(along: .steepest(), step: .constant(0.1)),
      until: .loss(1e-12) || .iterations(5000))
    show("stochastic steps to 1e-12", end.record.iteration)
    #expect(end.converged)
  }

  /// At U = 0 the gradient is exactly zero: descent stays for ever, noise leads away.
  @Test func noiseLeavesASaddle() {
    let saddle = point.zeroed()
    let still = fit.solve(
      from: saddle, by: Descent(along: .steepest(), step: .constant(0.1)),
      until: .iterations(500))
    let moved = Noisy(fit, level: 1e-3).solve(
      from: saddle, by: Descent(along: .steepest(), step: .constant(0.1)),
      until: .iterations(500))
    #expect(still.point.norm == 0)
    #expect(moved.record.loss < 1e-3 * still.record.loss, "\(moved.record.loss)")
    // 35 × 2 components of a gradient of zero: noise and nothing else, spread (1/140)^½ = 8 %.
    let noisy = Noisy(fit, level: 0.5)
    var workspace = noisy.makeWorkspace(for: saddle), gradient = saddle
    _ = noisy.differentiate(at: saddle, &workspace, into: &gradient)
    #expect(abs(gradient.norm / (0.5 * Double(70).squareRoot()) - 1) < 0.33)
  }
}
