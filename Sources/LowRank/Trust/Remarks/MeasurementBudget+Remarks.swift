extension MeasurementBudget {
  /// What speaks against an answer of this rank after a search for an exact fit that tried every rank
  /// and met no noise; nil where nothing does.
  ///
  /// Noise shows in two ranks beyond the right one that explain no more than their share, and the
  /// search has met none. Either the data are too few for that, and may as well be exact values of a
  /// matrix that was not found, or the ranks beyond this one are clearly no noise.
  ///
  /// - Parameter energies: ‖residual‖² / ‖data‖² of the fits of rank 0, 1, ….
  func undecided(
    _ rank: Int, _ energies: [Double], observed: Remark.Observed
  ) -> Remark? {
    let top = largestRankShowingNoise
    if rank > 0, rank + 2 > top {
      return .tooFewToTellNoise(
        count: measurements, rank: rank, unknowns: unknowns(ofRank: rank), observed: observed)
    }
    // A tenth of the least that noise leaves: a margin that chance does not bridge.
    guard top < energies.count, energies[top] < 0.1 * leftOfNoise(rank, top) * energies[rank]
    else { return nil }
    return .higherRanksFitTooWell(
      rank: rank, highest: top, left: energies[top] / energies[rank],
      leftOfNoise: leftOfNoise(rank, top), observed: observed)
  }

  /// The least part of its energy that fits of ranks a + 1 to b leave of pure noise.
  private func leftOfNoise(_ a: Int, _ b: Int) -> Double {
    stride(from: a + 1, through: b, by: 1).reduce(1) {
      $0 * (1 - Self.evidence * share(ofRank: $1))
    }
  }
}
