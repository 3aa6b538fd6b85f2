import LinearAlgebra

/// N(0, 1) entries, a function of the arguments alone.
func gaussian(_ rows: Int, _ columns: Int, seed: UInt64 = 1) -> Matrix {
  var generator = SeededGenerator(seed: seed)
  return .gaussian(rows: rows, columns: columns, using: &generator)
}

/// L Rᵀ of the given rank.
func lowRank(_ rows: Int, _ columns: Int, rank: Int, seed: UInt64 = 1) -> Matrix {
  gaussian(rows, rank, seed: seed).timesTransposed(gaussian(columns, rank, seed: seed + 1))
}

/// ‖a − b‖_F relative to the greater norm, or absolute when both are below 1.
func distance(_ a: Matrix, _ b: Matrix) -> Double {
  var difference = a
  difference.add(b, scaledBy: -1)
  return difference.norm / max(a.norm, b.norm, 1)
}

/// ‖Qᵀ Q − I‖_F.
func orthonormalityGap(_ q: Matrix) -> Double {
  distance(q.transposedTimes(q), Matrix(diagonal: Array(repeating: 1, count: q.columns)))
}

/// The product by its definition, to hold GEMM against.
func textbookProduct(_ a: Matrix, _ b: Matrix) -> Matrix {
  Matrix(rows: a.rows, columns: b.columns) { i, j in
    (0..<a.columns).reduce(0) { $0 + a[i, $1] * b[$1, j] }
  }
}

/// A pattern in which each place is present with probability `density`.
func randomPattern(
  _ rows: Int, _ columns: Int, density: Double, seed: UInt64 = 1
) -> SparsityPattern {
  var generator = SeededGenerator(seed: seed, stream: 9)
  var rowOf: [Int32] = [], columnOf: [Int32] = []
  for i in 0..<rows {
    for j in 0..<columns where generator.uniform() < density {
      rowOf.append(Int32(i))
      columnOf.append(Int32(j))
    }
  }
  return SparsityPattern.sorting(
    rows: rows, columns: columns, rowOf: rowOf, columnOf: columnOf
  ).pattern
}

extension SparseMatrix {
  /// N(0, 1) values on a random pattern.
  static func random(
    _ rows: Int, _ columns: Int, density: Double, seed: UInt64 = 1
  ) -> SparseMatrix {
    let pattern = randomPattern(rows, columns, density: density, seed: seed)
    return SparseMatrix(
      pattern: pattern, values: gaussian(1, pattern.count, seed: seed + 5).elements)
  }

  /// Entry by entry, duplicates added.
  var dense: Matrix {
    var result = Matrix(rows: rows, columns: columns)
    for (e, i) in pattern.rowOfEntry.enumerated() {
      result[Int(i), Int(pattern.column[e])] += values[e]
    }
    return result
  }
}
