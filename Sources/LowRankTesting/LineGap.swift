internal import LinearAlgebra
internal import LowRank

/// How far a map's line preconditioner is from its law, relative to the vectors involved.
///
/// For some rows i and a random b, x = (JᵀJ + s)(eᵢbᵀ) must have b as what the blocks make of its
/// row i and zeros in the other rows; for columns likewise.
func lineGap(_ map: some MeasurementMap, left: Matrix, right: Matrix, seed: UInt64) -> Double {
  let shift = 0.5
  guard let blocks = map.linePreconditioner(left: left, right: right, shift: shift) else {
    return 0
  }
  var image = map.makeImage(), worst = 0.0
  func measured(_ w: LowRankMatrix) -> [Double] {
    var y = garbageVector(map.count)
    map.apply(w, into: &y)
    return y
  }
  /// Whether the blocks make b of its own line, and nothing was in the others.
  func compare(_ block: LineBlocks, _ line: Int, _ b: Matrix, _ normal: Matrix) {
    var shifted = normal, back = normal.garbage(), others = normal
    for a in 0..<b.columns {
      shifted[line, a] += shift * b[0, a]
      others[line, a] = 0
    }
    block.solve(shifted, into: &back)
    let found = Matrix(rows: 1, columns: b.columns) { back[line, $1] }
    worst = max(worst, numbered(others.norm), relativeGap(found, b, scale: b.norm))
  }
  for trial in 0..<4 {
    let b = randomMatrix(1, left.columns, seed: seed &+ UInt64(trial))
    // Lines here and there; more would say the same.
    let i = trial * 7 % map.rows, j = trial * 5 % map.columns
    let row = Matrix(rows: map.rows, columns: b.columns) { $0 == i ? b[0, $1] : 0 }
    var product = row.garbage()
    map.adjoint(measured(LowRankMatrix(left: row, right: right)), into: &image)
    image.multiply(right, into: &product)
    compare(blocks.rows, i, b, product)
    let column = Matrix(rows: map.columns, columns: b.columns) { $0 == j ? b[0, $1] : 0 }
    product = column.garbage()
    map.adjoint(measured(LowRankMatrix(left: left, right: column)), into: &image)
    image.multiplyTransposed(left, into: &product)
    compare(blocks.columns, j, b, product)
  }
  return worst
}
