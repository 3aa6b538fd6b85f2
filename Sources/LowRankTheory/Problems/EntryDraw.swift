internal import LinearAlgebra
internal import LowRank
internal import LowRankOptimization

/// A uniform draw of places of a grid without replacement, with enough in every line.
///
/// A row with r entries or fewer does not determine its r latent numbers with anything to spare,
/// so draws are repeated until every line has more. Near the information limit that can take
/// longer than anyone waits; the last draw is then repaired by moving single places. For a uniform
/// draw that is a small change: a few lines of the sparsest get an entry that others had to spare.
struct EntryDraw {
  private let rows: Int
  let columns: Int
  /// Whether (i, j) stands for both (i, j) and (j, i).
  let symmetric: Bool
  /// i · columns + j of each place, in the order drawn.
  private(set) var places: [Int] = []
  /// The same places, to find one in; never iterated, for its order differs from run to run.
  private var chosen: Set<Int> = []
  /// How many entries each row and each column has, mirror images counted.
  private var inRow: [Int] = []
  private var inColumn: [Int] = []

  /// - Parameter symmetric: draw unordered pairs, held as places on or above the diagonal.
  init(
    rows: Int, columns: Int, count: Int, moreThan least: Int, symmetric: Bool = false,
    using generator: inout SeededGenerator
  ) {
    self.rows = rows
    self.columns = columns
    self.symmetric = symmetric
    // Redrawing keeps the distribution that of uniform draws, given enough in every line; repair
    // does not, and comes last.
    for _ in 0..<50 {
      draw(count, using: &generator)
      if (inRow.min() ?? 0) > least, (inColumn.min() ?? 0) > least { return }
    }
    repair(moreThan: least, using: &generator)
  }

  /// Sorted by rows, then columns; symmetric draws with both mirror images.
  var entries: (rowOf: [Int32], columnOf: [Int32]) {
    var all = places
    if symmetric {
      for place in places where place / columns != place % columns {
        all.append(place % columns * columns + place / columns)
      }
    }
    all.sort()
    return (all.map { Int32($0 / columns) }, all.map { Int32($0 % columns) })
  }

  /// Draws with rejection of what is taken: m log m draws at worst, for all m places of a grid.
  private mutating func draw(_ count: Int, using generator: inout SeededGenerator) {
    places = []
    chosen = []
    inRow = Array(repeating: 0, count: rows)
    inColumn = Array(repeating: 0, count: columns)
    while places.count < count {
      let (i, j) = (generator.below(rows), generator.below(columns))
      // Discarding the lower half keeps a symmetric draw uniform over pairs.
      if !symmetric || i <= j { insert(i, j) }
    }
  }

  /// Adds the place unless it is taken; whether it did.
  @discardableResult
  private mutating func insert(_ i: Int, _ j: Int) -> Bool {
    let place = symmetric ? min(i, j) * columns + max(i, j) : i * columns + j
    guard chosen.insert(place).inserted else { return false }
    places.append(place)
    count(place, by: 1)
    return true
  }

  /// Books the place in its row and column; a symmetric pair in those of its mirror image as well.
  private mutating func count(_ place: Int, by step: Int) {
    let (i, j) = (place / columns, place % columns)
    inRow[i] += step
    inColumn[j] += step
    if symmetric, i != j {
      inRow[j] += step
      inColumn[i] += step
    }
  }

  /// Gives every line that has too few places random ones, at the expense of others.
  private mutating func repair(moreThan least: Int, using generator: inout SeededGenerator) {
    for i in 0..<rows {
      // A place that is taken is drawn again; a line this short has free ones.
      while inRow[i] <= least {
        guard insert(i, generator.below(columns)) else { continue }
        spareOne(moreThan: least, using: &generator)
      }
    }
    for j in 0..<columns {
      while inColumn[j] <= least {
        guard insert(generator.below(rows), j) else { continue }
        spareOne(moreThan: least, using: &generator)
      }
    }
  }

  /// Removes a random place from lines that can do without it. Where no line can, the draw keeps
  /// one place more than was asked for: better than a line that nothing determines.
  private mutating func spareOne(moreThan least: Int, using generator: inout SeededGenerator) {
    for _ in 0..<1000 {
      let index = generator.below(places.count), place = places[index]
      let lines = (inRow[place / columns], inColumn[place % columns])
      // Both lines still have more than the bound when the place is gone.
      guard lines.0 > least + 1, lines.1 > least + 1 else { continue }
      // The order drawn matters to nobody, so the last one fills the gap.
      places.swapAt(index, places.count - 1)
      places.removeLast()
      chosen.remove(place)
      count(place, by: -1)
      return
    }
  }
}
