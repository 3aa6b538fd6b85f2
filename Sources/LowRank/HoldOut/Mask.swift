/// Which of some numbered measurements are hidden from a fit: a mark on shared data, never a copy.
///
/// Storage: a number for every hidden measurement.
public struct Mask: Sendable, Equatable {
  /// How many measurements there are, hidden or not.
  public let count: Int
  /// The numbers of the hidden ones, ascending.
  public let hidden: [Int32]

  /// - Precondition: `hidden` ascends and lies in 0 ..< count.
  public init(hiding hidden: [Int32], of count: Int) {
    precondition(zip(hidden, hidden.dropFirst()).allSatisfy { $0 < $1 }, "numbers ascend")
    precondition(hidden.first.map { $0 >= 0 } ?? true, "numbers are not negative")
    precondition(hidden.last.map { $0 < count } ?? true, "no number beyond the last")
    (self.count, self.hidden) = (count, hidden)
  }

  /// For every measurement whether it is hidden.
  public var isHidden: [Bool] {
    var marks = [Bool](repeating: false, count: count)
    for e in hidden { marks[Int(e)] = true }
    return marks
  }
}
