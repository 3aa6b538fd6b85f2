/// Doubles that code themselves as one text: sixteen hexadecimal digits for the bits of each.
///
/// Every value comes back to the bit, NaN and infinities too, which JSON has no numbers for; and a
/// coder handles one text instead of a value for each element. Cost: 16 characters a number.
public struct PackedDoubles: Sendable, Codable {
  public let values: [Double]

  public init(_ values: [Double]) { self.values = values }

  public func encode(to encoder: any Encoder) throws {
    let text = String(unsafeUninitializedCapacity: 16 * values.count) { digits in
      for (k, value) in values.enumerated() {
        var bits = value.bitPattern
        for place in (16 * k..<16 * (k + 1)).reversed() {
          digits[place] = Self.digit[Int(bits & 15)]
          bits >>= 4
        }
      }
      return 16 * values.count
    }
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  /// - Throws: `DecodingError` where the text is not whole numbers' worth of digits.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let digits = Array(try container.decode(String.self).utf8)
    var values: [Double] = [], isHexadecimal = digits.count % 16 == 0
    values.reserveCapacity(digits.count / 16)
    // All digits are looked at and judged at the end: well-formed text is the rule.
    for start in stride(from: 0, to: digits.count - digits.count % 16, by: 16) {
      var bits: UInt64 = 0
      for place in start..<start + 16 {
        let value = Self.value(of: digits[place])
        isHexadecimal = isHexadecimal && value < 16
        bits = bits << 4 | UInt64(value & 15)
      }
      values.append(Double(bitPattern: bits))
    }
    guard isHexadecimal else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not sixteen hexadecimal digits a number")
    }
    self.values = values
  }

  private static let digit = Array("0123456789abcdef".utf8)

  /// 16 for what is no digit.
  private static func value(of digit: UInt8) -> UInt8 {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x61 + 10
    default: 16
    }
  }
}
