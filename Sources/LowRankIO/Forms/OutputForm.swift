/// In what form a file is written: what its extension says.
///
/// One value in place of comparisons of texts, so that a writer switches over all of them:
///
///     switch OutputForm(path: path) {
///     case .csv, .tsv: …
public enum OutputForm: String, Sendable, Equatable, Hashable, CaseIterable, Codable {
  /// A wide table, cells between commas.
  case csv
  /// A wide table, cells between tabs.
  case tsv
  /// Triplets between tabs.
  case txt
  /// One NumPy array.
  case npy
  /// NumPy arrays by name: values and mask, the two parts of a complex matrix, or a model.
  case npz
  /// Matrix Market.
  case mtx
  /// A report for programs.
  case json
  /// A report for people.
  case html

  /// The form of a file of this name, in capitals or not; nil where the extension names none.
  ///
  /// A name that is nothing but an extension (`.csv`) has none, as everywhere else.
  public init?(path: String) {
    let name = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
    guard let point = name.lastIndex(of: "."), point > name.startIndex else { return nil }
    self.init(rawValue: name[name.index(after: point)...].lowercased())
  }

  /// The extension with its point: `.csv`.
  public var fileExtension: String { "." + rawValue }

  /// What stands between two fields of a line: a comma or a tab; nil where fields have no lines.
  public var delimiter: UInt8? {
    switch self {
    case .csv: UInt8(ascii: ",")
    case .tsv, .txt: UInt8(ascii: "\t")
    case .npy, .npz, .mtx, .json, .html: nil
    }
  }
}

extension Sequence<OutputForm> {
  /// The extensions as a sentence names them: `.csv, .tsv or .npy`.
  public var listed: String {
    let names = map(\.fileExtension)
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " or " + last
  }
}
