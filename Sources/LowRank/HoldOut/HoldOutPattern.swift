/// In which shape cells are hidden to measure the error.
///
/// An error bar is honest only where the hidden cells look like the gaps: entries hidden at random
/// in a table whose gaps are long runs have their neighbours still visible, and reported a sixth
/// of the true error on hourly electricity loads.
public enum HoldOutPattern: Sendable, Equatable, Codable {
  /// Cells at random.
  case entry
  /// Whole rows or columns, all but a tenth of each (at least one cell), which anchors it.
  case row, column
  /// Runs of this many consecutive cells along each row, or along each column.
  case block(length: Int, along: Side)
  /// The last cells of every row, or of every column.
  case tail(length: Int, along: Side)

  /// Along which lines runs lie.
  public enum Side: String, Sendable, Codable { case rows, columns }
}
