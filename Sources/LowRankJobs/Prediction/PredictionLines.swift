internal import LowRankIO

/// The answer of `predict`: one line a cell, by the names that the model has.
package struct PredictionLines {
  private let names: ModelNames
  package private(set) var bytes = Array("row,column,prediction\n".utf8)

  package init(_ names: ModelNames) { self.names = names }

  package mutating func append(_ cell: ModelCell, _ prediction: Double) {
    let comma = UInt8(ascii: ",")
    for name in [names.name(ofRow: cell.row), names.name(ofColumn: cell.column)] {
      bytes.append(name: name.utf8, delimiter: comma)
      bytes.append(comma)
    }
    bytes.append(contentsOf: "\(prediction)\n".utf8)
  }
}
