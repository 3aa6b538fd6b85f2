public import LinearAlgebra
public import LowRank

/// Whether folds divide the measurements as a hold-out must.
public struct FoldReport: Sendable, Equatable {
  public let folds: Int
  /// No measurement is hidden twice.
  public let areDisjoint: Bool
  /// Hidden and visible measurements ascend, and each is one of those there are.
  public let areInOrder: Bool
  /// What a fold shows and what it hides are together all measurements, each with its own value and
  /// weight.
  public let areWhole: Bool

  public var isRight: Bool { folds > 0 && areDisjoint && areInOrder && areWhole }
}

/// Whether what was fitted on the visible part of a fold knows anything of the hidden one.
public struct HoldOutReport: Sendable, Equatable {
  public let folds: FoldReport
  /// Other hidden values lead to the same places and the same measure of what is visible.
  public let splitIsBlind: Bool
  /// With other hidden values, whatever they are, every path takes the same steps, to the same
  /// predictions of all places, to the bit.
  public let fitIsBlind: Bool

  public var isRight: Bool { folds.isRight && splitIsBlind && fitIsBlind }
}

/// The folds of a table against the table.
///
///     #expect(checkFolds(design.folds(of: data), of: data).isRight)
public func checkFolds(
  _ folds: [Fold<SparsityPattern>], of data: Observations
) -> FoldReport {
  checkFolds(
    folds, values: data.values, weights: data.weights, numbers: { data.pattern.numbers(of: $0) })
}

/// The folds of numbered measurements against all of them.
public func checkFolds(
  _ folds: [Fold<[Int]>], values: [Double], weights: [Double]? = nil
) -> FoldReport {
  checkFolds(folds, values: values, weights: weights, numbers: { $0 })
}

/// Hides cells, fits what is left, and again with NaN and 1e300 for the hidden values of each fold.
///
///     let report = checkHoldOut(of: data) {
///       HeldOutData(folds: design.folds(of: $0), budget: data.budget)
///     } path: { _, visible in
///       TruncatedPath(visible.observations)
///     }
///     #expect(report.isRight)
///
/// - Parameters:
///   - hiding: the hold-out of a table; it is shown tables that differ in values alone.
///   - path: a path at its beginning from the visible part of one fold; all of the table is handed
///     over too, for whoever has it at hand.
public func checkHoldOut<Path: RecoveryPath>(
  of data: Observations, steps: Int = 2,
  hiding: (Observations) -> HeldOutData<SparsityPattern>,
  path: (Observations, Fold<SparsityPattern>.Part) -> Path
) -> HoldOutReport where Path.Places == SparsityPattern {
  check(
    values: data.values, weights: data.weights, steps: steps,
    numbers: { data.pattern.numbers(of: $0) },
    hiding: { hiding(data.replacing(values: $0)) },
    path: { path(data.replacing(values: $0), $1) })
}

/// The same for numbered measurements.
///
/// - Parameter weights: how much each counts where hidden ones are judged.
public func checkHoldOut<Path: RecoveryPath>(
  of values: [Double], weights: [Double]? = nil, steps: Int = 2,
  hiding: ([Double]) -> HeldOutData<[Int]>, path: ([Double], Fold<[Int]>.Part) -> Path
) -> HoldOutReport where Path.Places == [Int] {
  check(
    values: values, weights: weights, steps: steps, numbers: { $0 }, hiding: hiding, path: path)
}

private func checkFolds<Places>(
  _ folds: [Fold<Places>], values: [Double], weights: [Double]?, numbers: (Places) -> [Int]
) -> FoldReport {
  let hidden = folds.flatMap { numbers($0.hidden.places) }
  func isInOrder(_ part: Fold<Places>.Part) -> Bool {
    let number = numbers(part.places)
    return zip(number, number.dropFirst()).allSatisfy { $0 < $1 }
      && number.allSatisfy(values.indices.contains)
  }
  /// Whether a part has the values and weights of its places.
  func isItsOwn(_ part: Fold<Places>.Part) -> Bool {
    let number = numbers(part.places)
    guard number.allSatisfy(values.indices.contains) else { return false }
    return part.values.isSame(as: number.map { values[$0] })
      && (part.weights == nil) == (weights == nil)
      && (part.weights ?? []).isSame(as: number.compactMap { weights?[$0] })
  }
  return FoldReport(
    folds: folds.count, areDisjoint: Set(hidden).count == hidden.count,
    areInOrder: folds.allSatisfy { isInOrder($0.visible) && isInOrder($0.hidden) },
    areWhole: folds.allSatisfy {
      (numbers($0.visible.places) + numbers($0.hidden.places)).sorted() == Array(values.indices)
        && isItsOwn($0.visible) && isItsOwn($0.hidden)
    })
}

private func check<Path: RecoveryPath>(
  values: [Double], weights: [Double]?, steps: Int, numbers: (Path.Places) -> [Int],
  hiding: ([Double]) -> HeldOutData<Path.Places>,
  path: ([Double], Fold<Path.Places>.Part) -> Path
) -> HoldOutReport {
  let data = hiding(values)
  let folds = checkFolds(data.folds, values: values, weights: weights, numbers: numbers)
  var splitIsBlind = true, fitIsBlind = true
  for (f, fold) in data.folds.enumerated() {
    let walk = PathWalk(path(values, fold.visible), steps: steps, fold)
    let measure = data.judged(fold.visible, fold.visible.values.map { _ in 0 })
    for garbage in [Double.nan, 1e300] {
      var other = values
      for number in numbers(fold.hidden.places) { other[number] = garbage }
      let garbled = hiding(other)
      guard garbled.folds.count == data.folds.count else {
        splitIsBlind = false
        continue
      }
      let same = garbled.folds[f]
      splitIsBlind =
        splitIsBlind && numbers(same.hidden.places) == numbers(fold.hidden.places)
        && numbers(same.visible.places) == numbers(fold.visible.places)
        && garbled.judged(same.visible, same.visible.values.map { _ in 0 }).isSame(as: measure)
        && garbled.budget.measurements == data.budget.measurements
      fitIsBlind =
        fitIsBlind && walk == PathWalk(path(other, same.visible), steps: steps, fold)
    }
  }
  return HoldOutReport(folds: folds, splitIsBlind: splitIsBlind, fitIsBlind: fitIsBlind)
}

/// All that a path shows on its way, of what it saw and of what it did not.
private struct PathWalk: Equatable {
  private var steps: [PathStep?] = []
  private var looks: [PathLook] = []

  init<Path: RecoveryPath>(_ path: Path, steps: Int, _ fold: Fold<Path.Places>) {
    var path = path
    look(at: path, fold)
    for _ in 0..<steps {
      self.steps.append(path.advance())
      look(at: path, fold)
    }
  }

  private mutating func look<Path: RecoveryPath>(at path: Path, _ fold: Fold<Path.Places>) {
    looks += [fold.visible, fold.hidden].map { PathLook(path, at: $0.places) }
  }
}

extension SparsityPattern {
  /// The numbers here of the entries of a part; −1 for a place that is none of them.
  fileprivate func numbers(of part: SparsityPattern) -> [Int] {
    var number: [Int: Int] = [:]
    let row = rowOfEntry, rowInPart = part.rowOfEntry
    for e in 0..<count { number[Int(row[e]) * columns + Int(column[e])] = e }
    return (0..<part.count).map {
      number[Int(rowInPart[$0]) * columns + Int(part.column[$0])] ?? -1
    }
  }
}

extension [Double] {
  fileprivate func isSame(as other: [Double]) -> Bool {
    map(\.bitPattern) == other.map(\.bitPattern)
  }
}
