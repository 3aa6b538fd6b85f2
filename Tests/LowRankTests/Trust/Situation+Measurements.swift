import LinearAlgebra
import LowRankTheory

@testable import LowRank

extension Situation {
  static let measurements: [Situation] = [
    Situation(.exactFitNotUnique(rank: 1, observed: .measurements), "one of them twice") {
      withOneTwice.recover().remarks
    },
    Situation(.nothingHidden(measurements: 7, unknowns: 7), "as many as unknowns") {
      withOneTwice.recover().remarks
    },
    Situation(.exactFitNotFoundAgain(rank: 1, observed: .measurements), "one more than unknowns") {
      // Eight cells of 4 × 4 on a closed path through its rows and columns, of rank one.
      let data = table(
        4, 4, { i, j in Double((i + 1) * (j + 2)) },
        where: { i, j in j == i || j == (i + 1) % 4 })
      return Sensing(
        EntrySampling(data.pattern), target: data.values, over: Asymmetric.self
      ).recover().remarks
    },
    Situation(.noBetterThanTheMean, "noise") {
      let map = GaussianEnsemble(rows: 12, columns: 12, count: 80, seed: 2).stored()
      let target = gaussian(1, 80, seed: 5).elements
      return Sensing(map, target: target, over: Asymmetric.self).recover().remarks
    } shows: {
      guard case .noBetterThanTheMean(let error, let meanError, .measurements) = $0 else {
        return false
      }
      return error > meanError && abs(meanError - 1) < 0.3
    },
    Situation(.rankCappedByData(rank: 1, measurements: 30, unknownsOfNext: 28), "full rank") {
      let map = GaussianEnsemble(rows: 8, columns: 8, count: 30, seed: 2).stored()
      let flat = gaussian(8, 8, seed: 3)
      let truth = LowRankMatrix(left: flat, right: Matrix(diagonal: Array(repeating: 1, count: 8)))
      let target = observations(of: truth, by: map)
      return Sensing(map, target: target, over: Asymmetric.self).recover().remarks
    },
    Situation(.endedEarly(cause: .cancelled), "stopped at the first rank") {
      let map = GaussianEnsemble(rows: 10, columns: 10, count: 40, seed: 2).stored()
      let target = observations(of: rankOne(10), by: map)
      return Sensing(map, target: target, over: Asymmetric.self).recover { _ in .cancelled }.remarks
    },
    Situation(.diverged, "steps far too long") {
      let map = GaussianEnsemble(rows: 8, columns: 8, count: 60, seed: 2).stored()
      let sensing = Sensing(
        map, target: observations(of: rankOne(8), by: map), over: Asymmetric.self)
      var study = Study(.descent)
      study.step = 1e3
      return try sensing.recover(by: study).remarks
    } shows: {
      if case .diverged = $0 { true } else { false }
    },
    Situation(.farPairsUnknown, "a long strip of near pairs, with noise") {
      strip.recover().remarks
    } shows: {
      guard case .farPairsUnknown(let diameter, let longest) = $0 else { return false }
      // Sixteen points in steps of one, each known to the three next of them.
      return abs(diameter - 15) < 1.5 && abs(longest - 3) < 0.3
    },
    hinge(seed: 4), hinge(seed: 6), hinge(seed: 7),
  ]

  private static func rankOne(_ size: Int) -> LowRankMatrix {
    LowRankMatrix(left: gaussian(size, 1, seed: 8), right: gaussian(size, 1, seed: 9))
  }

  /// Seven measurements of a 4 × 4 matrix of rank one, which has seven unknowns; two are the same.
  private static var withOneTwice: Sensing<Asymmetric, DenseSensing> {
    let distinct = gaussian(7, 16, seed: 4)
    let sensors = Matrix(rows: 7, columns: 16) { distinct[min($0, 5), $1] }
    let map = DenseSensing(rows: 4, columns: 4, sensors: sensors)
    return Sensing(map, target: observations(of: rankOne(4), by: map), over: Asymmetric.self)
  }

  private static func points(
    _ x: Matrix, noise: Double = 0, where isKnown: (Int, Int) -> Bool
  ) -> Sensing<Symmetric, CentredDistances> {
    let pairs = (0..<x.rows).flatMap { i in (0..<i).map { (i, $0) } }.filter(isKnown)
    var random = SeededGenerator(seed: 1)
    let distances = pairs.map { i, j in
      let square = (0..<x.columns).reduce(0.0) {
        $0 + (x[i, $1] - x[j, $1]) * (x[i, $1] - x[j, $1])
      }
      return square.squareRoot() * (1 + noise * random.normal())
    }
    return Sensing(
      points: x.rows, first: pairs.map { Int32($0.0) }, second: pairs.map { Int32($0.1) },
      distances: distances)
  }

  private static var strip: Sensing<Symmetric, CentredDistances> {
    let x = Matrix(rows: 16, columns: 2) { i, k in k == 0 ? Double(i) : Double(i * i % 3) / 2 }
    return points(x, noise: 0.01) { $0 - $1 <= 3 }
  }

  /// Points 0 to 5 and 4 to 9 of a plane, each part known in full: two points are the hinge. Of
  /// seeds 4 and 6 conjugate gradients leave a direction of the stress behind at first.
  private static func hinge(seed: UInt64) -> Situation {
    Situation(.movablePoints(excess: 1), "two parts that share a hinge, \(seed)") {
      points(gaussian(10, 2, seed: seed)) { ($0 < 6 && $1 < 6) || ($0 >= 4 && $1 >= 4) }
        .recover().remarks
    }
  }
}
