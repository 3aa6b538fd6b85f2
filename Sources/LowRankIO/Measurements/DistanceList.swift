internal import LinearAlgebra

/// Distances of some pairs of named points: lines `point point distance`, not squared.
public struct DistanceList: Sendable {
  /// In the order in which they first occur.
  public private(set) var names: [String] = []
  /// Pair e is {first[e], second[e]}, once, and of different points.
  public private(set) var first: [Int32] = []
  public private(set) var second: [Int32] = []
  public private(set) var distances: [Double] = []
  /// Reciprocal variances of the distances; nil for equal ones.
  public private(set) var weights: [Double]?

  init(
    _ bytes: [UInt8], file: String, fourthField: TripletOptions.FourthField
  ) throws(FileError) {
    var options = TripletOptions(fourthField: fourthField)
    options.smallestSide = 1
    let list = try Triplets(bytes, file: file, options: options)
    var numbers: [String: Int32] = [:]
    for name in list.rowNames + list.columnNames where numbers[name] == nil {
      numbers[name] = Int32(names.count)
      names.append(name)
    }
    weights = list.weights.map { _ in [] }
    let rowOf = list.pattern.rowOfEntry
    var seen: [Pair: Double] = [:]
    for e in 0..<list.count {
      let row = list.rowNames[Int(rowOf[e])], column = list.columnNames[Int(list.pattern.column[e])]
      let (i, j, distance) = (numbers[row]!, numbers[column]!, list.values[e])
      try Self.check(distance, row, column, seen[Pair(i, j)], file)
      guard i != j, seen.updateValue(distance, forKey: Pair(i, j)) == nil else { continue }
      first.append(i)
      second.append(j)
      distances.append(distance)
      if let weight = list.weights?[e] { weights?.append(weight) }
    }
    guard names.count > 2 else {
      throw Self.bad(file, "two points alone have no shape to find")
    }
    guard !distances.isEmpty else { throw Self.bad(file, "there is no distance of two points") }
  }

  private static func check(
    _ distance: Double, _ a: String, _ b: String, _ other: Double?, _ file: String
  ) throws(FileError) {
    guard distance >= 0 else {
      throw bad(file, "the distance of \(a) and \(b) is \(distance), below 0")
    }
    guard a != b || distance == 0 else { throw bad(file, "\(a) is \(distance) from itself") }
    if let other, other != distance {
      throw bad(file, "\(a) and \(b) have two distances, \(other) and \(distance)")
    }
  }

  private struct Pair: Hashable {
    let low: Int32
    let high: Int32
    init(_ i: Int32, _ j: Int32) { (low, high) = (min(i, j), max(i, j)) }
  }

  private static func bad(_ file: String, _ message: String) -> FileError {
    .badData(file: file, message: message)
  }
}
