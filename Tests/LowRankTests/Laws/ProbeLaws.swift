import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory
import Testing

@Suite struct ProbeLaws {
  private let points = (0..<6 as Range<UInt64>).map {
    Asymmetric(u: gaussian(6, 2, seed: 2 * $0), v: gaussian(5, 2, seed: 2 * $0 + 1))
  }

  @Test func keepTheirLaws() {
    let truth = LowRankMatrix(left: gaussian(6, 2, seed: 20), right: gaussian(5, 2, seed: 21))
    let path = Polyline(through: points.prefix(3).map { $0.matrix.dense() })
    func check<P: Probe>(_ probe: P) where P.Point == Asymmetric, P.Value: Equatable {
      let report = checkProbe(probe, on: points)
      #expect(report.isRight, "\(P.self): \(report)")
    }
    check(SingularValues())
    for measure in [.entropy, .stable, .nuclear, .above(fraction: 0.3)]
      as [EffectiveRank<Asymmetric>.Measure]
    {
      check(EffectiveRank(measure))
    }
    check(DistanceToMatrix(truth))
    check(DistanceToPath(path))
    check(PrincipalAngles(to: truth.left))
    check(Imbalance())
    check(PathLength())
    check(DistanceFromStart())
    check(LeastCurvature(of: RightObjective().base))
  }
}
