extension NPY {
  /// The array as a `.npy` file, version 1.0, little-endian, C order.
  public func encoded() -> [UInt8] {
    let (type, body) = encodedElements()
    return NPY.file(type: type, shape: shape, body)
  }

  /// Header and elements.
  static func file(type: String, shape: [Int], _ body: [UInt8]) -> [UInt8] {
    let sides = shape.map { "\($0)" }.joined(separator: ", ")
    let tuple = shape.count == 1 ? "(\(sides),)" : "(\(sides))"
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(tuple), }"
    // NumPy pads with spaces so that the elements start at a multiple of 64 bytes.
    let unpadded = NPY.magic.count + 4 + header.utf8.count + 1
    header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    let length = header.utf8.count
    return NPY.magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(header.utf8) + body
  }

  private func encodedElements() -> (type: String, body: [UInt8]) {
    switch elements {
    case .numbers(let numbers):
      return ("<f8", numbers.withUnsafeBytes { Array($0) })
    case .bytes(let bytes): return ("|u1", bytes)
    case .texts(let texts):
      let width = max(1, texts.map(\.unicodeScalars.count).max() ?? 1)
      var body: [UInt8] = []
      body.reserveCapacity(4 * width * texts.count)
      for text in texts {
        for scalar in text.unicodeScalars {
          for shift in [0, 8, 16, 24] { body.append(UInt8(scalar.value >> UInt32(shift) & 0xFF)) }
        }
        body.append(contentsOf: repeatElement(0, count: 4 * (width - text.unicodeScalars.count)))
      }
      return ("<U\(width)", body)
    }
  }
}
