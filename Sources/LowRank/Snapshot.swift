internal import LowRankOptimization

/// Where a completion is between two ranks, and what has been observed of it.
///
/// All that the search has found by itself: what follows from the observations and the options is
/// made again. A search that goes on from a snapshot gives the same bits as one that was never
/// interrupted. Storage: the posterior of every model on every fold, and its predictions of the
/// hidden cells at every rank so far.
public struct Snapshot: Sendable, Codable {
  /// Every event so far, in order.
  public var events: [RecoveryEvent]
  var stage: Stage

  enum Stage: Sendable, Codable {
    case exact(ExactSearch.Progress)
    /// With what the search for an exact fit had found out.
    case noisy(ExactSearch.Finding, TableSearch.Progress)
  }
}
