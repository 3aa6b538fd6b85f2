/// The header of a `.npy` array: element type, order and shape.
///
/// The header is a Python dictionary of exactly three keys. It is read by a grammar of string,
/// `True`/`False` and tuple of whole numbers, never evaluated.
struct NPYHeader: Equatable {
  /// For example `<f8`: byte order, kind and bytes an element.
  let type: String
  let isFortranOrder: Bool
  let shape: [Int]
  /// Where the elements start.
  let end: Int

  /// - Throws: `.badData` for a wrong magic, version, length or dictionary.
  init(_ bytes: ArraySlice<UInt8>, file: String) throws(FileError) {
    func bad(_ message: String) -> FileError { .badData(file: file, message: message) }
    guard bytes.starts(with: NPY.magic), bytes.count >= 10 else {
      throw bad(
        bytes.isEmpty ? "the file is empty" : "not a NumPy array: the magic bytes are missing")
    }
    let base = bytes.startIndex, version = bytes[base + 6]
    guard (1...3).contains(version) else { throw bad("NPY version \(version) is not known") }
    let wide = version > 1, start = base + (wide ? 12 : 10)
    guard start <= bytes.endIndex else { throw bad("the header ends early") }
    let length = (base + 8..<start).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
    guard length <= bytes.endIndex - start else { throw bad("the header ends early") }
    guard length <= 1 << 16 else { throw bad("the header is longer than 65536 bytes") }
    end = start + length
    var literal = HeaderLiteral(bytes[start..<end])
    guard let fields = literal.dictionary() else {
      throw bad("the header is not a plain dictionary of descr, fortran_order and shape")
    }
    (type, isFortranOrder, shape) = fields
  }
}

/// The grammar of an NPY header, read from left to right.
private struct HeaderLiteral {
  private var rest: ArraySlice<UInt8>

  init(_ text: ArraySlice<UInt8>) { rest = text }

  mutating func dictionary() -> (type: String, isFortranOrder: Bool, shape: [Int])? {
    var type: String?
    var order: Bool?
    var shape: [Int]?
    guard take("{") else { return nil }
    while !take("}") {
      guard let key = string(), take(":") else { return nil }
      switch key {
      case "descr" where type == nil: type = string()
      case "fortran_order" where order == nil: order = boolean()
      case "shape" where shape == nil: shape = tuple()
      default: return nil
      }
      if !take(",") && peek() != UInt8(ascii: "}") { return nil }
    }
    guard peek() == nil, let type, let order, let shape else { return nil }
    return (type, order, shape)
  }

  /// The next byte that is no space.
  private mutating func peek() -> UInt8? {
    while let first = rest.first, first == 0x20 || first == 0x0A || first == 0x09 {
      rest.removeFirst()
    }
    return rest.first
  }

  private mutating func take(_ token: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: token) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func string() -> String? {
    guard let quote = peek(), quote == 0x27 || quote == 0x22 else { return nil }
    rest.removeFirst()
    guard let end = rest.firstIndex(of: quote) else { return nil }
    defer { rest = rest[(end + 1)...] }
    return String(decoding: rest[..<end], as: UTF8.self)
  }

  private mutating func boolean() -> Bool? {
    _ = peek()
    for (word, value) in [("True", true), ("False", false)] where rest.starts(with: word.utf8) {
      rest.removeFirst(word.utf8.count)
      return value
    }
    return nil
  }

  private mutating func tuple() -> [Int]? {
    guard take("(") else { return nil }
    var numbers: [Int] = []
    while !take(")") {
      guard let number = number() else { return nil }
      numbers.append(number)
      if !take(",") && peek() != UInt8(ascii: ")") { return nil }
    }
    return numbers
  }

  /// A whole number that fits; a trailing L is what Python 2 wrote.
  private mutating func number() -> Int? {
    _ = peek()
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    rest = rest.dropFirst(digits.count)
    _ = take("L")
    return Int(String(decoding: digits, as: UTF8.self))
  }
}
