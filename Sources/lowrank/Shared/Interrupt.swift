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
