import LinearAlgebra
import LowRank

/// A path of random numbers times the mean of what it sees, wrong on purpose.
protocol PlantedPath: RecoveryPath where Places == [Int] {
  var walk: PlantedWalk { get set }
}

/// How far such a path has come. Every rank draws one number.
struct PlantedWalk: Sendable, Codable {
  let mean: Double
  var visited = 0
  var draws: UInt64 = 0
  var level = 0.0

  init(_ values: [Double]) { mean = values.reduce(0, +) / Double(max(1, values.count)) }

  mutating func advance() -> PathStep? {
    guard visited < 6 else { return nil }
    let number = Double(SeededGenerator(seed: 1)[draws] % 1000)
    (visited, draws, level) = (visited + 1, draws + 1, level + mean * number)
    return PathStep(rank: visited, iterations: Int(number))
  }

  func predict(at places: [Int]) -> [Double] { places.map { level / Double($0 + 1) } }
}

extension PlantedPath {
  var rank: Int { walk.visited }
  var state: PlantedWalk {
    get { walk }
    set { walk = newValue }
  }
  var singularValues: [Double] { Array(repeating: walk.level, count: rank) }
  mutating func advance() -> PathStep? { walk.advance() }
  func predict(at places: [Int]) -> [Double] { walk.predict(at: places) }
  func deviations(at places: [Int]) -> [Double] { Array(repeating: 1, count: places.count) }
}

struct RightPath: PlantedPath { var walk: PlantedWalk }

struct StateForgetsTheStream: PlantedPath {
  var walk: PlantedWalk
  var state: PlantedWalk {
    get { walk }
    set { (walk.visited, walk.level) = (newValue.visited, newValue.level) }
  }
}

struct StateForgetsTheCount: PlantedPath {
  var walk: PlantedWalk
  var state: PlantedWalk {
    get { walk }
    set { (walk.draws, walk.level) = (newValue.draws, newValue.level) }
  }
}

/// Right on a new path, but what a used one had found stays.
struct StateAdds: PlantedPath {
  var walk: PlantedWalk
  var state: PlantedWalk {
    get { walk }
    set {
      let level = walk.level
      walk = newValue
      walk.level += level
    }
  }
}

struct CodingForgetsTheStream: PlantedPath {
  struct Coded: Sendable, Codable {
    var walk: PlantedWalk
    var draws: UInt64 = 0
    enum CodingKeys: CodingKey { case walk }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self), walk = walk
      walk.draws = 0
      try container.encode(walk, forKey: .walk)
    }
  }

  var walk: PlantedWalk
  var state: Coded {
    get { Coded(walk: walk) }
    set { walk = newValue.walk }
  }
}

struct PredictionsAreShared: PlantedPath {
  var walk: PlantedWalk
  func predict(at places: [Int]) -> [Double] {
    walk.predict(at: places).map { $0 / Double(places.count) }
  }
}

struct DeviationsAreShared: PlantedPath {
  var walk: PlantedWalk
  func deviations(at places: [Int]) -> [Double] {
    Array(repeating: 1 / Double(places.count), count: places.count)
  }
}

/// Says more every time.
struct PredictionsGrow: PlantedPath {
  var walk: PlantedWalk
  private let asked = SharedCount()
  init(walk: PlantedWalk) { self.walk = walk }
  func predict(at places: [Int]) -> [Double] {
    asked.value += 1
    return walk.predict(at: places).map { $0 + Double(asked.value) }
  }
}

/// Says the same every time, but goes on elsewhere.
struct PredictionsMoveThePath: PlantedPath {
  var walk: PlantedWalk
  private let asked = SharedCount()
  init(walk: PlantedWalk) { self.walk = walk }
  func predict(at places: [Int]) -> [Double] {
    asked.value += 1
    return walk.predict(at: places)
  }
  mutating func advance() -> PathStep? {
    walk.draws += UInt64(asked.value)
    asked.value = 0
    return walk.advance()
  }
}

/// Predicts what it should not know, from a copy of everything.
struct PathPeeks: PlantedPath {
  var walk: PlantedWalk
  let all: [Double]
  func predict(at places: [Int]) -> [Double] { places.map { walk.level + all[$0] } }
}

/// Takes the size of everything for the size of what it sees.
struct PathKnowsTheMean: PlantedPath {
  var walk: PlantedWalk
  init(_ all: [Double]) { walk = PlantedWalk(all) }
}
