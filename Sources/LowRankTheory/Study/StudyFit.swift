internal import LinearAlgebra
internal import LowRank
internal import LowRankOptimization

/// A study's run on a table, speaking the table's own units.
///
/// Inside, the table is what row and column effects leave, where they are wanted, over its root
/// mean square. So scales and step sizes of `Study` mean the same whatever a table is measured in.
struct StudyFit: Sendable {
  private(set) var run: any StudyRun
  /// What was taken off before the run; nil where the table was taken as it is.
  private let effects: Effects?
  /// The root mean square of the rest, by which the run's W is multiplied.
  private let scale: Double
  /// The table's sides, for effects of zero where there are none.
  private let rows: Int
  private let columns: Int

  /// Nil where the method does not suit the parameterisation.
  init?(_ data: Observations, _ study: Study, _ options: RecoveryOptions, limit: Int) {
    // Effects of these data alone: what is hidden from them must not shift them.
    let effects = options.centred == true ? Effects(data) : nil
    let row = data.pattern.rowOfEntry, column = data.pattern.column
    let rest = data.values.indices.map { e in
      data.values[e] - (effects?.predict(Int(row[e]), Int(column[e])) ?? 0)
    }
    // A rest of zeros, and one that is not finite, has no size to be divided by.
    let size = WeightedMean(of: rest.map { $0 * $0 }, weights: data.weights).value.squareRoot()
    scale = size > 0 && size.isFinite ? size : 1
    let inverse = 1 / scale
    guard
      let run = study.run(
        on: data.replacing(values: rest.map { $0 * inverse }), options, limit: limit)
    else { return nil }
    self.run = run
    self.effects = effects
    (rows, columns) = (data.rows, data.columns)
  }

  /// To the next iterate that is recorded.
  mutating func advance() { run.advance() }

  /// x̂ᵢⱼ = row effect + column effect + leftᵢ · rightⱼ.
  func answer() -> TableAnswer {
    // One factor carries the scale: W is linear in it.
    var left = run.matrix.left
    left.scale(by: scale)
    return TableAnswer(
      row: effects.map { e in e.row.map { $0 + e.mean } } ?? Array(repeating: 0, count: rows),
      column: effects?.column ?? Array(repeating: 0, count: columns),
      factors: LowRankMatrix(left: left, right: run.matrix.right))
  }

  /// Predictions at every place of `pattern`, in the table's units and in the pattern's order.
  /// Cost: 2 rank flops a place; nothing is formed at the others.
  func predict(at pattern: SparsityPattern) -> [Double] {
    let answer = answer(), rowOfEntry = pattern.rowOfEntry
    var result = [Double](repeating: 0, count: pattern.count)
    pattern.sample(answer.factors, into: &result)
    for e in result.indices {
      result[e] += answer.row[Int(rowOfEntry[e])] + answer.column[Int(pattern.column[e])]
    }
    return result
  }
}
