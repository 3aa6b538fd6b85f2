internal import LowRankOptimization
internal import LowRankReports

/// Where the time of a job goes, stage after stage.
struct Stopwatch {
  private let clock = ContinuousClock()
  private let began: ContinuousClock.Instant
  private var last: ContinuousClock.Instant
  private var stages = Report.Seconds(total: 0)

  init() {
    began = clock.now
    last = began
  }

  /// The stage has ended, and the next begins.
  mutating func end(_ stage: WritableKeyPath<Report.Seconds, Double?>) {
    let now = clock.now
    stages[keyPath: stage] = (now - last).inSeconds
    last = now
  }

  /// The stages that have ended, and all the time until now.
  var seconds: Report.Seconds {
    var seconds = stages
    seconds.total = (clock.now - began).inSeconds
    return seconds
  }
}
