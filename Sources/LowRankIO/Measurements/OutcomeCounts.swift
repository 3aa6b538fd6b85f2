internal import LowRank

/// How often each outcome of each Pauli setting came, as it is read, each checked.
///
/// Outcome 0 of a qubit is the eigenvalue +1 of its letter, 1 is −1.
struct OutcomeCounts {
  let file: String
  private var settings: [PauliString] = []
  private var numberOf: [PauliString: Int] = [:]
  private var counts: [[Double?]] = []

  init(file: String) { self.file = file }

  mutating func append(
    _ label: String, outcome: String, count: Double, line: Int?
  ) throws(FileError) {
    func bad(_ message: String) -> FileError { .badData(file: file, line: line, message: message) }
    guard let setting = PauliString(label) else {
      throw bad("\"\(label)\" is not a string of X, Y and Z for up to 30 qubits")
    }
    guard setting.qubits <= 12 else {
      throw bad(
        "\(setting.qubits) qubits have too many outcomes: give expectations of Pauli strings")
    }
    guard !setting.description.contains("I") else {
      throw bad("the setting \(label) leaves a qubit unmeasured: outcomes need X, Y or Z of each")
    }
    if let first = settings.first, first.qubits != setting.qubits {
      throw bad("\(label) has \(setting.qubits) qubits and \(first) has \(first.qubits)")
    }
    guard count >= 0, count == count.rounded(), count < 1e15 else {
      throw bad("\(label) gave \(outcome) \(count) times, which is not a whole number from 0")
    }
    let number = numberOf[setting] ?? settings.count
    if number == settings.count {
      numberOf[setting] = number
      settings.append(setting)
      counts.append(Array(repeating: nil, count: 1 << setting.qubits))
    }
    let place = Int(outcome, radix: 2)!
    guard counts[number][place] == nil else {
      throw bad("the outcome \(outcome) of \(label) is given twice")
    }
    counts[number][place] = count
  }

  /// Frequencies and their reciprocal variances; an outcome that is not named never came.
  ///
  /// The variance is p (1 − p)/N with two counts more on either side (Agresti, Coull 1998): an
  /// outcome that never came is not known to be impossible.
  func measurements() throws(FileError) -> MeasurementFile {
    guard !settings.isEmpty else { throw .badData(file: file, message: "there is no count") }
    var frequencies: [Double] = [], weights: [Double] = []
    for (setting, counts) in zip(settings, counts) {
      let numbers = counts.map { $0 ?? 0 }, shots = numbers.reduce(0, +)
      guard shots > 0 else {
        throw .badData(file: file, message: "\(setting) was never measured: all its counts are 0")
      }
      for count in numbers {
        let share = (count + 2) / (shots + 4)
        frequencies.append(count / shots)
        weights.append(shots / (share * (1 - share)))
      }
    }
    return MeasurementFile(
      .frequencies(SettingFrequencies(settings), frequencies), weights: weights)
  }
}
