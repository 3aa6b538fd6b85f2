internal import LinearAlgebra
internal import LowRank

/// A recovery at work: limited, traced, and kept in a checkpoint.
struct Watch {
  private(set) var trace = Trace()
  var checkpointing: Checkpointing?
  private var budget: Budget
  private var isLast = false

  init(_ limits: Limits) { budget = Budget(limits) }

  mutating func show(_ event: RecoveryEvent, to observe: JobObserver) -> Interruption? {
    trace.append(event)
    let reply = observe(.recovery(event)) ?? budget.spend(event.record)
    isLast = reply != nil
    return reply
  }

  mutating func keep(_ snapshot: Snapshot) {
    // Nothing is attempted any more once the work was cancelled inside a rank.
    let isCancelled = Execution.current.attempt {} == nil
    checkpointing?.keep(snapshot, isLast: isLast || isCancelled)
  }
}
