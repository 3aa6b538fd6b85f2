#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How a computation is carried out: on how many threads, and whether it is still wanted.
///
///     let recovery = Execution(threads: 4).run { observations.complete() }
///
/// It is handed down: whatever `run` calls finds it in `current`, on other threads too, and nothing
/// outside sees it, so that two computations in one process may have different ones. No result
/// depends on the number of threads (law, checked by `checkExecution` in LowRankTesting).
///
/// A cancelled run of a solver ends between two iterates, with what there is. Inside an `attempt`
/// work ends at once, its numbers good for nothing; the attempt then has no result. So half-made
/// numbers never get out, and who has an answer to give from what went before gives it `shielded`:
///
///     Execution.current.shielded.run {
///       while let next = Execution.current.attempt({ path.advanced() }) { path = next }
///       return path.answer
///     }
public struct Execution: Sendable {
  /// The most threads that work is spread over.
  public let threads: Int
  private let check: (@Sendable () -> Bool)?
  private let scope: Scope

  /// What a cancellation ends: runs between iterates, nothing, or everything at once.
  private enum Scope { case run, shield, attempt }

  /// - Parameter isCancelled: whether the work is no longer wanted. It is called often, from any
  ///   thread, and must not take back what it said: load a flag in it.
  public init(threads: Int = 1, isCancelled: (@Sendable () -> Bool)? = nil) {
    self.init(max(1, threads), isCancelled, .run)
  }

  private init(_ threads: Int, _ check: (@Sendable () -> Bool)?, _ scope: Scope) {
    (self.threads, self.check, self.scope) = (threads, check, scope)
  }

  @TaskLocal private static var bound = Execution()

  /// What the innermost `run` around this line has handed down; one thread and never cancelled
  /// where there is none. Looked up once a parallel region or an iteration, not once an element.
  public static var current: Execution { bound }

  /// `body` with this as the current execution.
  public func run<R>(_ body: () throws -> R) rethrows -> R {
    try Self.$bound.withValue(self, operation: body)
  }

  /// The result of `body`, or nil where it was cancelled before it was done.
  ///
  /// Cancelled, `body` still returns, soon and with arbitrary numbers; let it change nothing that
  /// is kept.
  public func attempt<R>(_ body: () throws -> R) rethrows -> R? {
    let attempt = Execution(threads, check, .attempt)
    let result = try attempt.run(body)
    return attempt.isCancelled ? nil : result
  }

  /// The same, deaf to cancellation but for the attempts inside.
  public var shielded: Execution { Execution(threads, check, .shield) }

  /// Whether the work is no longer wanted. Who has something worth keeping keeps it and ends.
  public var isCancelled: Bool { scope != .shield && check?() ?? false }

  /// Whether nobody will look at what is computed: inside an attempt that was cancelled. Loops may
  /// end wherever they are, but must not trap on what others have left unfinished.
  public var isAbandoned: Bool { scope == .attempt && check?() ?? false }

  /// On one thread: for the parts of work that is spread over threads already.
  var alone: Execution { Execution(1, check, scope) }

  /// How many threads share so many parts.
  package func workers(for parts: Int) -> Int { min(threads, parts) }
}

extension Execution {
  /// The number of processors this machine offers.
  public static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
