public import LowRank

extension TableModel {
  /// What is fitted, in words.
  public var inWords: String {
    switch self {
    case .effects: "row and column effects"
    case .additive: "factors with row and column effects"
    case .plain: "factors alone"
    case .rows: "factors of rows scaled to unit size"
    case .columnNoise: "factors with effects, each column with its own noise"
    case .columns: "factors of standardised columns"
    }
  }
}
