/// The first lines of a text file, looked at as if they were triplets.
struct FormSample {
  private enum Kind { case whole, real, text }

  private let separator: FieldSeparator
  /// The first line, if its third field is a word.
  private var header: [String]?
  private var lines: [[String]] = []
  private var hasGap = false

  /// Nil for an empty text.
  init?(_ text: Span<UInt8>) {
    var at = DelimitedText.start(of: text)
    DelimitedText.skipBlankLines(text, &at)
    guard at < text.count else { return nil }
    separator = FieldSeparator.sniff(text, from: at)
    let gaps = GapTokens()
    while at < text.count && lines.count < 200 {
      let fields = separator.fields(text, &at)
      DelimitedText.skipLineEnd(text, &at)
      DelimitedText.skipBlankLines(text, &at)
      var line: [String] = []
      for field in fields.prefix(6) { line.append(DelimitedText.string(text, field)) }
      let isFirst = lines.isEmpty && header == nil
      if isFirst && fields.count > 2 && TripletLines.namesValues(text, fields[2]) {
        header = line
        continue
      }
      for field in fields.prefix(3) {
        if gaps.contains(text, DelimitedText.content(text, field)) { hasGap = true }
      }
      lines.append(line)
    }
  }

  var isTriplets: Bool {
    guard let width = (header ?? lines.first)?.count, (3...5).contains(width) else { return false }
    if separator == .colons { return true }
    // A name of three words before a comma looks like three fields, but its third is no number.
    if separator == .blanks {
      return 2 * lines.count { $0.count > 2 && Double($0[2]) != nil } > lines.count
    }
    let namesIdentifiers = header.map { isIdentifier($0[0]) && isIdentifier($0[1]) } ?? false
    // Names decide even where a value is wrong: the reader of triplets will say so.
    if namesIdentifiers { return true }
    guard !hasGap, !lines.isEmpty, lines.allSatisfy({ $0.count == width }) else { return false }
    guard let third = kind(2), third != .text else { return false }
    switch (kind(0), kind(1)) {
    case (.text, .text): return (3..<width).allSatisfy { kind($0) == .text || kind($0) == nil }
    case (.text, .whole), (.whole, .text): return width == 3 && repeats(0)
    case (.whole, .whole):
      let isLong = width == 3 || width == 4 && endsInTimes
      return isLong && header == nil && looksLikePairs
    default: return false
    }
  }

  private func isIdentifier(_ name: String) -> Bool {
    let bare = name.lowercased().filter { $0.isLetter }
    if bare.hasSuffix("id") || bare == "i" || bare == "j" { return true }
    let known = [
      "user", "item", "row", "col", "column", "movie", "product", "customer", "source", "target",
      "from", "to", "book", "artist", "track", "student", "question", "model", "benchmark",
    ]
    let stems = known + known.map { $0 + "s" }
    return ["", "name", "index", "idx", "no", "number", "key"].contains { ending in
      bare.hasSuffix(ending) && stems.contains(String(bare.dropLast(ending.count)))
    }
  }

  /// The kind of all fields of column k; nil where they differ.
  private func kind(_ k: Int) -> Kind? {
    let kinds = lines.map { line -> Kind in
      if Int(line[k]) != nil { return .whole }
      return Double(line[k]) != nil ? .real : .text
    }
    if kinds.allSatisfy({ $0 == kinds[0] }) { return kinds[0] }
    return kinds.contains(.text) ? nil : .real
  }

  private func repeats(_ k: Int) -> Bool { Set(lines.map { $0[k] }).count < lines.count }

  /// Whether the fourth field of every line counts seconds since 1970, from 1973 on.
  private var endsInTimes: Bool {
    lines.allSatisfy { Int($0[3]).map { $0 >= 100_000_000 } ?? false }
  }

  private var looksLikePairs: Bool {
    let isIndex = lines.allSatisfy { Int($0[0])! >= 0 && Int($0[1])! >= 0 }
    let pairs = Set(lines.map { [$0[0], $0[1]] }).count
    let duplicates = lines.count - pairs
    return isIndex && (repeats(0) || repeats(1)) && duplicates <= max(1, lines.count / 20)
  }
}
