import Foundation
import LinearAlgebra
import LowRank
import LowRankTesting
import Testing

/// Losses that are likelihoods: their targets are answers or counts, not values.
@Suite struct LikelihoodLaws {
  private let prediction = gaussian(1, 60).elements
  private let answers = (0..<60).map { $0 % 3 == 0 ? 1.0 : -1 }
  private let counts = (0..<60).map { Double($0 * $0 % 7) }

  @Test func derivatives() {
    #expect(checkLoss(LogisticLoss(), prediction: prediction, target: answers).isRight)
    #expect(checkLoss(PoissonLoss(), prediction: prediction, target: counts).isRight)
  }

  @Test func knownValues() {
    // log 2 at p = 0; log(1 + e⁻²) and log(1 + e²) = 2 + log(1 + e⁻²).
    let tail = log1p(exp(-2.0))
    #expect(abs(LogisticLoss().value([0, 2, 2], [1, 1, -1]) - (log(2.0) + 2 + 2 * tail)) < 1e-15)
    #expect(abs(PoissonLoss().value([0, 0], [0, 1]) - 1) < 1e-15)
    #expect(abs(PoissonLoss().value([log(2.0)], [5]) - (5 * log(2.5) - 3)) < 1e-14)
  }

  /// Far out the loss is a straight line; a naive formula is infinite there.
  @Test func largePredictions() {
    #expect(LogisticLoss().value([800, -800], [-1, -1]) == 800)
    var derivative = [800.0, -800]
    #expect(LogisticLoss().differentiate(&derivative, [-1, -1]) == 800)
    #expect(derivative == [1, 0])
  }

  @Test func leastWhereTheExpectedCountIsTheCount() {
    let positive = counts.map { $0 + 1 }, best = positive.map { log($0) }
    // Rounding of 60 terms of size up to 12.
    #expect(abs(PoissonLoss().value(best, positive)) < 1e-12)
    #expect(PoissonLoss().value(best.map { $0 + 0.01 }, positive) > 1e-3)
    #expect(PoissonLoss().value(best.map { $0 - 0.01 }, positive) > 1e-3)
  }

  @Test func aNaNStaysVisible() {
    var p = prediction
    p[7] = .nan
    #expect(LogisticLoss().value(p, answers).isNaN && PoissonLoss().value(p, counts).isNaN)
    #expect(LogisticLoss().differentiate(&p, answers).isNaN)
  }
}
