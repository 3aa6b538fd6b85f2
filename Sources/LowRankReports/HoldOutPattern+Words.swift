public import LowRank

extension HoldOutPattern {
  /// What lies hidden, in words.
  public var inWords: String {
    switch self {
    case .entry: "at random"
    case .row: "whole rows"
    case .column: "whole columns"
    case .block(let length, .rows): "runs of \(length) along rows"
    case .block(let length, .columns): "runs of \(length) along columns"
    case .tail(let length, _): "the last \(length) of each line"
    }
  }

  /// The name that reports have for it.
  public var name: String {
    switch self {
    case .entry: "entry"
    case .row: "row"
    case .column: "column"
    case .block(let length, _): "block=\(length)"
    case .tail(let length, _): "tail=\(length)"
    }
  }
}
