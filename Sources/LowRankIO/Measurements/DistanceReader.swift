internal import LinearAlgebra
internal import LowRank

/// Lines `point point distance`: the points are named, the distances not squared.
enum DistanceReader {
  static func distances(_ bytes: [UInt8], file: String) throws(FileError) -> MeasurementFile {
    var options = TripletOptions()
    options.smallestSide = 1
    let list = try Triplets(bytes, file: file, options: options)
    var numbers: [String: Int32] = [:], names: [String] = []
    for name in list.rowNames + list.columnNames where numbers[name] == nil {
      numbers[name] = Int32(names.count)
      names.append(name)
    }
    let rowOf = list.pattern.rowOfEntry
    var first: [Int32] = [], second: [Int32] = [], target: [Double] = [], seen: [Pair: Double] = [:]
    for e in 0..<list.count {
      let row = list.rowNames[Int(rowOf[e])], column = list.columnNames[Int(list.pattern.column[e])]
      let (i, j, distance) = (numbers[row]!, numbers[column]!, list.values[e])
      guard distance >= 0 else {
        throw bad(file, "the distance of \(row) and \(column) is \(distance), below 0")
      }
      guard i != j else {
        guard distance == 0 else { throw bad(file, "\(row) is \(distance) from itself") }
        continue
      }
      if let other = seen[Pair(min(i, j), max(i, j))] {
        guard other == distance else {
          throw bad(file, "\(row) and \(column) have two distances, \(other) and \(distance)")
        }
        continue
      }
      seen[Pair(min(i, j), max(i, j))] = distance
      first.append(i)
      second.append(j)
      target.append(distance * distance)
    }
    guard names.count > 2 else { throw bad(file, "two points alone have no shape to find") }
    guard !target.isEmpty else { throw bad(file, "there is no distance of two points") }
    return .distances(
      CentredDistances(points: names.count, first: first, second: second), target, names: names)
  }

  private struct Pair: Hashable {
    let low: Int32
    let high: Int32
    init(_ low: Int32, _ high: Int32) { (self.low, self.high) = (low, high) }
  }

  private static func bad(_ file: String, _ message: String) -> FileError {
    .badData(file: file, message: message)
  }
}
