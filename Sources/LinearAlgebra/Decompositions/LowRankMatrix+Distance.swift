extension LowRankMatrix {
  /// ‖W − other‖_F without forming either.
  ///
  /// Thin QR of the stacked factors, so that the difference of two nearly equal matrices is exact
  /// to rounding of the factors and not to the square root of it, as Gram matrices would give.
  public func distance(to other: LowRankMatrix) -> Double {
    precondition(rows == other.rows && columns == other.columns, "shapes differ")
    let minus = other.left.scalingColumns(by: Array(repeating: -1, count: other.rank))
    let l = ThinQR.anyShape(left.appending(columns: minus))
    let r = ThinQR.anyShape(right.appending(columns: other.right))
    return l.timesTransposed(r).norm
  }
}
