/// A decimal number in text, read to the nearest double.
///
/// Form: `[+-] digits [. digits] [(e|E) [+-] digits]`, with a digit before or behind the point.
/// No hexadecimal, no "inf", no "nan", no thousands separators.
///
/// Three ways, each correctly rounded: one product or quotient of exact doubles when the digits
/// are below 2⁵³ and the power of ten at most 22 (Clinger 1990); one 128-bit integer division
/// when they fit 64 bits and at most 19 stand behind the point, which is what 17-digit output
/// looks like; otherwise the standard library, 50 times slower and rare.
enum DecimalNumber {
  /// The number that starts at `at`, which moves behind it; nil and unmoved where none starts.
  /// A number too large for a double is ±infinity, one too small is ±0.
  @inline(__always)
  static func scan(_ text: Span<UInt8>, _ at: inout Int) -> Double? {
    let end = text.count
    var p = at
    guard p < end else { return nil }
    let sign = text[unchecked: p]
    if sign == minus || sign == plus { p &+= 1 }
    var digits: UInt64 = 0
    let wholeStart = p
    while p < end, let digit = digit(text[unchecked: p]) {
      digits = digits &* 10 &+ digit
      p &+= 1
    }
    var count = p &- wholeStart, exponent = 0
    if p < end, text[unchecked: p] == point {
      p &+= 1
      let start = p
      while p < end, let digit = digit(text[unchecked: p]) {
        digits = digits &* 10 &+ digit
        p &+= 1
      }
      exponent = start &- p
      count &+= p &- start
    }
    guard count > 0 else { return nil }
    if p < end, text[unchecked: p] | 0x20 == letterE { exponent &+= scanExponent(text, &p) }
    let start = at
    at = p
    if count > 19 { return slowly(text, start, p) }
    let magnitude = nearest(digits, exponent) ?? slowly(text, start, p).magnitude
    return sign == minus ? -magnitude : magnitude
  }

  /// Whether `cell` is a number from its first byte to its last.
  static func isNumber(_ text: Span<UInt8>, _ cell: Range<Int>) -> Bool {
    var at = cell.lowerBound
    return scan(text, &at) != nil && at == cell.upperBound
  }

  @inline(__always)
  private static func digit(_ byte: UInt8) -> UInt64? {
    let value = byte &- 0x30
    return value < 10 ? UInt64(value) : nil
  }

  /// The exponent whose letter is at `p`; 0 and unmoved if no digits follow.
  private static func scanExponent(_ text: Span<UInt8>, _ p: inout Int) -> Int {
    var q = p &+ 1
    guard q < text.count else { return 0 }
    let sign = text[unchecked: q]
    if sign == minus || sign == plus { q &+= 1 }
    let start = q
    var value = 0
    while q < text.count, let digit = digit(text[unchecked: q]) {
      // Beyond 10 000 every exponent says the same: zero or too large.
      if value < 10_000 { value = value &* 10 &+ Int(digit) }
      q &+= 1
    }
    guard q > start else { return 0 }
    p = q
    return sign == minus ? -value : value
  }

  /// digits · 10^exponent to the nearest double, where a quick exact way is known.
  @inline(__always)
  private static func nearest(_ digits: UInt64, _ exponent: Int) -> Double? {
    if digits < 1 << 53 {
      if exponent == 0 { return Double(digits) }
      if exponent < 0 && exponent >= -22 { return Double(digits) / tens(-exponent) }
      if exponent > 0 && exponent <= 22 { return Double(digits) * tens(exponent) }
      return digits == 0 ? 0 : nil
    }
    return exponent <= 0 && exponent >= -19 ? quotient(digits, wholeTens(-exponent)) : nil
  }

  /// w / d to the nearest double, ties to even, for w ≥ 2⁵³ and 1 ≤ d.
  ///
  /// Both are shifted until their top bits are set, so that the 64-bit quotient has its top bit
  /// set too; 53 of its bits are kept, and the other 11 and the remainder decide the rounding.
  private static func quotient(_ w: UInt64, _ d: UInt64) -> Double {
    let divisor = d << UInt64(d.leadingZeroBitCount)
    var high = w << UInt64(w.leadingZeroBitCount), low: UInt64 = 0
    var exponent = d.leadingZeroBitCount - w.leadingZeroBitCount - 64
    if high >= divisor {
      low = high << 63
      high >>= 1
      exponent += 1
    }
    let (q, remainder) = divisor.dividingFullWidth((high, low))
    let dropped = q & 0x7FF, half: UInt64 = 0x400
    var kept = q >> 11
    if dropped > half || dropped == half && (remainder > 0 || kept & 1 == 1) { kept += 1 }
    return Double(sign: .plus, exponent: exponent + 11, significand: Double(kept))
  }

  private static func slowly(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Double {
    var bytes: [UInt8] = []
    for p in start..<end { bytes.append(text[p]) }
    return Double(String(decoding: bytes, as: UTF8.self)) ?? .nan
  }

  private static let minus = UInt8(ascii: "-"), plus = UInt8(ascii: "+")
  private static let point = UInt8(ascii: "."), letterE = UInt8(ascii: "e")
}

/// 10^k for k in 0 ... 22, all exact.
@inline(__always)
private func tens(_ k: Int) -> Double { exactTens[k] }
private let exactTens: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
  1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]

/// 10^k for k in 0 ... 19.
private func wholeTens(_ k: Int) -> UInt64 { exactWholeTens[k] }
private let exactWholeTens: [UInt64] = (0...19).map { k in
  (0..<k).reduce(1) { product, _ in product * 10 }
}
