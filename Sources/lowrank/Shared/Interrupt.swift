import Foundation
import LowRank
import Synchronization

/// Ctrl-C: once asks the work to stop at the next iterate and keep what there is, twice ends it.
enum Interrupt {
  private static let requested = Atomic<Bool>(false)

  static func watch() {
    // Who starts this process may have the signal blocked, and a child inherits that.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    // A handler may only do what is safe at any instant: set a flag, restore the default.
    signal(SIGINT) { _ in
      Interrupt.requested.store(true, ordering: .relaxed)
      signal(SIGINT, SIG_DFL)
    }
  }

  static var isRequested: Bool { requested.load(ordering: .relaxed) }
}

/// What may end a recovery early: the user, the clock, or a number of iterations.
struct Limits {
  var seconds: Double?
  var iterations: Int?
  private let clock = ContinuousClock()
  private let began: ContinuousClock.Instant
  private var spent = 0

  init(seconds: Double?, iterations: Int?) {
    self.seconds = seconds
    self.iterations = iterations
    began = clock.now
  }

  mutating func check(after record: RankRecord?) -> Interruption? {
    spent += record?.iterations ?? 0
    if Interrupt.isRequested { return .cancelled }
    if let iterations, spent >= iterations { return .iterationLimit }
    if let seconds, clock.now - began >= .seconds(seconds) { return .timeLimit }
    return nil
  }
}
