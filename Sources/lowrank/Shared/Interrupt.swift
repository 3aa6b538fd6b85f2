import Foundation
import LowRank
import Synchronization

/// Ctrl-C, or SIGTERM as whoever runs many jobs sends it: once asks the work to stop where it is
/// and keep what there is, twice ends it.
enum Interrupt {
  private static let requested = Atomic<Bool>(false)
  private static let signals = [SIGINT, SIGTERM]

  static func watch() {
    // Who starts this process may have the signals blocked, and a child inherits that.
    var blocked = sigset_t()
    sigemptyset(&blocked)
    for number in signals { sigaddset(&blocked, number) }
    pthread_sigmask(SIG_UNBLOCK, &blocked, nil)
    // A handler may only do what is safe at any instant: set a flag, restore the defaults.
    for number in signals {
      signal(number) { _ in
        Interrupt.requested.store(true, ordering: .relaxed)
        signal(SIGINT, SIG_DFL)
        signal(SIGTERM, SIG_DFL)
      }
    }
  }

  static var isRequested: Bool { requested.load(ordering: .relaxed) }
}
