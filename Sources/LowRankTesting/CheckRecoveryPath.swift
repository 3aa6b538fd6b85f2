public import LinearAlgebra
public import LowRank

/// Whether a path keeps its laws; all comparisons are to the bit.
public struct RecoveryPathReport: Sendable, Equatable {
  /// The steps that were taken: where there are none, nothing was checked.
  public let steps: Int
  /// A path made anew goes on from another's state as that one did, and so does one that has been
  /// to the end and is given the state of an earlier rank.
  public let resumedIsWhole: Bool
  /// The same from a state that was coded and decoded.
  public let codedIsWhole: Bool
  /// What is said of some places is what is said of them among all.
  public let placesStandAlone: Bool
  /// Asked again a path says the same, and one that was asked goes on as one that was not.
  public let askingMovesNothing: Bool

  public var isRight: Bool {
    steps > 0 && resumedIsWhole && codedIsWhole && placesStandAlone && askingMovesNothing
  }
}

/// Walks a path of a table whole, and again from every state on the way.
///
///     let report = checkRecoveryPath(at: data.pattern) { TruncatedPath(data) }
///     #expect(report.isRight)
///
/// - Parameters:
///   - places: where predictions are compared; visible places and others.
///   - coding: a state coded and decoded again, as a checkpoint does.
///   - make: a path at its beginning, from the same data every time.
public func checkRecoveryPath<Path: RecoveryPath>(
  at places: SparsityPattern, steps: Int = 4,
  coding: (Path.State) throws -> Path.State = { $0 }, make: () -> Path
) rethrows -> RecoveryPathReport where Path.Places == SparsityPattern {
  try check(
    steps: steps, coding: coding, all: places, make: make,
    some: { keep in places.filter(keep).pattern })
}

/// The same for a path of numbered measurements.
public func checkRecoveryPath<Path: RecoveryPath>(
  at places: [Int], steps: Int = 4, coding: (Path.State) throws -> Path.State = { $0 },
  make: () -> Path
) rethrows -> RecoveryPathReport where Path.Places == [Int] {
  try check(
    steps: steps, coding: coding, all: places, make: make,
    some: { keep in places.indices.filter(keep).map { places[$0] } })
}

private func check<Path: RecoveryPath>(
  steps: Int, coding: (Path.State) throws -> Path.State, all: Path.Places, make: () -> Path,
  some: ((Int) -> Bool) -> Path.Places
) rethrows -> RecoveryPathReport {
  // Every third, the rest, one alone and none: what all of them are divided by shows in each.
  let parts: [(Int) -> Bool] = [{ $0 % 3 == 0 }, { $0 % 3 != 0 }, { $0 == 1 }, { _ in false }]
  var path = make(), states = [path.state], walk: [PathLook?] = [], taken: [PathStep?] = []
  var standAlone = standsAlone(path, all, parts, some)
  for _ in 0..<steps {
    taken.append(path.advance())
    walk.append(PathLook(path, at: all))
    states.append(path.state)
    standAlone = standsAlone(path, all, parts, some) && standAlone
  }
  let worn = path

  func goesOn(_ path: Path, from k: Int, as state: Path.State) -> Bool {
    var path = path
    path.state = state
    let isThere = k == 0 || PathLook(path, at: all) == walk[k - 1]
    return (k..<steps).allSatisfy {
      path.advance() == taken[$0] && PathLook(path, at: all) == walk[$0]
    } && isThere
  }
  var unasked = make()
  let sameSteps = taken.allSatisfy { unasked.advance() == $0 }
  return RecoveryPathReport(
    steps: taken.count { $0 != nil },
    resumedIsWhole: states.indices.allSatisfy {
      goesOn(make(), from: $0, as: states[$0]) && goesOn(worn, from: $0, as: states[$0])
    },
    codedIsWhole: try states.indices.allSatisfy {
      goesOn(make(), from: $0, as: try coding(states[$0]))
    },
    placesStandAlone: standAlone,
    askingMovesNothing: sameSteps && PathLook(unasked, at: all) == walk.last
      && PathLook(worn, at: all) == PathLook(worn, at: all))
}

/// Whether each part of the places is told what it is told among all.
private func standsAlone<Path: RecoveryPath>(
  _ path: Path, _ all: Path.Places, _ parts: [(Int) -> Bool],
  _ some: ((Int) -> Bool) -> Path.Places
) -> Bool {
  let whole = (predictions: path.predict(at: all), deviations: path.deviations(at: all))
  return parts.allSatisfy { keep in
    func kept(_ x: [Double]) -> [UInt64] { x.indices.filter(keep).map { x[$0].bitPattern } }
    let part = some(keep)
    return path.predict(at: part).map(\.bitPattern) == kept(whole.predictions)
      && path.deviations(at: part).map(\.bitPattern) == kept(whole.deviations)
  }
}

/// All that a path shows at one rank, to the bit.
struct PathLook: Equatable {
  private let rank: Int
  private let numbers: [[UInt64]]
  private let end: RecoveryReason?
  private let patience: Patience

  init<Path: RecoveryPath>(_ path: Path, at places: Path.Places) {
    rank = path.rank
    numbers = [path.predict(at: places), path.deviations(at: places), path.singularValues]
      .map { $0.map(\.bitPattern) }
    (end, patience) = (path.end, path.patience)
  }
}
