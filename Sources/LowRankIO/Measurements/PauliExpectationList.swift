internal import LowRank

/// What was read of one Pauli string.
enum PauliReading {
  case exactly(Double)
  case measured(Double, sigma: Double)
  case weighted(Double, weight: Double)
  case counts(plus: Double, minus: Double)
}

/// Strings and expectations as they come, each checked.
struct PauliExpectationList {
  let file: String
  private var strings: [PauliString] = []
  private var values: [Double] = []
  private var weights: [Double?] = []
  private var lineOf: [PauliString: Int] = [:]

  init(file: String) { self.file = file }

  mutating func append(_ label: String, _ reading: PauliReading, line: Int?) throws(FileError) {
    func bad(_ message: String) -> FileError {
      .badData(file: file, line: line, message: message)
    }
    guard let string = PauliString(label) else {
      throw bad("\"\(label)\" is not a string of I, X, Y and Z for up to 30 qubits")
    }
    if let first = strings.first, first.qubits != string.qubits {
      throw bad("\(label) has \(string.qubits) qubits and \(first) has \(first.qubits)")
    }
    let (value, weight) = try Self.expectation(reading) { bad("\(label) \($0)") }
    guard value.isFinite, abs(value) <= 1.5 else {
      throw bad("the expectation of \(label) is \(value); they lie between −1 and 1")
    }
    if let earlier = lineOf[string] {
      throw bad("\(label) is given twice\(earlier > 0 ? ", first on line \(earlier)" : "")")
    }
    lineOf[string] = line ?? 0
    strings.append(string)
    values.append(value)
    weights.append(weight)
  }

  /// The expectation, and its reciprocal variance where there is one to be had.
  ///
  /// Of counts the variance is (1 − E²)/N with two counts more on either side (Agresti, Coull
  /// 1998): a string that always gave +1 is not known without error.
  private static func expectation(
    _ reading: PauliReading, _ bad: (String) -> FileError
  ) throws(FileError) -> (value: Double, weight: Double?) {
    switch reading {
    case .exactly(let value): return (value, nil)
    case .measured(let value, let sigma):
      let weight = 1 / (sigma * sigma)
      guard sigma > 0, weight > 0, weight.isFinite else {
        throw bad("has the standard deviation \(sigma); it must be above 0")
      }
      return (value, weight)
    case .weighted(let value, let weight):
      guard weight > 0, weight.isFinite else {
        throw bad("has the weight \(weight); it must be above 0")
      }
      return (value, weight)
    case .counts(let plus, let minus):
      guard [plus, minus].allSatisfy({ $0 >= 0 && $0 == $0.rounded() && $0 < 1e15 }) else {
        throw bad("has the counts \(plus) and \(minus), which are not whole numbers from 0")
      }
      let shots = plus + minus
      guard shots > 0 else { throw bad("was never measured: both counts are 0") }
      let share = (plus + 2) / (shots + 4)
      return ((plus - minus) / shots, shots / (4 * share * (1 - share)))
    }
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
    let given = weights.compactMap { $0 }
    guard given.isEmpty || given.count == weights.count else {
      throw .badData(
        file: file,
        message:
          "\(strings[weights.firstIndex { $0 == nil }!]) has no standard deviation or counts, "
          + "and others have")
    }
    let identity = PauliString(String(repeating: "I", count: first.qubits))!
    if lineOf[identity] != nil {
      return MeasurementFile(
        .pauli(PauliExpectations(strings), values), weights: given.isEmpty ? nil : given)
    }
    // As certain as the most certain: more would only spoil the condition.
    return MeasurementFile(
      .pauli(PauliExpectations(strings + [identity]), values + [1]),
      weights: given.max().map { given + [$0] })
  }
}
