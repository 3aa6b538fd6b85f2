internal import Foundation
internal import LowRank

/// Measurements of Pauli strings in a quantum state, as lines; `object` reads the same from JSON.
///
///     XIZ 0.25            an expectation
///     XIZ 0.25 0.01       with its standard deviation (or weight, where the header says "weight")
///     XIZ 630 370         how often +1 and −1 came out
///     XYZ 011 42          how often the setting XYZ gave 0, 1, 1 for its qubits, left to right
///
/// Fields are separated by blanks, commas or semicolons; a first line of words is a header. Two
/// numbers are counts where every line has whole ones and some are above 1, which no expectation
/// is.
enum PauliReader {
  struct Line {
    let number: Int
    let fields: [String]
  }

  /// Whether the first line, or the second below a header, is a Pauli string and one or two fields.
  static func recognises(_ bytes: [UInt8]) -> Bool {
    lines(of: bytes).prefix(2).contains { line in
      (2...3).contains(line.fields.count) && PauliString(line.fields[0]) != nil
        && Double(line.fields[1]) != nil
    }
  }

  static func lines(_ bytes: [UInt8], file: String) throws(FileError) -> MeasurementFile {
    var lines = lines(of: bytes)[...]
    var header: [String] = []
    if let top = lines.first, PauliString(top.fields[0]) == nil,
      top.fields.dropFirst().allSatisfy({ Double($0) == nil })
    {
      header = top.fields.map { $0.lowercased() }
      lines.removeFirst()
    }
    if areOutcomes(lines) { return try outcomes(lines, file) }
    let hasCounts = areCounts(lines), hasWeights = ["w", "weight"].contains(header.last ?? "")
    var expectations = PauliExpectationList(file: file)
    for line in lines {
      guard (2...3).contains(line.fields.count) else {
        throw .badData(
          file: file, line: line.number,
          message: "\(line.fields.count) fields where a Pauli string and a number are needed")
      }
      let value = try number(line, 1, file)
      let second = line.fields.count == 3 ? try number(line, 2, file) : nil
      let reading: PauliReading =
        switch second {
        case nil: .exactly(value)
        case let second? where hasCounts: .counts(plus: value, minus: second)
        case let second? where hasWeights: .weighted(value, weight: second)
        case let second?: .measured(value, sigma: second)
        }
      try expectations.append(line.fields[0], reading, line: line.number)
    }
    return try expectations.measurements()
  }

  private static func number(_ line: Line, _ place: Int, _ file: String) throws(FileError) -> Double
  {
    guard let value = Double(line.fields[place]), value.isFinite else {
      throw .badData(
        file: file, line: line.number, column: place + 1,
        message: "\"\(line.fields[place])\" is not a number")
    }
    return value
  }

  private static func areCounts(_ lines: ArraySlice<Line>) -> Bool {
    let numbers = lines.map { $0.fields.dropFirst().map { Double($0) } }
    return numbers.allSatisfy { line in
      line.count == 2 && line.allSatisfy { $0.map { $0 >= 0 && $0 == $0.rounded() } ?? false }
    } && numbers.contains { $0.contains { $0! > 1 } }
  }

  /// Whether every second field is one digit 0 or 1 per qubit. With one qubit `X 0 5` could be
  /// counts of +1 and −1 too: outcomes are told by a setting that comes twice.
  private static func areOutcomes(_ lines: ArraySlice<Line>) -> Bool {
    let look = lines.allSatisfy { line in
      line.fields.count == 3 && line.fields[1].count == line.fields[0].count
        && line.fields[1].allSatisfy { $0 == "0" || $0 == "1" }
    }
    let settings = lines.map { $0.fields[0].uppercased() }
    return look && (settings.first?.count ?? 0 > 1 || Set(settings).count < settings.count)
  }

  private static func outcomes(
    _ lines: ArraySlice<Line>, _ file: String
  ) throws(FileError) -> MeasurementFile {
    var list = OutcomeCounts(file: file)
    for line in lines {
      try list.append(
        line.fields[0], outcome: line.fields[1], count: number(line, 2, file), line: line.number)
    }
    return try list.measurements()
  }

  private static func lines(of bytes: [UInt8]) -> [Line] {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
      .filter { !$0.element.allSatisfy(\.isWhitespace) }
      .map { Line(number: $0.offset + 1, fields: fields(of: $0.element)) }
      .filter { !$0.fields.isEmpty }
  }

  private static func fields(of line: Substring) -> [String] {
    line.split { $0.isWhitespace || $0 == "," || $0 == ";" }.map {
      $0.trimmingCharacters(in: CharacterSet(charactersIn: "\"\u{FEFF}"))
    }
  }
}
