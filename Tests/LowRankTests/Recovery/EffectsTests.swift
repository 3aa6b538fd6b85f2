import LinearAlgebra
import Testing

@testable import LowRank

@Suite struct EffectsTests {
  /// (AᵀA + λ I) x = Aᵀ y for x = (b, c), assembled densely.
  private func ridge(_ data: Observations, _ lambda: Double, mean: Double) throws -> [Double] {
    let (m, n) = (data.rows, data.columns), row = data.pattern.rowOfEntry
    let unit = data.weights.map { Double(data.count) / $0.reduce(0, +) } ?? 1
    var normal = Matrix(diagonal: Array(repeating: lambda, count: m + n))
    var target = Matrix(rows: 1, columns: m + n)
    for e in 0..<data.count {
      let w = unit * (data.weights?[e] ?? 1)
      let places = [Int(row[e]), m + Int(data.pattern.column[e])]
      for a in places {
        target[0, a] += w * (data.values[e] - mean)
        for b in places { normal[a, b] += w }
      }
    }
    try #require(Cholesky(normal)).solveRows(&target)
    return target.elements
  }

  @Test(arguments: [false, true])
  func isTheRidgeSolution(_ weighted: Bool) throws {
    let table = PlantedTable(12, 9, rank: 1, effects: 2, noise: 0.5, gaps: 0.4, seed: 3)
    let count = table.observed.count
    let data = Observations(
      pattern: table.observed.pattern, values: table.observed.values.map { $0 + 40 },
      weights: weighted ? (0..<count).map { 0.5 + Double($0 % 4) } : nil)
    let effects = Effects(data, sweeps: 200)
    let total = data.weights?.reduce(0, +) ?? Double(count)
    let weights = data.weights ?? Array(repeating: 1, count: count)
    #expect(abs(effects.mean - weights.dot(data.values) / total) < 1e-12 * 40)
    let expected = try ridge(data, 3, mean: effects.mean)
    for i in 0..<12 { #expect(abs(effects.row[i] - expected[i]) < 1e-10) }
    for j in 0..<9 { #expect(abs(effects.column[j] - expected[12 + j]) < 1e-10) }
    // Alternation contracts by (count / (count + 3))² a sweep, 0.4 here: 15 leave a millionth.
    let fifteen = Effects(data)
    for i in 0..<12 {
      for j in 0..<9 {
        #expect(abs(fifteen.predict(i, j) - effects.predict(i, j)) < 1e-3)
      }
    }
  }

  /// The common factor of weights changes nothing, and a weight of two is a cell seen twice.
  @Test func weightsAreRelative() {
    let data = PlantedTable(8, 6, rank: 0, effects: 1, noise: 0.3, gaps: 0.3, seed: 4).observed
    let weights = (0..<data.count).map { 1 + Double($0 % 3) }
    func effects(_ scale: Double) -> Effects {
      Effects(
        Observations(
          pattern: data.pattern, values: data.values, weights: weights.map { scale * $0 }))
    }
    let (a, b) = (effects(1), effects(1024))
    #expect(zip(a.row, b.row).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func emptyLinesHaveNoEffect() {
    let data = table(4, 3, { i, j in Double(i + 3 * j) }, where: { i, j in i != 2 && j != 1 })
    let effects = Effects(data)
    #expect(effects.row[2] == 0 && effects.column[1] == 0)
    let none = Effects(table(3, 3, { _, _ in 1 }, where: { _, _ in false }))
    #expect(none.mean == 0 && none.predict(1, 1) == 0)
  }
}

@Suite struct StandardizationTests {
  /// Mixed columns: of unit size, of size 1000 around 5000, constant, of one cell, and empty.
  private let data = table(
    20, 5,
    { i, j in
      let z = gaussian(20, 5)[i, j]
      return j == 0 ? z : j == 1 ? 5000 + 1000 * z : 7
    }, where: { i, j in j < 3 || (j == 3 && i == 0) })

  @Test(arguments: Standardization.Kind.allCases)
  func isInvertible(_ kind: Standardization.Kind) {
    let s = Standardization(kind, of: data), z = s.apply(to: data)
    let row = data.pattern.rowOfEntry
    for e in 0..<data.count {
      let (i, j) = (Int(row[e]), Int(data.pattern.column[e]))
      let back = s.shift[j] + s.scale(i, j) * z.values[e]
      #expect(abs(back - data.values[e]) < 1e-12 * 5000)
    }
    #expect((s.rowScale + s.columnScale).allSatisfy { $0 > 0 && $0.isFinite })
  }

  @Test func centredHasUnitMoments() {
    let z = Standardization(.centred, of: data).apply(to: data).values
    #expect(abs(z.reduce(0, +)) < 1e-10)
    #expect(abs(z.dot(z) / Double(z.count) - 1) < 1e-12)
  }

  @Test func plainHasUnitSquare() {
    let s = Standardization(.plain, of: data), z = s.apply(to: data).values
    #expect(s.shift.allSatisfy { $0 == 0 })
    #expect(abs(z.dot(z) / Double(z.count) - 1) < 1e-12)
  }

  @Test func rowsHaveUnitSquare() {
    let s = Standardization(.rows, of: data), z = s.apply(to: data)
    for i in 0..<20 {
      let places = data.pattern.rowStart[i]..<data.pattern.rowStart[i + 1]
      let square = places.reduce(0.0) { $0 + z.values[$1] * z.values[$1] } / Double(places.count)
      #expect(abs(square - 1) < 1e-12)
    }
    #expect(s.shift.allSatisfy { $0 == 0 } && s.columnScale.allSatisfy { $0 == 1 })
  }

  @Test func columnsHaveMomentsOfTheirOwn() {
    let s = Standardization(.columns, of: data)
    let lines = SparseLines.columns(data.pattern, data.values)
    for j in 0..<2 {
      let x = Array(lines.values[lines.start[j]..<lines.start[j + 1]])
      let mean = x.reduce(0, +) / 20
      let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 19
      #expect(
        abs(s.shift[j] - mean) < 1e-9 && abs(s.columnScale[j] / variance.squareRoot() - 1) < 1e-9)
    }
    // A constant column keeps its mean and unit scale; one cell borrows the table's deviation; an
    // empty column has the table's mean.
    #expect(s.shift[2] == 7 && s.columnScale[2] == 1)
    #expect(s.shift[3] == 7 && s.columnScale[3] > 1000)
    let mean = data.values.reduce(0, +) / Double(data.count)
    #expect(abs(s.shift[4] - mean) < 1e-9 && s.columnScale[4] == s.columnScale[3])
  }

  @Test(arguments: Standardization.Kind.allCases)
  func constantAndEmptyTables(_ kind: Standardization.Kind) {
    for data in [
      table(3, 3, { _, _ in 4 }), table(3, 3, { _, _ in 0 }),
      table(3, 3, { _, _ in 1 }, where: { _, _ in false }),
    ] {
      let z = Standardization(kind, of: data).apply(to: data).values
      #expect(z.allSatisfy { $0.isFinite })
    }
  }
}
