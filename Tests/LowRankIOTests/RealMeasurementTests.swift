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
      let (real, _) = recovery.point.dense()
      let trace = (0..<8).reduce(0.0) { $0 + real[$1, $1] }
      var point = recovery.point
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

  /// 100 cities on a sphere from three tenths of their distances, as chords: points in space, known
  /// to half a mile by rounding.
  @Test func citiesOnASphere() throws {
    let arrays = try archive("usca312/dist.npz", ["D"])
    let miles = try #require(try arrays["D"]?.numbers(file: "D"))
    // The radius with which the table was made.
    func chord(_ d: Double) -> Double { 2 * 3957 * sin(d / (2 * 3957)) }
    var pairs = (0..<100).flatMap { i in (0..<i).map { (i, $0) } }
    var generator = SeededGenerator(seed: 1, stream: 32)
    pairs.shuffle(using: &generator)
    let outcome = hiding(
      pairs, known: 3 * pairs.count / 10, points: 100, distance: { chord(miles[$0 * 312 + $1]) })
    print("usca312, 100 cities, 30 %: \(outcome)")
    #expect(outcome.rank == 3 && outcome.rmse < 1)
  }

  /// The 70 Cα atoms of a small protein from the pairs closer than 15 Å, 54 % of all.
  @Test func protein() throws {
    let arrays = try archive("proteins_dev/1A8O.npz", ["ca"])
    let x = try #require(try arrays["ca"]?.numbers(file: "ca"))
    func distance(_ i: Int, _ j: Int) -> Double {
      (0..<3).reduce(0.0) { $0 + (x[3 * i + $1] - x[3 * j + $1]) * (x[3 * i + $1] - x[3 * j + $1]) }
        .squareRoot()
    }
    let pairs = (0..<70).flatMap { i in (0..<i).map { (i, $0) } }
    func outcome(below radius: Double) -> Outcome {
      let close = pairs.filter { distance($0.0, $0.1) < radius }
      let far = pairs.filter { distance($0.0, $0.1) >= radius }
      return hiding(close + far, known: close.count, points: 70, distance: distance)
    }
    let wide = outcome(below: 15)
    #expect(wide.rank == 3 && wide.rmse < 1e-6 && wide.isTrustworthy, "\(wide)")
    // A fifth of the pairs, all of them near, leave growth in a fold; it must say so.
    let near = outcome(below: 10)
    #expect(near.rmse < 1e-6 || !near.isTrustworthy, "\(near)")
  }

  private struct Outcome { let rank: Int, rmse: Double, isTrustworthy: Bool }

  /// Recovers points from the first `known` pairs; the error of the distances of the others.
  private func hiding(
    _ pairs: [(Int, Int)], known: Int, points: Int, distance: (Int, Int) -> Double
  ) -> Outcome {
    func map(_ pairs: some Collection<(Int, Int)>) -> CentredDistances {
      CentredDistances(
        points: points, first: pairs.map { Int32($0.0) }, second: pairs.map { Int32($0.1) })
    }
    let seen = pairs.prefix(known), unseen = pairs.dropFirst(known)
    let target = seen.map { distance($0.0, $0.1) * distance($0.0, $0.1) }
    let recovery = Sensing(map(seen), target: target, over: Symmetric.self).recover()
    var predicted = [Double](repeating: 0, count: unseen.count)
    map(unseen).apply(recovery.form.lowRank, into: &predicted)
    let squares = zip(predicted, unseen).reduce(0.0) { sum, pair in
      let gap = max(0, pair.0).squareRoot() - distance(pair.1.0, pair.1.1)
      return sum + gap * gap
    }
    return Outcome(
      rank: recovery.rank, rmse: (squares / Double(unseen.count)).squareRoot(),
      isTrustworthy: recovery.isTrustworthy)
  }
}
