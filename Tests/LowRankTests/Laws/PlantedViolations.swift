import LinearAlgebra
import LowRank
import LowRankAllocations
import LowRankTesting
import LowRankTheory
import Testing

/// A checker that passes what is wrong is worth nothing: each must see every fault planted for it,
/// and where the fault is.
@Suite struct PlantedViolations {
  private let point = Asymmetric(u: gaussian(6, 3), v: gaussian(5, 3, seed: 2))

  @Test func vectors() {
    #expect(checkVectorSpace(like: AssignAdds()).assignment > 1)
    #expect(checkVectorSpace(like: DotForgetsV()).buffers > 0.1)
    #expect(checkVectorSpace(like: AddForgetsScale()).addition > 0.1)
  }

  @Test func factorizations() {
    #expect(!checkFactorization(PullBackAdds()).isRight)
    #expect(!checkFactorization(PullBackForgetsV()).isRight)
    #expect(checkQuadratic(CurvatureDoubled()) > 0.1)
    #expect(checkRotation(RotationForgetsV()) > 0.1)
    #expect(checkBlocks(like: BlocksOverlap()) > 0.1)
    #expect(checkLengthInvariance(LengthMatters()) > 0.1)
  }

  @Test func growth() {
    #expect(checkGrowth(GrowthForgetsScale()).rate > 0.1)
    #expect(checkGrowth(GrowthForgetsScale()).base > 0.1)
    #expect(checkGrowth(GrowthSquaresScale()).rate > 0.1)
    #expect(checkGrowth(GrowthClimbs()).rate > 0.1)
    #expect(checkGrowth(GrowthIsContent()).rivals > 0.1)
    #expect(!checkGrowth(GrowthByTwo()).addsOne)
  }

  @Test func balance() {
    #expect(checkBalances(BalanceAdds()).drift > 1e-3)
    #expect(checkBalances(BalanceIsNothing()).worst == .infinity)
    #expect(checkLeftOrthonormalization(OrthonormalForgetsV()).product > 0.1)
    #expect(checkLeftOrthonormalization(OrthonormalForgetsScale()).gram > 0.1)
  }

  @Test func preconditioners() {
    #expect(checkPreconditioner(PreconditionerForgetsDamping()).limit > 0.1)
    #expect(checkPreconditioner(PreconditionerForgetsV()).storage > 0.1)
    #expect(checkPreconditioner(PreconditionerClimbs()).worst == .infinity)
  }

  @Test func starts() {
    func check<P: Startable>(_: P.Type) -> StartGaps {
      checkStart(P.self, rows: 8, columns: 6, rank: 2)
    }
    #expect(check(StartClimbs.self).reproduction > 1)
    #expect(check(StartSquaresScale.self).reproduction > 0.1)
    #expect(check(StartMissesTheFirst.self).rivals > 1e-3)
    #expect(!check(StartDrawsTooMany.self).hasShape)
  }

  @Test func forms() {
    #expect(checkFixedRank(FormForgetsTheRoot()).product > 0.1)
    #expect(!checkFixedRank(FormAscends()).isOrdered)
    #expect(checkFixedRank(ProjectionHalves()).projection > 1e-3)
    #expect(checkFixedRank(RetractionDoubles()).retraction < 1.1)
    #expect(checkFixedRank(TermOverlaps()).overlap > 0.1)
  }

  @Test func maps() {
    #expect(checkMeasurement(RightMap()).worst < 1e-13)
    #expect(checkMeasurement(AdjointAdds()).adjoint == .infinity)
    #expect(checkMeasurement(AdjointIsTransposed()).adjoint > 1e-3)
    #expect(checkMeasurement(AdjointSkipsZeros()).adjoint > 1e-3)
    #expect(checkMeasurement(ApplyAdds()).linearity == .infinity)
    #expect(checkMeasurement(ApplyDoubles()).adjoint > 1e-3)
    #expect(checkMeasurement(ApplyIsAffine()).linearity > 1e-3)
    #expect(checkMeasurement(SumForgetsTheSecond()).addition > 1e-3)
    #expect(checkMeasurement(LinesForgetTheShift()).lines > 1e-3)
  }

  @Test func operators() {
    #expect(checkOperator(ProductAdds()).overwriting == .infinity)
    #expect(checkOperator(TransposedProductAdds()).overwriting == .infinity)
    #expect(checkOperator(TransposedProductHalves()).adjoint > 0.01)
    #expect(checkOperator(ProductIsAbsolute()).linearity > 0.1)
  }

  @Test func objectives() {
    #expect(checkGradient(RightObjective(), at: point).isRight)
    let climbing = checkGradient(GradientClimbs(), at: point)
    #expect(!climbing.isRight && climbing.slope < 1.5)
    #expect(!checkGradient(GradientAdds(), at: point).isRight)
    #expect(checkGradient(ValueDoubles(), at: point).valueGap > 0.1)
    #expect(checkInvariance(ValueSeesAColumn(), at: point).worst > 1e-3)
    #expect(checkRestriction(LineForgetsTheCubic(), at: point) > 1e-3)
    #expect(checkMatrixGradient(MatrixGradientDoubles(), at: point) > 0.1)
    #expect(checkLeastSquares(WeightsAreIdle(), at: point) > 0.1)
  }

  @Test func draws() {
    #expect(checkSeparable(RightObjective(), at: point).isRight)
    #expect(checkSeparable(PartIsBiased(), at: point).deviation > 4)
    #expect(!checkSeparable(PartIsAll(), at: point).isRight)
    #expect(!checkStochasticGradient(DrawIsShared(RightObjective().base), at: point).isReproducible)
  }

  @Test func losses() {
    let p = gaussian(1, 20).elements, t = gaussian(1, 20, seed: 2).elements
    #expect(!checkLoss(LossClimbs(), prediction: p, target: t).isRight)
    #expect(checkLoss(LossReturnsTwice(), prediction: p, target: t).valueGap > 0.1)
  }

  @Test func penalties() {
    #expect(!checkRegularizer(PenaltyOverwrites(), at: point).gradient.isRight)
    #expect(!checkRegularizer(PenaltyIsNegative(), at: point).isPenalty)
    #expect(checkRegularizer(PenaltyTurnsTheLine(), at: point).restriction > 1e-3)
  }

  @Test func directions() {
    let fit = RightObjective().base
    #expect(checkDirection(DirectionClimbs(), on: fit, from: point, step: 0.01) < -0.9)
    let signs = Descent<SmallFit, DirectionOfSigns>(
      along: DirectionOfSigns(), step: .constant(0.01))
    #expect(checkInvariance(of: signs, on: fit, from: point) > 1e-3)
  }

  @Test func solvers() {
    let fit = RightObjective().base
    func check<S: PlantedSolver>(_ solver: S) -> SolverReport {
      checkSolver(solver, on: fit, from: point)
    }
    #expect(check(RightSolver()).isRight)
    #expect(!check(CountIsShared()).copiesAreIndependent)
    #expect(!check(StartIsElsewhere()).beginsAtStart)
    #expect(!check(StartIsChanged()).startIsUnchanged)
    #expect(!check(RecordIsLate()).recordsDescribePoints)
    #expect(!check(StepsAreNotCounted()).countsSteps)
    #expect(checkFlow(FlowSkips(), on: fit, from: point).ends > 1e-3)
  }

  @Test(.enabled(if: countsAllocations)) func allocations() {
    let fit = RightObjective().base
    #expect(checkAllocations(RightSolver(), on: fit, from: point) == 0)
    #expect(checkAllocations(StepAllocates(), on: fit, from: point)! >= 50)
  }

  @Test func probes() {
    let points = [point, Asymmetric(u: gaussian(6, 3, seed: 4), v: gaussian(5, 3, seed: 5))]
    #expect(!checkProbe(ProbeChangesPoints(), on: points).pointsAreUnchanged)
    #expect(!checkProbe(ProbeSharesMemory(), on: points).isReproducible)
  }
}
