import Foundation
import Synchronization

/// Work that is abandoned, not stopped, when the user presses Ctrl-C: a claim need not know.
enum Interruptible {
  /// What `body` returns, or nil once an interrupt was asked for; the process then has to end soon,
  /// for the work goes on until it does.
  static func result<T: Sendable>(of body: @escaping @Sendable () -> T) -> T? {
    let answer = Answer<T>()
    let thread = Thread {
      answer.set(body())
    }
    // Decompositions recurse and hold blocks on the stack; the main thread has 8 MiB too.
    thread.stackSize = 8 << 20
    thread.start()
    while !Interrupt.isRequested {
      // A twentieth of a second passes unnoticed between Ctrl-C and the end.
      if let result = answer.wait(seconds: 0.05) { return result }
    }
    return nil
  }

  private final class Answer<T: Sendable>: Sendable {
    private let value = Mutex<T?>(nil)
    private let isSet = DispatchSemaphore(value: 0)

    func set(_ result: T) {
      value.withLock { $0 = result }
      isSet.signal()
    }

    func wait(seconds: Double) -> T? {
      guard isSet.wait(timeout: .now() + seconds) == .success else { return nil }
      return value.withLock { $0 }
    }
  }
}
