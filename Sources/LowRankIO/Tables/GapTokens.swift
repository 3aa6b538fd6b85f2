/// The texts and numbers that stand for a gap.
struct GapTokens: Sendable {
  /// Beside the blank cell.
  static let usual = ["NA", "NaN", "nan", "null", "NULL", "None", "?"]

  private let texts: [[UInt8]]
  /// Values that mean a gap, such as 0 or -999.
  let numbers: [Double]

  /// - Parameter missing: as in `TableOptions`.
  init(missing: [String] = []) {
    let told = missing == ["none"] ? [] : GapTokens.usual + missing
    texts = told.map { Array($0.utf8) }
    numbers = told.compactMap { token in
      let bytes = Array(token.utf8)
      var at = 0
      let value = DecimalNumber.scan(bytes.span, &at)
      return at == bytes.count ? value : nil
    }
  }

  /// Whether the text at `content` (trimmed, unquoted) stands for a gap.
  func contains(_ text: Span<UInt8>, _ content: Range<Int>) -> Bool {
    if content.isEmpty { return true }
    return texts.contains { token in
      guard token.count == content.count else { return false }
      return token.indices.allSatisfy { token[$0] == text[content.lowerBound + $0] }
    }
  }
}
