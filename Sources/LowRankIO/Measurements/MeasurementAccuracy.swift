/// One weight or standard deviation for each measurement of a file, from another file.
public struct MeasurementAccuracy: Sendable {
  public let numbers: [Double]
  public let areSigmas: Bool
  /// What messages call the file that they are from.
  public let file: String

  public init(numbers: [Double], areSigmas: Bool, file: String) {
    self.numbers = numbers
    self.areSigmas = areSigmas
    self.file = file
  }

  /// Reciprocal variances.
  func weights(count: Int, of name: String) throws(FileError) -> [Double] {
    func bad(_ message: String) -> FileError { .badData(file: file, message: message) }
    guard numbers.count == count else {
      throw bad("\(name) holds \(numbers.count) numbers for \(count) measurements")
    }
    var weights: [Double] = []
    for (k, number) in numbers.enumerated() {
      let weight = areSigmas ? 1 / (number * number) : number
      guard number > 0, weight > 0, weight.isFinite else {
        throw bad("\(name)[\(k)] is \(number); it must be a finite number above 0")
      }
      weights.append(weight)
    }
    return weights
  }
}

/// Numbers, one a line, or a `.npy` vector.
public struct NumberList: Sendable {
  public let numbers: [Double]

  public init(contentsOf path: String) throws(FileError) {
    try self.init(readBytes(path), file: nameInMessages(path))
  }

  public init(_ bytes: [UInt8], file: String) throws(FileError) {
    guard !bytes.starts(with: NPY.magic) else {
      numbers = try NPY(bytes[...], file: file).numbers(file: file)
      return
    }
    var found: [Double] = []
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (k, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      guard let number = Double(line.filter { !$0.isWhitespace }), number.isFinite else {
        throw .badData(file: file, line: k + 1, message: "\"\(line)\" is not a number")
      }
      found.append(number)
    }
    numbers = found
  }
}
