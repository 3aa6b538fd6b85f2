import LowRank
import LowRankJobs
import LowRankReports

/// What every verb does with the events of its job.
enum Door {
  /// From the beginning of the work on Ctrl-C asks it to stop; what will go wrong is said at once.
  static func follow(_ event: JobEvent) {
    switch event {
    case .began: Interrupt.watch()
    case .warning(let remark):
      StandardError.write("lowrank: warning: \(remark.sentence(.command))\n")
    case .recovery, .found: break
    }
  }

  /// One line for a rank that has been tried.
  static func log(_ record: RankRecord, showsHeldOut: Bool = false) {
    let heldOut = record.heldOut.map { ", held-out RMSE \(Numerals.short($0.rmse))" } ?? ""
    StandardError.write(
      "rank \(record.rank): residual RMSE \(Numerals.short(record.trainRMSE))"
        + (showsHeldOut ? heldOut : "") + "\n")
  }
}
