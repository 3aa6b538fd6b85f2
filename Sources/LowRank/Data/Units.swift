internal import LinearAlgebra
internal import LowRankOptimization

/// The way from the units in which a matrix is low-rank back to the data's own.
///
/// The inverse of a logarithm or a logit explodes a little beyond the data, so what comes back
/// through a link is clipped to the range observed in its column. A box has bounds of its own.
struct Units: Sendable {
  let link: Link
  private let lower: [Double]
  private let upper: [Double]

  /// `data` in the data's own units; the range is that of all of it.
  init(_ link: Link, observed data: Observations) {
    self.link = link
    switch link {
    case .none, .box:
      (lower, upper) = ([], [])
      return
    case .log, .log1p, .sqrt, .logit: break
    }
    let least = data.values.min() ?? 0, greatest = data.values.max() ?? 0
    var lower = [Double](repeating: .infinity, count: data.columns)
    var upper = [Double](repeating: -.infinity, count: data.columns)
    for (e, j) in data.pattern.column.enumerated() {
      lower[Int(j)] = min(lower[Int(j)], data.values[e])
      upper[Int(j)] = max(upper[Int(j)], data.values[e])
    }
    // A column without a cell has the table's range.
    self.lower = lower.map { $0 == .infinity ? least : $0 }
    self.upper = upper.map { $0 == -.infinity ? greatest : $0 }
  }

  /// The range of every column, or nil where nothing is clipped.
  var range: (lower: [Double], upper: [Double])? { lower.isEmpty ? nil : (lower, upper) }

  /// z in column j, in the data's units.
  func original(_ z: Double, column j: Int) -> Double {
    lower.isEmpty ? link.invert(z) : min(max(link.invert(z), lower[j]), upper[j])
  }

  /// data − prediction in the data's units, entry by entry; both arguments as the model sees them.
  ///
  /// Clipped predictions, as those given away are: an error is that of the answer.
  func residuals(_ data: Observations, _ predicted: [Double]) -> [Double] {
    guard link != .none else { return zip(data.values, predicted).map { $0 - $1 } }
    return predicted.indices.map { e in
      let j = Int(data.pattern.column[e])
      return link.invert(data.values[e]) - original(predicted[e], column: j)
    }
  }
}
