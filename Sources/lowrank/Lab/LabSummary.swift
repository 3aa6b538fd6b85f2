import Foundation
import LowRankLab
import LowRankReports

/// Results as people read them.
enum LabSummary {
  /// The verdict, and what lies outside its margin.
  static func lines(_ result: ClaimResult) -> String {
    let id = result.claim.id.padding(toLength: 4, withPad: " ", startingAt: 0)
    let verdict = result.verdict.padding(toLength: 14, withPad: " ", startingAt: 0)
    var text =
      "\(id) \(verdict) \(String(format: "%6.1f s", result.seconds))  \(result.claim.name)\n"
    for each in result.evidence.comparisons where !each.holds {
      let (low, high) = each.bounds
      let bounds = [
        low.map { "at least \(Numerals.short($0))" }, high.map { "at most \(Numerals.short($0))" },
      ].compactMap { $0 }.joined(separator: ", ")
      text += "     \(each.quantity): \(Numerals.short(each.measured)), expected \(bounds)\n"
    }
    return text
  }

  static func end(_ run: RunObject, _ folder: String, hasPage: Bool) -> String {
    let place = hasPage ? "\(folder)/index.html" : "\(folder)/"
    return "\n\(run.holds) hold, \(run.fails) do not; written to \(place)\n"
  }
}

/// Which claim is running, on a terminal.
enum LabProgress {
  static func show(_ claim: any Claim, _ done: Int, of count: Int) {
    guard StandardError.isTerminal else { return }
    StandardError.write("\r\(done + 1) of \(count): \(claim.id) \(claim.name)\u{1B}[K")
  }

  static func clear() {
    if StandardError.isTerminal { StandardError.write("\r\u{1B}[K") }
  }
}
