public import LinearAlgebra

/// A semidefinite program in SDPA's sparse form (.dat-s), as SDPLIB keeps them (Borchers 1999).
///
/// max ⟨F₀, W⟩ over W ⪰ 0 with ⟨Fₖ, W⟩ = cₖ, k = 1 … m. Lines: comments that begin with `"` or `*`;
/// m; the number of blocks; their sizes; c; then `k block i j value` for the upper triangles,
/// from 1. Blanks, commas, braces and brackets separate. One block is read, gzip as it is.
public struct SDPAFile: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    /// k, 0 for the objective.
    public let matrix: Int
    /// i ≤ j, from 0.
    public let row: Int
    public let column: Int
    public let value: Double
    let line: Int
  }

  /// The order of W.
  public let size: Int
  /// c.
  public let constraints: [Double]
  public let entries: [Entry]
  private let file: String

  public init(contentsOf path: String) throws(FileError) {
    try self.init(readBytes(path), file: path)
  }

  /// - Throws: `.badData` with the line for anything but the form above.
  public init(_ bytes: [UInt8], file: String) throws(FileError) {
    var reader = SDPAReader(bytes, file: file)
    let count = try reader.whole("the number of constraints", in: 1...1_000_000)
    guard try reader.whole("the number of blocks", in: 1...1_000_000) == 1 else {
      throw reader.bad("more than one block: programs of a single matrix are read")
    }
    size = try reader.whole("the size of the block", in: 1...1_000_000)
    constraints = try reader.numbers(count)
    entries = try reader.entries(size: size, matrices: count)
    self.file = file
  }

  /// F₀ of a program whose constraints are Wᵢᵢ = 1: MaxCut's relaxation.
  public func unitDiagonalCost() throws(FileError) -> SparseMatrix {
    func no(_ why: String) -> FileError {
      .badData(file: file, message: "is no program of unit diagonal: \(why)")
    }
    guard constraints.count == size, constraints.allSatisfy({ $0 == 1 }) else {
      throw no("there are \(constraints.count) constraints, not \(size) of value 1")
    }
    let rows = entries.filter { $0.matrix > 0 }
    guard rows.allSatisfy({ $0.row == $0.column && $0.value == 1 }), rows.count == size,
      Set(rows.map(\.matrix)).count == size, Set(rows.map(\.row)).count == size
    else { throw no("a constraint is not about one entry of the diagonal") }
    var rowOf: [Int32] = [], columnOf: [Int32] = [], values: [Double] = []
    func put(_ i: Int, _ j: Int, _ value: Double) {
      rowOf.append(Int32(i))
      columnOf.append(Int32(j))
      values.append(value)
    }
    for entry in entries where entry.matrix == 0 {
      put(entry.row, entry.column, entry.value)
      if entry.row != entry.column { put(entry.column, entry.row, entry.value) }
    }
    let (pattern, order) = SparsityPattern.sorting(
      rows: size, columns: size, rowOf: rowOf, columnOf: columnOf)
    return SparseMatrix(pattern: pattern, values: order.map { values[Int($0)] })
  }
}

/// The lines of the file, field by field.
private struct SDPAReader {
  let file: String
  private var lines: [(number: Int, fields: [Substring])]
  private var next = 0

  init(_ bytes: [UInt8], file: String) {
    self.file = file
    let text = String(decoding: bytes, as: UTF8.self)
    lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
      .filter { !$0.element.hasPrefix("\"") && !$0.element.hasPrefix("*") }
      .map { ($0.offset + 1, $0.element.split { " \t,{}()".contains($0) }) }
      .filter { !$0.1.isEmpty }
  }

  func bad(_ message: String) -> FileError {
    let line = lines.isEmpty ? nil : lines[min(max(next - 1, 0), lines.count - 1)].number
    return .badData(file: file, line: line, message: message)
  }

  private mutating func line(_ name: String) throws(FileError) -> [Substring] {
    guard next < lines.count else { throw bad("the file ends before \(name)") }
    defer { next += 1 }
    return lines[next].fields
  }

  /// The first field of a line; SDPA allows words behind it.
  mutating func whole(_ name: String, in range: ClosedRange<Int>) throws(FileError) -> Int {
    let field = try line(name)[0]
    guard let number = Int(field), range.contains(number) else {
      throw bad("\"\(field)\" is not \(name)")
    }
    return number
  }

  mutating func numbers(_ count: Int) throws(FileError) -> [Double] {
    let fields = try line("the right-hand side")
    guard fields.count == count else {
      throw bad("\(fields.count) numbers for \(count) constraints")
    }
    return try fields.map { field throws(FileError) in try number(field) }
  }

  private func number(_ field: Substring) throws(FileError) -> Double {
    guard let value = Double(field), value.isFinite else {
      throw bad("\"\(field)\" is not a number")
    }
    return value
  }

  mutating func entries(size: Int, matrices: Int) throws(FileError) -> [SDPAFile.Entry] {
    var entries: [SDPAFile.Entry] = [], seen: Set<[Int]> = []
    while next < lines.count {
      let number = lines[next].number, fields = try line("an entry")
      let places = fields.prefix(4).compactMap { Int($0) }
      guard fields.count == 5, places.count == 4 else {
        throw bad("an entry is `matrix block row column value`")
      }
      guard (0...matrices).contains(places[0]), places[1] == 1 else {
        throw bad("matrix \(places[0]), block \(places[1]): no such matrix or block")
      }
      guard (1...size).contains(places[2]), (1...size).contains(places[3]) else {
        throw bad("row \(places[2]), column \(places[3]) lies outside \(size) × \(size)")
      }
      let (i, j) = (min(places[2], places[3]) - 1, max(places[2], places[3]) - 1)
      guard seen.insert([places[0], i, j]).inserted else { throw bad("an entry is given twice") }
      entries.append(
        SDPAFile.Entry(
          matrix: places[0], row: i, column: j, value: try self.number(fields[4]), line: number))
    }
    return entries
  }
}
