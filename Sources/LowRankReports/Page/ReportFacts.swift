internal import LowRankIO

/// The numbers of a report in a person's words.
struct ReportFacts {
  struct Fact: Equatable {
    let name: String
    let value: String
    var note: String?
  }

  let report: Report

  init(_ report: Report) { self.report = report }

  /// What a reader looks for first.
  var headline: [Fact] {
    var facts: [Fact] = []
    if let rank = report.rank {
      facts.append(Fact(name: "rank", value: "\(rank)", note: report.method))
    }
    if let heldOut = report.heldout {
      let error = heldOut.se.map { " ± \(Ticks.label($0, digits: 2))" } ?? ""
      facts.append(
        Fact(
          name: "held-out RMSE", value: Ticks.label(heldOut.rmse) + error, note: comparison(heldOut)
        ))
    }
    if let intervals = report.intervals {
      facts.append(
        Fact(
          name: "coverage of \(percent(intervals.level)) intervals",
          value: percent(intervals.coverage),
          note: "mean width \(Ticks.label(intervals.meanWidth))"))
    }
    if let certificate = report.certificate {
      let gap = certificate.relativeGap.map { "relative gap \(Ticks.label($0, digits: 2))" }
      facts.append(Fact(name: "certificate", value: certificate.verdict, note: gap))
    }
    return facts
  }

  /// What makes the result reproducible.
  var details: [Fact] {
    var facts: [Fact] = []
    func add(_ name: String, _ value: String?) {
      if let value { facts.append(Fact(name: name, value: value)) }
    }
    add("method", report.method)
    add("regularization", report.regularization.map { Ticks.label($0) })
    add("residual", report.residual.map { Ticks.label($0) })
    add("iterations", report.iterations.map { "\($0)" })
    add("held out", report.heldout.map { "\($0.count) entries, pattern: \($0.pattern)" })
    add("seed", report.seed.map { "\($0)" })
    add("threads", report.threads.map { "\($0)" })
    add("seconds", report.seconds.map { Ticks.label($0.total, digits: 3) })
    add("peak memory", report.peakMemoryMegabytes.map { "\(Ticks.label($0, digits: 3)) MB" })
    add("SHA-256 of the input", report.data?.sha256)
    return facts
  }

  /// The error beside that of the best simple baseline.
  private func comparison(_ heldOut: Report.HeldOut) -> String? {
    let baselines = [heldOut.baselineMeanRMSE, heldOut.baselineEffectsRMSE].compactMap { $0 }
    guard let best = baselines.filter(\.isFinite).min() else { return nil }
    guard best > 0, heldOut.rmse.isFinite else { return "best baseline \(Ticks.label(best))" }
    let gain = 1 - heldOut.rmse / best
    return "\(percent(abs(gain))) \(gain >= 0 ? "below" : "above") the best baseline"
  }

  private func percent(_ share: Double) -> String { "\(Ticks.label(100 * share, digits: 3)) %" }
}
