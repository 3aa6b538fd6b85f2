internal import LowRankIO

/// The answer of `predict`: one line a cell, by the names that the model has.
package struct PredictionLines {
  private let names: ModelNames
  private var lines = DelimitedWriter()

  package init(_ names: ModelNames) {
    self.names = names
    lines.line(["row", "column", "prediction"])
  }

  package var bytes: [UInt8] { lines.bytes }

  package mutating func append(_ cell: ModelCell, _ prediction: Double) {
    lines.append(names.name(ofRow: cell.row))
    lines.append(names.name(ofColumn: cell.column))
    lines.append(prediction)
    lines.endLine()
  }
}
