public import LowRankIO

/// A file to be written that cannot be, by its name alone.
public enum OutputError: Error, Sendable, Equatable {
  /// The extension names none of the forms that the output has.
  case form(Output, path: String, allowed: [OutputForm])
  case writtenTwice(path: String)
  /// Bounds are written beside a table, and none is.
  case boundsWithoutTable

  public enum Output: String, Sendable {
    case result, model, report, distances
  }
}

extension OutputError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .form(let output, let path, let allowed):
      "\(output.rawValue) \(path): the extension must be \(allowed.listed)"
    case .writtenTwice(let path): "\(path) would be written twice: give two names"
    case .boundsWithoutTable: "bounds are written beside a table, and none is written"
    }
  }
}

extension OutputError {
  /// Throws unless the extension of the path, if there is one, names one of these forms.
  static func check(
    _ output: Output, _ path: String?, _ allowed: [OutputForm]
  ) throws(OutputError) {
    guard let path else { return }
    guard let form = OutputForm(path: path), allowed.contains(form) else {
      throw .form(output, path: path, allowed: allowed)
    }
  }

  /// Throws where two of the paths are the same file.
  static func checkTwins(_ paths: [String]) throws(OutputError) {
    var seen: Set<String> = []
    for path in paths where !seen.insert(standardized(path)).inserted {
      throw .writtenTwice(path: path)
    }
  }
}
