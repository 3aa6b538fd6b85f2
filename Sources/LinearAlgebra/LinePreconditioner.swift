/// The inverse of JᵀJ + μ line by line, where J(B, C) = 𝒜(B Vᵀ + U Cᵀ).
///
/// Where every measurement sees one row and one column, as a sampled entry does, JᵀJ couples the k
/// coefficients of a row with each other and with those of the columns it crosses, but not with
/// those of other rows. What remains are k × k blocks: how well the entries of a line determine it.
/// Few entries determine some lines badly, and near the information limit it is they that make the
/// problem ill-conditioned; the blocks take them out.
///
/// Law, checked by `checkMeasurement` in LowRankTesting: on coefficients of one line alone the
/// blocks invert JᵀJ + shift, and JᵀJ moves no other line of that side.
public struct LinePreconditioner: Sendable {
  /// Vᵀ(measurements of the row)V + shift for every row.
  public let rows: LineBlocks
  public let columns: LineBlocks

  /// - Parameters:
  ///   - left: U, by whose rows the columns' coefficients are seen; `right`: V, by whose rows the
  ///     rows' are.
  ///   - shift: positive, at least μ.
  public init(_ pattern: SparsityPattern, left: Matrix, right: Matrix, shift: Double) {
    rows = LineBlocks(rowsOf: pattern, crossing: right, shift: shift)
    columns = LineBlocks(columnsOf: pattern, crossing: left, shift: shift)
  }
}
