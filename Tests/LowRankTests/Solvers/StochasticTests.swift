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
