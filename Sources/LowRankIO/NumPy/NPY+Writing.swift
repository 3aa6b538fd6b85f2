extension NPY {
  /// The array as a `.npy` file, version 1.0, little-endian, C order.
  public func encoded() -> [UInt8] {
    switch elements {
    case .numbers(let numbers): return NPY.file(type: "<f8", shape: shape, numbers)
    case .bytes(let bytes): return NPY.file(type: "|u1", shape: shape, bytes)
    case .texts(let texts):
      let width = max(1, texts.map(\.unicodeScalars.count).max() ?? 1)
      return NPY.file(type: "<U\(width)", shape: shape, NPY.padded(texts, width: width))
    }
  }

  /// Header and elements as they lie in memory, which is held once beside them.
  static func file(
    type: String, shape: [Int], _ elements: [some BitwiseCopyable]
  ) -> [UInt8] {
    let header = header(type: type, shape: shape)
    var file: [UInt8] = []
    elements.withUnsafeBytes { body in
      file.reserveCapacity(header.count + body.count)
      file.append(contentsOf: header)
      file.append(contentsOf: body)
    }
    return file
  }

  private static func header(type: String, shape: [Int]) -> [UInt8] {
    let sides = shape.map { "\($0)" }.joined(separator: ", ")
    let tuple = shape.count == 1 ? "(\(sides),)" : "(\(sides))"
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(tuple), }"
    // NumPy pads with spaces so that the elements start at a multiple of 64 bytes.
    let unpadded = NPY.magic.count + 4 + header.utf8.count + 1
    header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    let length = header.utf8.count
    return NPY.magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(header.utf8)
  }

  /// The scalars of the texts, each text filled up with zeros to the same width.
  private static func padded(_ texts: [String], width: Int) -> [UInt32] {
    var scalars: [UInt32] = []
    scalars.reserveCapacity(width * texts.count)
    for text in texts {
      let end = scalars.count + width
      for scalar in text.unicodeScalars { scalars.append(scalar.value.littleEndian) }
      scalars.append(contentsOf: repeatElement(0, count: end - scalars.count))
    }
    return scalars
  }
}
