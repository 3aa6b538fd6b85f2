internal import Foundation
internal import LowRank

/// Expectations of Pauli strings, as a JSON object or as lines of a label and a number.
enum PauliReader {
  /// Whether the first line, or the second below a header, is a Pauli string and one more field.
  static func recognises(_ bytes: [UInt8]) -> Bool {
    lines(of: bytes).prefix(2).contains { line in
      let fields = fields(of: line.text)
      return fields.count == 2 && PauliString(fields[0]) != nil
    }
  }

  /// `{"XIZ": 0.25, …}`.
  static func object(_ bytes: [UInt8], file: String) throws(FileError) -> MeasurementFile {
    let values: [String: Double]
    do {
      values = try JSONDecoder().decode([String: Double].self, from: Data(bytes))
    } catch {
      throw .badData(
        file: file, message: "is not a JSON object of Pauli strings and numbers, {\"XIZ\": 0.25, …}"
      )
    }
    var collected = Collected(file: file)
    for (label, value) in values.sorted(by: { $0.key < $1.key }) {
      try collected.append(label, value, line: nil)
    }
    return try collected.measurements()
  }

  /// `XIZ 0.25`, separated by blanks, commas or semicolons; a first line of words is a header.
  static func lines(_ bytes: [UInt8], file: String) throws(FileError) -> MeasurementFile {
    var collected = Collected(file: file)
    for (place, line) in lines(of: bytes).enumerated() {
      let fields = fields(of: line.text)
      guard fields.count == 2 else {
        throw .badData(
          file: file, line: line.number,
          message: "\(fields.count) fields where a Pauli string and a number are needed")
      }
      guard let value = Double(fields[1]) else {
        if place == 0, PauliString(fields[0]) == nil { continue }
        throw .badData(
          file: file, line: line.number, column: 2, message: "\"\(fields[1])\" is not a number")
      }
      try collected.append(fields[0], value, line: line.number)
    }
    return try collected.measurements()
  }

  private static func lines(of bytes: [UInt8]) -> [(number: Int, text: Substring)] {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
      .filter { !$0.element.allSatisfy(\.isWhitespace) }.map { ($0.offset + 1, $0.element) }
  }

  private static func fields(of line: Substring) -> [String] {
    line.split { $0.isWhitespace || $0 == "," || $0 == ";" }.map {
      $0.trimmingCharacters(in: CharacterSet(charactersIn: "\"\u{FEFF}"))
    }
  }
}

/// Strings and expectations as they come, each checked.
private struct Collected {
  let file: String
  private var strings: [PauliString] = []
  private var values: [Double] = []
  private var lineOf: [PauliString: Int] = [:]

  init(file: String) { self.file = file }

  mutating func append(_ label: String, _ value: Double, line: Int?) throws(FileError) {
    func bad(_ message: String) -> FileError {
      .badData(file: file, line: line, message: message)
    }
    guard let string = PauliString(label) else {
      throw bad("\"\(label)\" is not a string of I, X, Y and Z for up to 30 qubits")
    }
    if let first = strings.first, first.qubits != string.qubits {
      throw bad("\(label) has \(string.qubits) qubits and \(first) has \(first.qubits)")
    }
    guard value.isFinite, abs(value) <= 1.5 else {
      throw bad("the expectation of \(label) is \(value); they lie between −1 and 1")
    }
    if let earlier = lineOf[string] {
      throw bad("\(label) is given twice\(earlier > 0 ? ", first on line \(earlier)" : "")")
    }
    lineOf[string] = line ?? 0
    strings.append(string)
    values.append(value)
  }

  /// With the trace, which is one whether it was written down or not.
  func measurements() throws(FileError) -> MeasurementFile {
    guard let first = strings.first else {
      throw .badData(file: file, message: "there is no expectation")
    }
    guard first.qubits <= 13 else {
      throw .badData(
        file: file,
        message: "\(first.qubits) qubits: a state of more than 13 does not fit in memory")
    }
    let identity = PauliString(String(repeating: "I", count: first.qubits))!
    guard lineOf[identity] == nil else {
      return .pauli(PauliExpectations(strings), values)
    }
    return .pauli(PauliExpectations(strings + [identity]), values + [1])
  }
}
