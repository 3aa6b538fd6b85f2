package import LowRank
internal import LowRankIO

/// `--top`: the columns of largest prediction in every row of a model.
package struct BestColumns {
  package let model: CompletionModel
  package let names: ModelNames
  package let count: Int
  private let known: Set<ModelCell>

  package init(model: CompletionModel, names: ModelNames, count: Int, except known: [ModelCell]) {
    (self.model, self.names, self.count) = (model, names, count)
    self.known = Set(known)
  }

  package func text() -> [UInt8] {
    var text = PredictionLines(names)
    for i in 0..<model.rows {
      let cells = (0..<model.columns).map { ModelCell(row: i, column: $0) }
        .filter { !known.contains($0) }
      let predicted = cells.map { ($0, model.predict(row: $0.row, column: $0.column)) }
      // Of equal predictions the earlier column comes first.
      let best = predicted.sorted { ($1.1, $0.0.column) < ($0.1, $1.0.column) }
      for (cell, prediction) in best.prefix(count) { text.append(cell, prediction) }
    }
    return text.bytes
  }
}
