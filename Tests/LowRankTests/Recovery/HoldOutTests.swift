import LinearAlgebra
import Testing

@testable import LowRank

@Suite struct HoldOutTests {
  static let patterns: [HoldOutPattern] = [
    .entry, .row, .column, .block(length: 4, along: .rows), .block(length: 3, along: .columns),
    .tail(length: 5, along: .rows), .tail(length: 6, along: .columns),
  ]

  private let data = PlantedTable(40, 30, rank: 1, noise: 0.1, gaps: 0.3, seed: 5).observed

  private func masks(
    _ pattern: HoldOutPattern, seed: UInt64 = 1, folds: Int? = nil
  ) -> [[Int32]] {
    HoldOutDesign(pattern, fraction: 0.1, folds: folds, seed: seed)
      .masks(over: data.pattern).map(\.hidden)
  }

  @Test(arguments: patterns)
  func foldsAreDisjointAndSorted(_ pattern: HoldOutPattern) {
    let folds = masks(pattern), all = folds.flatMap { $0 }
    #expect(Set(all).count == all.count)
    #expect(all.allSatisfy { $0 >= 0 && $0 < data.count })
    for fold in folds { #expect(fold == fold.sorted() && !fold.isEmpty) }
    #expect(folds.count <= 5)
  }

  /// A tenth of the entries, and at most one group of the shape more.
  @Test(arguments: patterns)
  func sizes(_ pattern: HoldOutPattern) {
    let folds = masks(pattern), size = data.count / 10
    let group = [.row, .column].contains(pattern) ? 40 : 6
    for fold in folds.dropLast() { #expect(fold.count >= size && fold.count <= size + group) }
    #expect(folds.last!.count <= size + group + 1)
    #expect(masks(.entry, folds: 2).count == 2)
  }

  @Test(arguments: patterns)
  func theSeedDecides(_ pattern: HoldOutPattern) {
    #expect(masks(pattern) == masks(pattern))
    #expect(masks(pattern, seed: 2) != masks(pattern))
  }

  /// Hidden rows and columns keep a tenth of their cells, and one at least.
  @Test(arguments: [HoldOutPattern.row, .column])
  func linesAreAnchored(_ pattern: HoldOutPattern) {
    let row = data.pattern.rowOfEntry
    for fold in masks(pattern) {
      var hidden: [Int: Int] = [:]
      for e in fold {
        hidden[pattern == .row ? Int(row[Int(e)]) : Int(data.pattern.column[Int(e)]), default: 0] +=
          1
      }
      for (line, count) in hidden {
        let whole =
          pattern == .row ? data.pattern.count(inRow: line) : data.pattern.count(inColumn: line)
        #expect(whole - count == max(1, whole / 10))
      }
      #expect(hidden.count <= 5)
    }
  }

  /// Every hidden block lies in one line and spans fewer than `length` positions; what is hidden of
  /// a window is all of it.
  @Test func blocksAreRuns() {
    let row = data.pattern.rowOfEntry, fold = masks(.block(length: 4, along: .rows))[0]
    let hidden = Set(fold)
    var runs = 0, neighbours = 0
    for e in fold {
      let next = e + 1
      guard Int(next) < data.count, row[Int(e)] == row[Int(next)] else { continue }
      guard data.pattern.column[Int(next)] - data.pattern.column[Int(e)] == 1 else { continue }
      runs += 1
      neighbours += hidden.contains(next) ? 1 : 0
    }
    // Three of four adjacent pairs lie in one window; at random it would be one in ten.
    #expect(Double(neighbours) > 0.6 * Double(runs), "\(neighbours) of \(runs)")
  }

  @Test func tailsAreTheEnds() {
    let row = data.pattern.rowOfEntry
    for e in masks(.tail(length: 5, along: .rows)).joined() {
      #expect(data.pattern.column[Int(e)] >= 25)
    }
    for e in masks(.tail(length: 6, along: .columns)).joined() {
      #expect(row[Int(e)] >= 34)
    }
  }

  /// 5 folds for a small table, 3 for a medium one, 1 for a large one; fewer where little is seen.
  @Test func numbersOfFolds() {
    func folds(_ m: Int, _ n: Int) -> Int {
      HoldOutDesign(.entry, fraction: 0.1, seed: 1)
        .masks(over: table(m, n, { _, _ in 1 }).pattern).count
    }
    #expect(folds(40, 40) == 5 && folds(100, 100) == 3 && folds(300, 210) == 1)
    #expect(folds(1, 1) == 1 && folds(2, 2) == 2)
    let half = HoldOutDesign(.entry, fraction: 0.5, seed: 1)
      .masks(over: table(20, 20, { _, _ in 1 }).pattern)
    #expect(half.count == 1 && half[0].hidden.count == 200)
  }

  @Test func nothingToHide() {
    let none = table(3, 3, { _, _ in 1 }, where: { _, _ in false }).pattern
    #expect(
      HoldOutDesign(.entry, fraction: 0.1, seed: 1).masks(over: none) == [Mask(hiding: [], of: 0)])
    // One cell a row: each is its row's anchor.
    let anchors = table(5, 5, { _, _ in 1 }, where: { $0 == $1 }).pattern
    #expect(
      HoldOutDesign(.row, fraction: 0.1, seed: 1).masks(over: anchors) == [Mask(hiding: [], of: 5)])
  }
}

@Suite struct GapPatternTests {
  private func infer(
    _ rows: Int, _ columns: Int, ordered: Bool = true, _ isGap: (Int, Int) -> Bool
  ) -> HoldOutPattern {
    GapPattern.infer(
      table(rows, columns, { _, _ in 1 }, where: { !isGap($0, $1) }).pattern, ordered: ordered)
  }

  /// Uneven: rows and columns with 5 % to 80 % of gaps, all independent.
  @Test(arguments: [UInt64](1...8))
  func gapsAtRandom(_ seed: UInt64) {
    let uniform = Matrix.uniform(60, 50, seed: seed)
    #expect(infer(60, 50) { i, j in uniform[i, j] < 0.3 } == .entry)
    #expect(
      infer(60, 50) { i, j in
        uniform[i, j] < 0.05 + 0.75 * Double(i) / 60 * (j % 5 == 0 ? 1 : 0.6)
      } == .entry)
  }

  /// Runs of 7 cells at random places, along the rows or along the columns.
  @Test(arguments: [UInt64](1...4), [HoldOutPattern.Side.rows, .columns])
  func runs(_ seed: UInt64, _ side: HoldOutPattern.Side) {
    var generator = SeededGenerator(seed: seed)
    var gap = Matrix(rows: 60, columns: 60)
    for line in 0..<60 {
      for _ in 0..<2 {
        let start = generator.below(53)
        for k in start..<start + 7 {
          if side == .rows { gap[line, k] = 1 } else { gap[k, line] = 1 }
        }
      }
    }
    guard case .block(let length, side) = infer(60, 60, { i, j in gap[i, j] == 1 }) else {
      Issue.record("not runs along \(side)")
      return
    }
    // Runs of 7 that touch or overlap make longer ones.
    #expect(length >= 7 && length <= 10)
  }

  @Test func hardlyAnyGap() {
    #expect(infer(30, 30) { i, j in i == 4 && j < 19 } == .entry)
    #expect(infer(30, 30) { _, _ in false } == .entry)
    #expect(infer(3, 3) { _, _ in true } == .entry)
    #expect(infer(0, 0) { _, _ in true } == .entry)
    #expect(infer(1, 40) { _, j in j >= 10 && j < 32 } != .row)
  }

  @Test func orderMeansNothingInTriplets() {
    #expect(infer(60, 60, ordered: false) { _, j in j >= 20 && j < 30 } == .entry)
  }
}

extension Matrix {
  /// Independent uniform numbers in [0, 1).
  static func uniform(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
    var generator = SeededGenerator(seed: seed, stream: 5)
    return Matrix(rows: rows, columns: columns) { _, _ in generator.uniform() }
  }
}
