/// The first lines of a Matrix Market file (Boisvert, Pozo and Remington 1996): what it holds, and
/// of what size.
struct MatrixMarketHeader {
  enum Symmetry: String {
    case general, symmetric
    case skew = "skew-symmetric"
  }

  static let banner = "%%MatrixMarket"

  let isCoordinate: Bool
  let symmetry: Symmetry
  let rows: Int
  let columns: Int
  /// The entries that follow, as the size line announces them.
  let count: Int
  /// Where the entries start.
  let start: Int

  init(_ text: Span<UInt8>, file: String) throws(FileError) {
    var at = DelimitedText.start(of: text)
    guard at < text.count else { throw .badData(file: file, message: "the file is empty") }
    let words = Self.words(text, &at).map { $0.lowercased() }
    guard words.count == 5, words[0] == Self.banner.lowercased(), words[1] == "matrix" else {
      throw .badData(
        file: file, line: 1,
        message: "a Matrix Market file starts with \"\(Self.banner) matrix\" and three words more")
    }
    let symmetry = try Self.checked(Array(words[2...]), file: file)
    (isCoordinate, self.symmetry) = (words[2] == "coordinate", symmetry)
    MatrixMarketReader.skipComments(text, &at)
    let line = DelimitedText.line(of: at, in: text), wanted = isCoordinate ? 3 : 2
    let sizes = Self.words(text, &at).map { Int($0) }
    guard sizes.count == wanted, sizes.allSatisfy({ (0...Int(Int32.max)).contains($0 ?? -1) })
    else {
      throw .badData(
        file: file, line: line,
        message: "the size line is not \(wanted) whole numbers from 0 to \(Int32.max)")
    }
    (rows, columns, start) = (sizes[0]!, sizes[1]!, at)
    guard max(rows, columns) <= Triplets.greatestSide else {
      throw .badData(
        file: file, line: line, message: "more than \(Triplets.greatestSide) rows or columns")
    }
    guard symmetry == .general || rows == columns else {
      throw .badData(
        file: file, line: line,
        message: "a \(symmetry.rawValue) matrix is square, not \(rows) × \(columns)")
    }
    count = isCoordinate ? sizes[2]! : Self.stored(symmetry, rows: rows, columns: columns)
  }

  /// The symmetry, if the three words are of a matrix that can be read.
  private static func checked(_ words: [String], file: String) throws(FileError) -> Symmetry {
    func no(_ message: String) -> FileError { .badData(file: file, line: 1, message: message) }
    guard ["coordinate", "array"].contains(words[0]) else {
      throw no("the format \"\(words[0])\" is neither coordinate nor array")
    }
    if words[1] == "complex" || words[2] == "hermitian" {
      throw no("the matrix is complex: only real ones are read")
    }
    if words[1] == "pattern" { throw no("the entries have places and no values") }
    guard ["real", "double", "integer"].contains(words[1]) else {
      throw no("entries of kind \"\(words[1])\" are not known")
    }
    guard let symmetry = Symmetry(rawValue: words[2]) else {
      throw no("the symmetry \"\(words[2])\" is not known")
    }
    return symmetry
  }

  /// An array stores the lower triangle of a symmetric matrix.
  private static func stored(_ symmetry: Symmetry, rows: Int, columns: Int) -> Int {
    switch symmetry {
    case .general: rows * columns
    case .symmetric: rows * (rows + 1) / 2
    case .skew: rows * (rows - 1) / 2
    }
  }

  private static func words(_ text: Span<UInt8>, _ at: inout Int) -> [String] {
    var words: [String] = []
    for field in FieldSeparator.blanks.fields(text, &at) where !field.isEmpty {
      words.append(DelimitedText.string(text, field))
    }
    DelimitedText.skipLineEnd(text, &at)
    return words
  }
}
