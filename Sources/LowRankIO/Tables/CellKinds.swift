/// Whether each cell of a table's first lines is a number, a gap or a text.
struct CellKinds {
  enum Kind { case number, gap, text }

  private let kinds: [[Kind]]
  private let first: [String]

  init(_ text: Span<UInt8>, _ lines: [[Range<Int>]], gaps: GapTokens) {
    var kinds: [[Kind]] = []
    for line in lines {
      var row: [Kind] = []
      for cell in line {
        let content = DelimitedText.content(text, cell)
        let isGap = gaps.contains(text, content)
        row.append(isGap ? .gap : DecimalNumber.isNumber(text, content) ? .number : .text)
      }
      kinds.append(row)
    }
    self.kinds = kinds
    var names: [String] = []
    for cell in lines[0] { names.append(DelimitedText.string(text, cell)) }
    first = names
  }

  /// The number of leading columns that name the rows (`TableLayout` states the rule).
  func indexColumns(mayBeHeader: Bool) -> Int {
    // A single line of words is a header and nothing else.
    if kinds.count == 1 && kinds[0].allSatisfy({ $0 == .text }) { return 0 }
    let start = isText(0) ? 0 : 1
    var end = start
    while isText(end) { end += 1 }
    if end > start { return end }
    let namesAnIndex = ["", "id", "index", "row", "unnamed: 0"].contains(first[0].lowercased())
    return mayBeHeader && namesAnIndex && kinds.count > 1 && isFilled(0) ? 1 : 0
  }

  func isHeader(indexColumns: Int) -> Bool {
    let cells = kinds[0].dropFirst(indexColumns)
    let texts = cells.count { $0 == .text }, numbers = cells.count { $0 == .number }
    if texts > 0 && texts >= numbers { return true }
    guard indexColumns > 0, kinds.count > 1 else { return false }
    // A blank corner over numbers may as well be a gap of the data, unless the rest counts.
    let isCorner = first[0].isEmpty && (isText(0) || countsUp(from: indexColumns))
    return isCorner || countsYears(from: indexColumns)
  }

  /// Whether most cells of column k below the first line are texts, and none a number. The first
  /// column may hold numbers too, as names such as A12 and 101 mix; its first line may not.
  private func isText(_ k: Int) -> Bool {
    guard k < kinds[0].count, kinds[0][k] != .number else { return false }
    let column = kinds.filter { k < $0.count }
    let below = column.count > 1 ? column.dropFirst() : column[...]
    guard k == 0 || below.allSatisfy({ $0[k] != .number }) else { return false }
    return 2 * below.count { $0[k] == .text } > below.count
  }

  /// Whether column k has no gap below the first line.
  private func isFilled(_ k: Int) -> Bool {
    kinds.dropFirst().allSatisfy { k < $0.count && $0[k] != .gap }
  }

  /// Whether the first line goes on 0, 1, 2, … or 1, 2, 3, …, as data frames name columns.
  private func countsUp(from start: Int) -> Bool {
    let names = first.dropFirst(start)
    return [0, 1].contains { base in names.elementsEqual((0..<names.count).map { "\($0 + base)" }) }
  }

  /// Whether the numbers of the first line are ascending years: "country,1990,1991".
  private func countsYears(from start: Int) -> Bool {
    guard kinds[0][0] == .text else { return false }
    let numbers = first.indices.dropFirst(start).filter { kinds[0][$0] == .number }
    let years = numbers.compactMap { Int(first[$0]) }
    guard years.count == numbers.count, years.count > 1 else { return false }
    let ascends = zip(years, years.dropFirst()).allSatisfy { $0 < $1 }
    return ascends && years.allSatisfy { (1000..<3000).contains($0) }
  }
}
