import Foundation
import LowRank
import LowRankJobs
import LowRankReports

/// What a completion is doing, on stderr: one line rewritten on a terminal, or JSON lines.
struct ProgressLine {
  let style: OutputOptions.ProgressStyle
  let isQuiet: Bool
  /// Whether every step keeps its line.
  let isVerbose: Bool
  private var isShown: Bool { !isQuiet && StandardError.isTerminal }

  func show(_ event: RecoveryEvent) {
    switch style {
    case .json: StandardError.write(json(event) + "\n")
    case .none: return
    case .auto where isVerbose: StandardError.write(text(event) + "\n")
    case .auto:
      // \u{1B}[K clears what a longer line left behind.
      if isShown { StandardError.write("\r\(text(event))\u{1B}[K") }
    }
  }

  func clear() {
    if style == .auto, isShown, !isVerbose { StandardError.write("\r\u{1B}[K") }
  }

  private func text(_ event: RecoveryEvent) -> String {
    switch event {
    case .exact(let record):
      "exact fit? rank \(record.rank), residual RMSE \(Numerals.short(record.trainRMSE))"
    case .heldOut(let name, let record):
      "\(name.model): rank \(record.rank), held-out RMSE "
        + Numerals.short(record.heldOut?.rmse ?? .nan)
    case .refitting(let rank): "fitting rank \(rank) to all observed cells"
    }
  }

  private func json(_ event: RecoveryEvent) -> String {
    switch event {
    case .exact(let record):
      #"{"stage": "exact", "rank": \#(record.rank), "train_rmse": \#(record.trainRMSE)}"#
    case .heldOut(let name, let record):
      #"{"stage": "\#(name.stage)", "model": "\#(name.model)", "rank": \#(record.rank), "#
        + #""train_rmse": \#(record.trainRMSE), "heldout_rmse": \#(record.heldOut?.rmse ?? -1)}"#
    case .refitting(let rank): #"{"stage": "refit", "rank": \#(rank)}"#
    }
  }
}
