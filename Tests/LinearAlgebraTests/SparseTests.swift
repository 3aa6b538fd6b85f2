import LinearAlgebra
import LowRankTesting
import Testing

@Suite struct SparsityPatternTests {
  /// Places in any order come back sorted by row and column; a place given twice stays two entries.
  @Test func sorts() {
    let rowOf: [Int32] = [2, 0, 2, 1, 0, 2], columnOf: [Int32] = [1, 3, 0, 2, 0, 1]
    let (pattern, order) = SparsityPattern.sorting(
      rows: 4, columns: 5, rowOf: rowOf, columnOf: columnOf)
    #expect(pattern.rowStart == [0, 2, 3, 6, 6])
    #expect(pattern.column == [0, 3, 2, 0, 1, 1])
    #expect(order == [4, 1, 3, 2, 0, 5])
    #expect(pattern.rowOfEntry == [0, 0, 1, 2, 2, 2])
    #expect((0..<5).map(pattern.count(inColumn:)) == [2, 2, 1, 1, 0])
    #expect((0..<4).map(pattern.count(inRow:)) == [2, 1, 3, 0])
  }

  /// Against a sort of the standard library, for places in order, in order of columns, and in none.
  @Test(arguments: 0..<3)
  func sortsAsTheStandardLibraryDoes(_ kind: Int) {
    var random = SeededGenerator(seed: 5)
    var places = (0..<500).map { _ in
      (Int32(random.next() % 13), Int32(random.next() % 7))
    }
    if kind == 1 { places.sort(by: <) }
    if kind == 2 { places.sort { ($0.1, $0.0) < ($1.1, $1.0) } }
    let (pattern, order) = SparsityPattern.sorting(
      rows: 13, columns: 7, rowOf: places.map(\.0), columnOf: places.map(\.1))
    let expected = places.indices.sorted {
      (places[$0].0, places[$0].1, $0) < (places[$1].0, places[$1].1, $1)
    }
    #expect(order == expected.map(Int32.init))
    #expect(pattern.rowOfEntry == expected.map { places[$0].0 })
    #expect(pattern.column == expected.map { places[$0].1 })
  }

  @Test(arguments: [(0, 0), (5, 0), (0, 5), (3, 4)])
  func empty(_ m: Int, _ n: Int) {
    let pattern = SparsityPattern.sorting(rows: m, columns: n, rowOf: [], columnOf: []).pattern
    #expect(pattern.count == 0 && pattern.rowStart.count == m + 1)
    let product = Matrix(rows: n, columns: 2)
    var y = Matrix(rows: m, columns: 2)
    SparseMatrix(pattern: pattern).multiply(product, into: &y)
    #expect(y == Matrix(rows: m, columns: 2))
  }

  /// The order by columns names every entry once, with its row.
  @Test func columnsMirrorRows() {
    let pattern = randomPattern(40, 30, density: 0.2), rowOf = pattern.rowOfEntry
    #expect(Set(pattern.entry) == Set(0..<Int32(pattern.count)))
    for j in 0..<30 {
      for place in pattern.columnStart[j]..<pattern.columnStart[j + 1] {
        let e = Int(pattern.entry[place])
        #expect(Int(pattern.column[e]) == j && pattern.row[place] == rowOf[e])
      }
    }
  }

  @Test func filters() {
    let pattern = randomPattern(20, 15, density: 0.3)
    let (kept, numbers) = pattern.filter { $0 % 3 == 0 }
    #expect(numbers == (0..<Int32(pattern.count)).filter { $0 % 3 == 0 })
    #expect(kept.column == numbers.map { pattern.column[Int($0)] })
    #expect(kept.rowOfEntry == numbers.map { pattern.rowOfEntry[Int($0)] })
    #expect(pattern.filter { _ in true }.pattern == pattern)
    // Left out of an order, or built in it: the same pattern.
    let sorted = SparsityPattern(
      rows: kept.rows, columns: kept.columns, rowStart: kept.rowStart, column: kept.column)
    #expect(kept == sorted)
  }
}

@Suite struct SparseMatrixTests {
  @Test(arguments: [(9, 7, 0.3), (7, 9, 1.0), (1, 30, 0.5), (300, 200, 0.4)], [1, 4])
  func matchesDense(_ shape: (Int, Int, Double), _ width: Int) {
    let a = SparseMatrix.random(shape.0, shape.1, density: shape.2), dense = a.dense
    let x = gaussian(shape.1, width, seed: 3), y = gaussian(shape.0, width, seed: 4)
    var (ax, aty) = (y, x)
    a.multiply(x, into: &ax)
    a.multiplyTransposed(y, into: &aty)
    #expect(distance(ax, dense.times(x)) < 1e-13)
    #expect(distance(aty, dense.transposedTimes(y)) < 1e-13)
    #expect(checkOperator(a, width: width).worst < 1e-13)
  }

  @Test func duplicatesAdd() {
    let pattern = SparsityPattern.sorting(
      rows: 2, columns: 2, rowOf: [1, 1], columnOf: [0, 0]
    ).pattern
    let a = SparseMatrix(pattern: pattern, values: [2, 3])
    var y = Matrix(rows: 2, columns: 1)
    a.multiply(Matrix(rows: 2, columns: 1, elements: [10, 0]), into: &y)
    #expect(y.elements == [0, 50])
  }

  @Test(arguments: [0, 1, 5])
  func samples(_ rank: Int) {
    let pattern = randomPattern(30, 20, density: 0.3)
    let a = LowRankMatrix(left: gaussian(30, rank), right: gaussian(20, rank, seed: 2))
    let b = LowRankMatrix(left: gaussian(30, rank, seed: 3), right: gaussian(20, rank, seed: 4))
    var (one, both) = (Array(repeating: 7.0, count: pattern.count), [Double]())
    both = one
    pattern.sample(a, into: &one)
    pattern.sample(a, plus: b, into: &both)
    let (da, db) = (a.dense(), b.dense())
    for (e, i) in pattern.rowOfEntry.enumerated() {
      let (i, j) = (Int(i), Int(pattern.column[e]))
      #expect(abs(one[e] - da[i, j]) < 1e-13)
      #expect(abs(both[e] - da[i, j] - db[i, j]) < 1e-13)
    }
  }

  /// The two terms of a sum may have different ranks, as a tangent of unequal blocks does.
  @Test func samplesUnequalRanks() {
    let pattern = randomPattern(10, 8, density: 0.5)
    let a = LowRankMatrix(left: gaussian(10, 1), right: gaussian(8, 1, seed: 2))
    let b = LowRankMatrix(left: gaussian(10, 3, seed: 3), right: gaussian(8, 3, seed: 4))
    var sum = Array(repeating: 0.0, count: pattern.count)
    pattern.sample(a, plus: b, into: &sum)
    let e = pattern.count - 1, i = Int(pattern.rowOfEntry[e]), j = Int(pattern.column[e])
    #expect(abs(sum[e] - a[i, j] - b[i, j]) < 1e-13)
  }
}
