/// The type of a NumPy array's elements: byte order, kind and size.
struct NPYType: Equatable {
  enum Kind: Character {
    case real = "f"
    case signed = "i"
    case unsigned = "u"
    case boolean = "b"
    case text = "U"
    case ascii = "S"
  }

  let kind: Kind
  /// Bytes an element.
  let size: Int
  let isBigEndian: Bool

  /// Nil for a type that is not read.
  init?(_ code: String) {
    guard let order = code.first, "<>|=".contains(order), code.count >= 3,
      let kind = Kind(rawValue: code.dropFirst().first!), let count = Int(code.dropFirst(2))
    else { return nil }
    self.kind = kind
    isBigEndian = order == ">"
    switch kind {
    case .real where count == 4 || count == 8: size = count
    case .signed where [1, 2, 4, 8].contains(count): size = count
    case .unsigned where [1, 2, 4, 8].contains(count): size = count
    case .boolean where count == 1: size = count
    // A fixed-width string: four bytes a code point. Its length comes from an untrusted header.
    case .text where (0...1 << 20).contains(count): size = 4 * count
    case .ascii where (0...1 << 20).contains(count): size = count
    default: return nil
    }
  }

  /// Why an array of this type is not read.
  static func refusal(_ code: String) -> String {
    let kind = code.dropFirst().first
    if kind == "c" {
      return "complex numbers (\(code)) are not supported yet: split them in real parts"
    }
    if kind == "O" { return "Python objects (\(code)) are never loaded: they may hold code" }
    return "the element type \"\(code)\" is not supported"
  }

  /// The elements in `bytes`, which holds exactly `count`.
  func decode(
    _ bytes: ArraySlice<UInt8>, count: Int, file: String
  ) throws(FileError) -> NPY.Elements {
    switch (kind, size) {
    case (.real, 8): .numbers(map(bytes) { (b: UInt64) in Double(bitPattern: b) })
    case (.real, _): .numbers(map(bytes) { (b: UInt32) in Double(Float(bitPattern: b)) })
    case (.signed, 1): .numbers(bytes.map { Double(Int8(bitPattern: $0)) })
    case (.signed, 2): .numbers(map(bytes) { (b: UInt16) in Double(Int16(bitPattern: b)) })
    case (.signed, 4): .numbers(map(bytes) { (b: UInt32) in Double(Int32(bitPattern: b)) })
    case (.signed, _): .numbers(map(bytes) { (b: UInt64) in Double(Int64(bitPattern: b)) })
    case (.unsigned, 1): .bytes(Array(bytes))
    case (.unsigned, 2): .numbers(map(bytes) { (b: UInt16) in Double(b) })
    case (.unsigned, 4): .numbers(map(bytes) { (b: UInt32) in Double(b) })
    case (.unsigned, _): .numbers(map(bytes) { (b: UInt64) in Double(b) })
    case (.boolean, _): .numbers(bytes.map { $0 == 0 ? 0 : 1 })
    case (.text, _): .texts(try texts(bytes, count, file))
    case (.ascii, _): .texts(asciiTexts(bytes, count))
    }
  }

  private func map<B: FixedWidthInteger>(
    _ bytes: ArraySlice<UInt8>, _ convert: (B) -> Double
  ) -> [Double] {
    bytes.withUnsafeBytes { raw in
      // Elements need not lie at multiples of their size within the file.
      stride(from: 0, to: raw.count, by: MemoryLayout<B>.size).map { offset in
        let bits = raw.loadUnaligned(fromByteOffset: offset, as: B.self)
        return convert(isBigEndian ? B(bigEndian: bits) : B(littleEndian: bits))
      }
    }
  }

  /// Bytes of fixed width, padded with zeros.
  private func asciiTexts(_ bytes: ArraySlice<UInt8>, _ count: Int) -> [String] {
    (0..<count).map { k in
      let start = bytes.startIndex + k * size
      return String(decoding: bytes[start..<start + size].prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// UTF-32 of fixed width, padded with zeros.
  private func texts(
    _ bytes: ArraySlice<UInt8>, _ count: Int, _ file: String
  ) throws(FileError) -> [String] {
    let points = map(bytes) { (b: UInt32) in Double(b) }
    let width = size / 4
    var texts: [String] = []
    for k in 0..<count {
      var text = String.UnicodeScalarView()
      let scalars = points[k * width..<(k + 1) * width]
      let end = scalars.lastIndex { $0 != 0 } ?? scalars.startIndex - 1
      for point in scalars.prefix(through: end) {
        guard let scalar = Unicode.Scalar(UInt32(point)) else {
          throw .badData(file: file, message: "the array holds a text that is not Unicode")
        }
        text.append(scalar)
      }
      texts.append(String(text))
    }
    return texts
  }
}
