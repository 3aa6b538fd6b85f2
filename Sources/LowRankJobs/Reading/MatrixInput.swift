public import LinearAlgebra
public import LowRank

/// Where a matrix with gaps comes from.
public enum MatrixInput: Sendable {
  /// A file; "-" is standard input.
  case file(String)
  /// A table in memory, NaN where nothing was observed: neighbouring lines belong together.
  case table(Matrix)
  /// Observed cells in memory, in no order that means anything.
  case observations(Observations)

  /// What messages call it.
  public var name: String {
    switch self {
    case .file(let path): path == "-" ? "standard input" : path
    case .table: "the table"
    case .observations: "the observations"
    }
  }
}
