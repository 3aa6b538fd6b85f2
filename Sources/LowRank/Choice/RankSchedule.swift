/// The ranks that a search visits: all small ones, and then in steps of about a quarter.
package enum RankSchedule {
  /// 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, …, those below `limit`.
  ///
  /// Small ranks are tried one by one, as each may be the answer; a large rank is hardly better
  /// than its neighbours, and all of them would cost the square of the limit.
  package static func ranks(below limit: Int) -> [Int] {
    var result: [Int] = [], rank = 1
    while rank < limit {
      result.append(rank)
      rank += max(1, rank / 4)
    }
    return result
  }
}
