internal import LinearAlgebra
internal import LowRank
package import LowRankIO

extension Judgement {
  /// Of a table with gaps, or without, at the model's rows and columns.
  package init(_ claim: ClaimedMatrix, of data: DataMatrix, _ options: JudgementOptions)
    throws(FileError)
  {
    let observed = try data.observations.placed(on: claim, named: data)
    let model = claim.model, row = observed.pattern.rowOfEntry
    if let offence = model.link.offence(in: observed.values) {
      throw FileError.badData(
        file: data.file,
        message: "a cell is \(observed.values[offence]), but the model's link needs "
          + model.link.domain)
    }
    var target: [Double] = [], misfit: [Double] = []
    for (e, value) in observed.values.enumerated() {
      let (i, j) = (Int(row[e]), Int(observed.pattern.column[e]))
      target.append(model.link.apply(value) - model.rowEffects[i] - model.columnEffects[j])
      misfit.append(value - model.predict(row: i, column: j))
    }
    let map = EntrySampling(observed.pattern), factors = model.factors
    self.init(
      Asymmetric(u: factors.left, v: factors.right), map, target,
      shape: (model.rows, model.columns),
      residual: misfit.norm / max(observed.values.norm, .leastNormalMagnitude), options
    ) { Uniqueness(ofCompletion: $0, under: map, budget: 2e10) }
  }
}

extension Observations {
  /// The same cells, numbered as the rows and columns of a claimed matrix are.
  fileprivate func placed(
    on claim: ClaimedMatrix, named data: DataMatrix
  ) throws(FileError) -> Observations {
    let names = data.layout == nil ? (data.rowNames, data.columnNames) : (nil, nil)
    let rowPlaces = try Self.places(names.0, claim.rowNames, "row", data.file)
    let columnPlaces = try Self.places(names.1, claim.columnNames, "column", data.file)
    let fits = { (places: [Int32]?, own: Int, theirs: Int) in places != nil || own == theirs }
    guard fits(rowPlaces, rows, claim.model.rows), fits(columnPlaces, columns, claim.model.columns)
    else {
      throw FileError.badData(
        file: data.file, message: "is \(rows) × \(columns), but the model is \(claim.shape)")
    }
    let rowOf = pattern.rowOfEntry.map { rowPlaces?[Int($0)] ?? $0 }
    let columnOf = pattern.column.map { columnPlaces?[Int($0)] ?? $0 }
    let (places, order) = SparsityPattern.sorting(
      rows: claim.model.rows, columns: claim.model.columns, rowOf: rowOf, columnOf: columnOf)
    return Observations(pattern: places, values: order.map { values[Int($0)] })
  }

  /// Where the model has what the data names; nil where either has no names, or they are the same.
  private static func places(
    _ names: [String]?, _ known: [String]?, _ side: String, _ file: String
  ) throws(FileError) -> [Int32]? {
    guard let names, let known, names != known else { return nil }
    // A table may repeat a name; the first line with it is meant.
    let place = Dictionary(zip(known, known.indices), uniquingKeysWith: { first, _ in first })
    return try names.map { name throws(FileError) in
      guard let found = place[name] else {
        throw FileError.badData(
          file: file, message: "the model has no \(side) called \"\(name)\"")
      }
      return Int32(found)
    }
  }
}
