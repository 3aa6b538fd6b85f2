/// Where a recovery is between two ranks, and what has been observed of it.
///
/// All that the search has found by itself: what follows from the data and the options is made
/// again. A search that goes on from a snapshot gives the same bits as one that was never
/// interrupted. Storage: the state of every path on every fold, and its predictions of the hidden
/// data at every rank so far.
///
/// Data and options are not in it, and are not compared with those it is resumed under: whoever
/// stores snapshots (`CheckpointFile` of LowRankIO) keeps a digest of both.
public struct Snapshot: Sendable, Codable {
  /// Every event so far, in order.
  public var events: [RecoveryEvent]
  var stage: Stage

  /// Which of the searches was at work, and where it was.
  enum Stage: Sendable, Codable {
    case exact(ExactSearch.Progress)
    /// With what the search for an exact fit had found out.
    case noisy(ExactSearch.Finding, SearchProgress<TablePath.State>)
    case exactSensing(ExactSensingProgress)
    case noisySensing(ExactSensingFinding, SearchProgress<GrowthState>)
  }
}

/// The events of a recovery so far, as its snapshots remember them.
///
/// A value beside the search and not inside it: a search knows nothing of snapshots.
struct EventLog {
  private(set) var events: [RecoveryEvent]

  /// Whoever counts, limits or writes down the events sees those of the whole search: what a
  /// snapshot has seen is shown again. A reply that ends it will come again with the next one.
  init(after snapshot: Snapshot?, showing observe: (RecoveryEvent) -> Interruption?) {
    events = snapshot?.events ?? []
    for event in events { _ = observe(event) }
  }

  mutating func show(
    _ event: RecoveryEvent, to observe: (RecoveryEvent) -> Interruption?
  ) -> Interruption? {
    events.append(event)
    return observe(event)
  }
}
