import Foundation
import LinearAlgebra
import LowRank
import LowRankIO
import Testing

/// Where real data lie, as the folder's `SOURCE.md` files describe them.
private let dataFolder = ProcessInfo.processInfo.environment["LOWRANK_DATA"]

@Suite(.enabled(if: dataFolder != nil, "LOWRANK_DATA names no folder of real data"))
struct RealMeasurementTests {
  private func archive(_ path: String, _ names: Set<String>) throws -> [String: NPY] {
    let path = dataFolder! + "/" + path
    return try NPZ(readBytes(path), file: path, wanted: names).arrays
  }

  /// Ten states of three trapped ions, 18 of 27 settings seen, 200 shots a setting.
  @Test func trappedIons() throws {
    let arrays = try archive("qst_trapped_ions/tomo_024.npz", ["freq", "settings"])
    let frequencies = try #require(try arrays["freq"]?.numbers(file: "freq"))
    guard case .texts(let labels)? = arrays["settings"]?.elements else {
      Issue.record("no settings")
      return
    }
    var squares = 0.0, shotNoise = 0.0, ranks: [Int] = [], traces: [Double] = []
    for state in 0..<10 {
      var generator = SeededGenerator(seed: UInt64(state), stream: 31)
      let order = Array(labels.indices).shuffled(using: &generator)
      func data(_ chosen: some Sequence<Int>) -> (SettingFrequencies, [Double]) {
        let chosen = Array(chosen)
        let y = chosen.flatMap { s in
          (0..<8).map { frequencies[(state * 27 + s) * 8 + $0] }
        }
        return (SettingFrequencies(chosen.map { PauliString(labels[$0])! }), y)
      }
      let (map, y) = data(order.prefix(18)), (hidden, unseen) = data(order.dropFirst(18))
      var sensing = Sensing(map, target: y, over: Hermitian.self)
      sensing.groups = y.indices.map { $0 / 8 }
      let recovery = sensing.recover()
      var point = recovery.point(Hermitian.self)
      let (real, _) = point.dense()
      let trace = (0..<8).reduce(0.0) { $0 + real[$1, $1] }
      point.scale(by: 1 / trace.squareRoot())
      var predicted = [Double](repeating: 0, count: unseen.count)
      hidden.apply(point.matrix, into: &predicted)
      squares += zip(predicted, unseen).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      shotNoise += predicted.reduce(0) { $0 + max(0, $1 * (1 - $1)) / 200 }
      ranks.append(recovery.rank)
      traces.append(trace)
      // U Uᴴ is positive semidefinite by construction: no probability is below zero.
      #expect(predicted.allSatisfy { $0 > -1e-12 } && recovery.isTrustworthy)
    }
    let count = Double(10 * 9 * 8)
    let rmse = (squares / count).squareRoot(), noise = (shotNoise / count).squareRoot()
    print("trapped ions: RMSE \(rmse), shot noise \(noise), ranks \(ranks), traces \(traces)")
    #expect(rmse < 1.3 * noise)
    // Each setting's frequencies sum to one, so noise alone moves the trace.
    #expect(traces.allSatisfy { abs($0 - 1) < 0.05 })
  }

  /// All 312 cities from half of their distances: as points on a sphere. The table is cut
  /// off to whole miles: with the radius of 3957 miles its values lie half a mile below a fit's, on
  /// average and at any length.
  @Test func citiesOnASphere() throws {
    let arrays = try archive("usca312/dist.npz", ["D"])
    let miles = try #require(try arrays["D"]?.numbers(file: "D"))
    var pairs = (0..<312).flatMap { i in (0..<i).map { (i, $0) } }
    var generator = SeededGenerator(seed: 1, stream: 32)
    pairs.shuffle(using: &generator)
    // The radius with which the table was made.
    let outcome = hiding(
      pairs, known: pairs.count / 2, points: 312, units: .greatCircle(radius: 3957),
      distance: { miles[$0 * 312 + $1] + 0.5 })
    print("usca312, 50 %: \(outcome)")
    // Cutting off alone is 1/√12 = 0.289; 930 unknowns from 24 258 pairs add 2 %, and a margin
    // of 2 %.
    #expect(outcome.rank == 3 && outcome.rmse < 0.3 && outcome.isTrustworthy, "\(outcome)")
  }

  /// Cα atoms of three proteins from the pairs closer than a radius. Whether these determine the
  /// points is known from the rank of a stress matrix by dense singular values, outside this
  /// package.
  @Test(arguments: [
    ("1A8O", 15, true), ("1A8O", 10, true), ("1A8O", 8, false), ("1A8O", 6.5, false),
    ("4CUP", 15, true), ("4CUP", 10, false), ("4CUP", 8, false),
    ("1GBT", 10, true), ("1GBT", 8, true), ("1GBT", 6.5, false),
  ])
  func proteins(_ name: String, _ radius: Double, _ isRigid: Bool) throws {
    let arrays = try archive("proteins_dev/\(name).npz", ["ca"])
    let x = try #require(try arrays["ca"]?.numbers(file: "ca"))
    let count = x.count / 3
    func distance(_ i: Int, _ j: Int) -> Double {
      (0..<3).reduce(0.0) { $0 + (x[3 * i + $1] - x[3 * j + $1]) * (x[3 * i + $1] - x[3 * j + $1]) }
        .squareRoot()
    }
    let pairs = (0..<count).flatMap { i in (0..<i).map { (i, $0) } }
    let close = pairs.filter { distance($0.0, $0.1) < radius }
    let far = pairs.filter { distance($0.0, $0.1) >= radius }
    let clock = ContinuousClock(), began = clock.now
    let outcome = hiding(close + far, known: close.count, points: count, distance: distance)
    print("\(name) \(radius): \(outcome) \(clock.now - began)")
    // Where the graph determines the points they are found; where not, nothing is claimed.
    #expect(outcome.isTrustworthy == isRigid, "\(outcome)")
    if isRigid { #expect(outcome.rank == 3 && outcome.worst < 1e-6, "\(outcome)") }
  }

  private struct Outcome { let rank: Int, rmse: Double, worst: Double, isTrustworthy: Bool }

  /// Recovers points from the first `known` pairs; the error of the distances of the others, and
  /// the worst relative one.
  private func hiding(
    _ pairs: [(Int, Int)], known: Int, points: Int, units: DistanceUnits = .straight,
    distance: (Int, Int) -> Double
  ) -> Outcome {
    func ends(_ pairs: some Collection<(Int, Int)>) -> (first: [Int32], second: [Int32]) {
      (pairs.map { Int32($0.0) }, pairs.map { Int32($0.1) })
    }
    let seen = ends(pairs.prefix(known)), unseen = ends(pairs.dropFirst(known))
    let recovery = Sensing(
      points: points, first: seen.first, second: seen.second,
      distances: pairs.prefix(known).map { distance($0.0, $0.1) }, units: units
    ).recover()
    let map = CentredDistances(points: points, first: unseen.first, second: unseen.second)
    var predicted = [Double](repeating: 0, count: map.count)
    map.apply(recovery.form.lowRank, into: &predicted)
    var squares = 0.0, worst = 0.0
    for (square, pair) in zip(predicted, pairs.dropFirst(known)) {
      let truth = distance(pair.0, pair.1), gap = units.distance(squaredChord: square) - truth
      squares += gap * gap
      worst = max(worst, abs(gap) / truth)
    }
    return Outcome(
      rank: recovery.rank, rmse: (squares / Double(map.count)).squareRoot(), worst: worst,
      isTrustworthy: recovery.isTrustworthy)
  }
}
