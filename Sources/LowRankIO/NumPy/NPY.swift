/// A NumPy array of one or two dimensions (or none), as doubles or as texts.
///
/// Read: f4 f8, i1 i2 i4 i8, u1 u2 u4 u8, b1 in either byte order become doubles, with NaN as a
/// gap; `U` and `S` become strings. C and Fortran order. Written: f8, u1 and `U`, C order.
public struct NPY: Sendable, Equatable {
  static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]

  public enum Elements: Sendable, Equatable {
    case numbers([Double])
    case texts([String])
    /// Unsigned bytes, kept as such for JSON headers.
    case bytes([UInt8])
  }

  public let shape: [Int]
  /// In C order: the last index runs fastest.
  public let elements: Elements

  public init(shape: [Int], numbers: [Double]) {
    precondition(shape.reduce(1, *) == numbers.count, "the shape does not hold the elements")
    self.shape = shape
    elements = .numbers(numbers)
  }

  public init(texts: [String]) {
    shape = [texts.count]
    elements = .texts(texts)
  }

  public init(bytes: [UInt8]) {
    shape = [bytes.count]
    elements = .bytes(bytes)
  }

  /// The array in a `.npy` file.
  public init(contentsOf path: String) throws(FileError) {
    try self.init(readBytes(path)[...], file: path)
  }

  /// The array in `bytes`; `file` is what messages call it.
  public init(_ bytes: ArraySlice<UInt8>, file: String) throws(FileError) {
    let header = try NPYHeader(bytes, file: file)
    guard let type = NPYType(header.type) else {
      throw .badData(file: file, message: NPYType.refusal(header.type))
    }
    let count = try NPY.checkedCount(header, type, available: bytes.endIndex - header.end, file)
    shape = header.shape
    let body = bytes[header.end..<header.end + count * type.size]
    var elements = try type.decode(body, count: count, file: file)
    if header.isFortranOrder && shape.count > 1 { elements = NPY.cOrder(elements, shape) }
    self.elements = elements
  }

  /// The elements as numbers; `.badData` if they are texts.
  public func numbers(file: String) throws(FileError) -> [Double] {
    switch elements {
    case .numbers(let numbers): return numbers
    case .bytes(let bytes): return bytes.map(Double.init)
    case .texts: throw .badData(file: file, message: "the array holds text, not numbers")
    }
  }

  /// The number of elements the shape promises, once it is known to be what the file holds.
  private static func checkedCount(
    _ header: NPYHeader, _ type: NPYType, available: Int, _ file: String
  ) throws(FileError) -> Int {
    let shape = header.shape.map { "\($0)" }.joined(separator: " × ")
    var bytes = type.size
    for side in header.shape {
      let (product, overflows) = bytes.multipliedReportingOverflow(by: side)
      guard !overflows else {
        throw .badData(file: file, message: "the shape \(shape) is too large for any file")
      }
      bytes = product
    }
    guard bytes == available else {
      let verb = bytes > available ? "but only" : "but"
      throw .badData(
        file: file,
        message: "the shape \(shape) needs \(bytes) bytes, \(verb) \(available) follow the header")
    }
    return bytes / max(type.size, 1)
  }

  /// The elements with the last index running fastest, where the first did.
  private static func cOrder(_ elements: Elements, _ shape: [Int]) -> Elements {
    func reordered<T>(_ source: [T]) -> [T] {
      var strides = [1]
      for side in shape.dropLast() { strides.append(strides.last! * side) }
      return source.indices.map { place in
        var rest = place, at = 0
        for axis in shape.indices.reversed() {
          at += rest % shape[axis] * strides[axis]
          rest /= shape[axis]
        }
        return source[at]
      }
    }
    switch elements {
    case .numbers(let numbers): return .numbers(reordered(numbers))
    case .texts(let texts): return .texts(reordered(texts))
    case .bytes(let bytes): return .bytes(reordered(bytes))
    }
  }
}
