internal import Foundation
internal import LowRank

/// `{"XIZ": 0.25}`, `{"XIZ": {"value": 0.25, "sigma": 0.01}}` (or "weight"), `{"XIZ": [630, 370]}`
/// or `{"XIZ": {"+": 630, "-": 370}}`, and for every outcome of a setting `{"XYZ": {"011": 42, …}}`
/// or `{"XYZ": […]}` with 2ⁿ counts, 00…0 first.
extension PauliReader {
  static func object(_ bytes: [UInt8], file: String) throws(FileError) -> MeasurementFile {
    let entries: [String: Entry]
    do {
      entries = try JSONDecoder().decode([String: Entry].self, from: Data(bytes))
    } catch {
      throw .badData(
        file: file, message: "is not a JSON object of Pauli strings and numbers, {\"XIZ\": 0.25, …}"
      )
    }
    let sorted = entries.sorted { $0.key < $1.key }
    let areOutcomes = sorted.filter { $0.value.isOutcomes(of: $0.key) }
    guard !areOutcomes.isEmpty else { return try expectations(sorted, file) }
    guard areOutcomes.count == sorted.count else {
      throw .badData(
        file: file,
        message: "some labels have counts of every outcome and others have none: make two files")
    }
    var list = OutcomeCounts(file: file)
    for (setting, entry) in sorted {
      for (outcome, count) in entry.outcomes(of: setting) {
        try list.append(setting, outcome: outcome, count: count, line: nil)
      }
    }
    return try list.measurements()
  }

  private static func expectations(
    _ entries: [(key: String, value: Entry)], _ file: String
  ) throws(FileError) -> MeasurementFile {
    var list = PauliExpectationList(file: file)
    for (label, entry) in entries {
      guard let reading = entry.reading else {
        throw .badData(
          file: file,
          message: "\(label) has neither an expectation nor counts: write 0.25, "
            + "{\"value\": 0.25, \"sigma\": 0.01}, [630, 370] or {\"+\": 630, \"-\": 370}")
      }
      try list.append(label, reading, line: nil)
    }
    return try list.measurements()
  }

  private enum Entry: Decodable {
    case number(Double)
    case list([Double])
    case named([String: Double])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let list = try? container.decode([Double].self) {
        self = .list(list)
      } else {
        self = .named(try container.decode([String: Double].self))
      }
    }

    func isOutcomes(of label: String) -> Bool {
      switch self {
      case .number: false
      case .list(let counts): counts.count > 2 && counts.count == 1 << min(label.count, 30)
      case .named(let counts):
        !counts.isEmpty
          && counts.keys.allSatisfy {
            $0.count == label.count && $0.allSatisfy { $0 == "0" || $0 == "1" }
          }
      }
    }

    func outcomes(of label: String) -> [(String, Double)] {
      switch self {
      case .number: []
      case .named(let counts): counts.sorted { $0.key < $1.key }
      case .list(let counts):
        counts.enumerated().map { k, count in
          let digits = String(k, radix: 2)
          return (String(repeating: "0", count: label.count - digits.count) + digits, count)
        }
      }
    }

    var reading: PauliReading? {
      switch self {
      case .number(let value): return .exactly(value)
      case .list(let counts):
        return counts.count == 2 ? .counts(plus: counts[0], minus: counts[1]) : nil
      case .named(let parts):
        if let value = parts["value"] {
          if let sigma = parts["sigma"] { return .measured(value, sigma: sigma) }
          return parts["weight"].map { .weighted(value, weight: $0) } ?? .exactly(value)
        }
        let plus = parts["+"] ?? parts["+1"] ?? parts["1"], minus = parts["-"] ?? parts["-1"]
        guard plus != nil || minus != nil else { return nil }
        return .counts(plus: plus ?? 0, minus: minus ?? 0)
      }
    }
  }
}
