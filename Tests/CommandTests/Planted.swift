import LinearAlgebra

/// A matrix that is known, and a part of it in the forms that the command reads.
struct Planted {
  let rows: Int
  let columns: Int
  /// The whole, row by row, noise included.
  let values: [Double]
  /// Whether each cell is shown.
  let isShown: [Bool]

  /// Rank `rank` plus noise, `share` of it shown at random.
  init(
    _ rows: Int, _ columns: Int, rank: Int, noise: Double = 0, share: Double = 0.8,
    seed: UInt64 = 1, scale: (Int) -> Double = { _ in 1 }
  ) {
    var random = SeededGenerator(seed: seed)
    let left = Matrix(rows: rows, columns: rank) { _, _ in random.normal() }
    let right = Matrix(rows: columns, columns: rank) { _, _ in random.normal() }
    let truth = LowRankMatrix(left: left, right: right)
    var values: [Double] = []
    for i in 0..<rows {
      for j in 0..<columns { values.append(scale(j) * (truth[i, j] + noise * random.normal())) }
    }
    self.init(rows, columns, values: values, share: share, seed: seed + 1)
  }

  init(_ rows: Int, _ columns: Int, values: [Double], share: Double = 0.8, seed: UInt64 = 2) {
    var random = SeededGenerator(seed: seed)
    self.init(
      rows, columns, values: values, isShown: values.map { _ in random.uniform() < share })
  }

  init(_ rows: Int, _ columns: Int, values: [Double], isShown: [Bool]) {
    self.rows = rows
    self.columns = columns
    self.values = values
    self.isShown = isShown
  }

  func value(_ i: Int, _ j: Int) -> Double { values[i * columns + j] }

  /// The same matrix with more of it hidden.
  func hiding(_ hides: (Int, Int) -> Bool) -> Planted {
    let shown = isShown.indices.map { isShown[$0] && !hides($0 / columns, $0 % columns) }
    return Planted(rows, columns, values: values, isShown: shown)
  }

  func map(_ body: (Double) -> Double) -> Planted {
    Planted(rows, columns, values: values.map(body), isShown: isShown)
  }

  /// The cells as a wide table writes them, blank where nothing is shown.
  func cells(ofRow i: Int) -> [String] {
    (0..<columns).map { isShown[i * columns + $0] ? "\(value(i, $0))" : "" }
  }

  /// A wide table with a header and row names.
  var csv: String {
    let header = (["name"] + (0..<columns).map { "c\($0)" }).joined(separator: ",")
    let lines = (0..<rows).map { (["r\($0)"] + cells(ofRow: $0)).joined(separator: ",") }
    return ([header] + lines).joined(separator: "\n") + "\n"
  }

  /// One line per cell shown, in random order.
  var triplets: String {
    var random = SeededGenerator(seed: 9)
    let shown = isShown.indices.filter { isShown[$0] }.shuffled(using: &random)
    return shown.map { "r\($0 / columns),c\($0 % columns),\(values[$0])\n" }.joined()
  }

  /// ‖x − values‖ / ‖values‖ over the cells that were not shown.
  func errorWhereHidden(_ x: (Int, Int) -> Double) -> Double {
    var error = 0.0, energy = 0.0
    for k in values.indices where !isShown[k] {
      let difference = x(k / columns, k % columns) - values[k]
      error += difference * difference
      energy += values[k] * values[k]
    }
    return (error / energy).squareRoot()
  }

  static func noise(count: Int, seed: UInt64) -> [Double] {
    var random = SeededGenerator(seed: seed, stream: 3)
    return (0..<count).map { _ in random.normal() }
  }

  /// A small table that completes in a moment.
  static let small = Planted(24, 16, rank: 2, noise: 0.1, seed: 5)
}
