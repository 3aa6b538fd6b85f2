/// What was wrong with a file, in one sentence that names it.
///
/// Three kinds, after `sysexits.h`: what the file holds, that it cannot be opened, that it cannot
/// be written.
public enum FileError: Error, Equatable, Sendable {
  /// The file was read and holds something it must not. Lines and columns count from 1; a column
  /// is a cell of the line, not a character.
  case badData(file: String, line: Int? = nil, column: Int? = nil, message: String)
  /// The file cannot be opened or read.
  case cannotOpen(file: String, reason: String)
  /// The file cannot be created, written or put in its place.
  case cannotWrite(file: String, reason: String)

  /// The exit code of a command that fails for this reason: EX_DATAERR, EX_NOINPUT or EX_CANTCREAT.
  public var exitCode: Int32 {
    switch self {
    case .badData: 65
    case .cannotOpen: 66
    case .cannotWrite: 73
    }
  }
}

extension FileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badData(let file, let line, let column, let message):
      let place = line.map { ":\($0)" } ?? ""
      let cell = column.map { ": column \($0)" } ?? ""
      return "\(file)\(place)\(cell): \(message)"
    case .cannotOpen(let file, let reason): return "\(file): cannot open: \(reason)"
    case .cannotWrite(let file, let reason): return "\(file): cannot write: \(reason)"
    }
  }
}
