import LinearAlgebra
import LowRankTesting
import LowRankTheory
import Testing

@testable import LowRankOptimization

/// Every operator of the package but those that are a map's image, which `checkMeasurement` sees.
@Suite struct OperatorLaws {
  static let operators: [any LinearOperator] = [
    gaussian(6, 4), SparseMatrix(pattern: twoThirds(6, 4).pattern, values: sixteen),
    SymmetricPart(gaussian(6, 6)), HermitianPart(gaussian(6, 6)), Dilation(gaussian(6, 4)),
    ShiftedImage(
      matrix: LowRankMatrix(left: gaussian(6, 2), right: gaussian(4, 2)), image: gaussian(6, 4),
      scale: -0.5),
    FitHessian(RightObjective().base, at: point),
  ]
  private static let sixteen = gaussian(1, 16).elements
  private static let point = Asymmetric(u: gaussian(6, 2), v: gaussian(5, 2, seed: 2))

  /// Rounding of sums of a few dozen terms.
  @Test(arguments: operators.indices)
  func keepTheirLaws(_ k: Int) {
    let gaps = checkOperator(Self.operators[k])
    #expect(gaps.worst < 1e-13, "\(gaps)")
  }

  /// Differences of gradients are linear to about ten digits only.
  @Test func differencesAreNearlyLinear() {
    let gaps = checkOperator(DifferencedHessian(RightObjective().base, at: Self.point))
    #expect(gaps.overwriting == 0 && gaps.worst < 1e-8, "\(gaps)")
  }
}
