internal import LinearAlgebra
internal import LowRank

/// The arrays of a model file, checked for presence, shape and finite values.
struct ModelReader {
  let arrays: [String: NPY]
  let file: String

  func header() throws(FileError) -> [UInt8] {
    switch arrays["header"]?.elements {
    case .texts(let texts)?: return Array(texts.joined().utf8)
    case .bytes(let bytes)?: return bytes
    default: throw bad("this is not a model: the array \"header\" is missing")
    }
  }

  func model(_ header: ModelHeader) throws(FileError) -> CompletionModel {
    let left = try matrix("left", rank: header.rank)
    let right = try matrix("right", rank: header.rank)
    let values = try vector("singular_values", count: nil)
    let rowEffects = try vector("row_effects", count: left.rows)
    let columnEffects = try vector("column_effects", count: right.rows)
    return CompletionModel(
      factors: LowRankMatrix(left: left, right: right), singularValues: values,
      rowEffects: rowEffects, columnEffects: columnEffects,
      link: try header.decodedLink(file: file), lower: try bounds("lower", right.rows),
      upper: try bounds("upper", right.rows))
  }

  func names(_ key: String, count: Int) throws(FileError) -> [String]? {
    guard let array = arrays[key] else { return nil }
    guard case .texts(let names) = array.elements, names.count == count else {
      throw bad("\"\(key)\" is not a list of \(count) names")
    }
    return names
  }

  func noise(count: Int) throws(FileError) -> [Double]? {
    guard arrays["noise_variances"] != nil else { return nil }
    let noise = try vector("noise_variances", count: count)
    guard noise.allSatisfy({ $0 >= 0 }) else { throw bad("a variance of the noise is negative") }
    return noise
  }

  private func matrix(_ key: String, rank: Int) throws(FileError) -> Matrix {
    let array = try array(key)
    guard array.shape.count == 2, array.shape[1] == rank else {
      throw bad("\"\(key)\" has not \(rank) columns, the rank in the header")
    }
    return Matrix(
      rows: array.shape[0], columns: rank, elements: try finite(array.numbers(file: file), key))
  }

  private func vector(_ key: String, count: Int?) throws(FileError) -> [Double] {
    let numbers = try array(key).numbers(file: file)
    guard count == nil || numbers.count == count else {
      throw bad("\"\(key)\" holds \(numbers.count) numbers, not \(count!)")
    }
    return try finite(numbers, key)
  }

  /// Bounds may be infinite: a column without one.
  private func bounds(_ key: String, _ count: Int) throws(FileError) -> [Double]? {
    guard let numbers = try arrays[key]?.numbers(file: file) else { return nil }
    guard numbers.count == count, !numbers.contains(where: \.isNaN) else {
      throw bad("\"\(key)\" is not a list of \(count) bounds")
    }
    return numbers
  }

  private func array(_ key: String) throws(FileError) -> NPY {
    guard let array = arrays[key] else {
      throw bad("this is not a model: the array \"\(key)\" is missing")
    }
    return array
  }

  private func finite(_ numbers: [Double], _ key: String) throws(FileError) -> [Double] {
    guard numbers.allSatisfy(\.isFinite) else { throw bad("\"\(key)\" holds NaN or infinity") }
    return numbers
  }

  private func bad(_ message: String) -> FileError { .badData(file: file, message: message) }
}
