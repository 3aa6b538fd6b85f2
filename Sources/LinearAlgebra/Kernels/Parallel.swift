internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Work spread over threads in a fixed partition.
///
/// The partition depends on the data alone; the number of threads only says who does which part.
/// Every part writes its own memory, or its own partial sum that is added up in order, so results
/// are the same bits at any thread count.
public enum Parallel {
  private static let limit = Atomic<Int>(1)

  /// The number of threads in use. Process-wide, and harmless to share: no result depends on it.
  public static var threads: Int {
    get { limit.load(ordering: .relaxed) }
    set { limit.store(Swift.max(1, newValue), ordering: .relaxed) }
  }

  /// The number of processors this machine offers.
  public static var processors: Int { Swift.max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Runs `body(part)` once for each part in 0 ..< `parts`, in any order, on up to `threads`
  /// threads; at one thread, in order and without allocating.
  public static func forEach(parts: Int, _ body: (Int) -> Void) {
    forEach(parts: parts, workers: threads) { part, _ in body(part) }
  }

  /// The same, telling each call which worker in 0 ..< `workers` runs it, so that scratch memory
  /// can be kept per worker. The caller reads `threads` once, for its scratch and for this: another
  /// thread may change it in between.
  public static func forEach(
    parts: Int, workers wanted: Int, _ body: (_ part: Int, _ worker: Int) -> Void
  ) {
    let workers = Swift.min(wanted, parts)
    guard workers > 1 else {
      for part in 0..<parts { body(part, 0) }
      return
    }
    let next = Atomic<Int>(0)
    withoutActuallyEscaping(body) { body in
      // Parts write disjoint memory, which the compiler cannot see through a plain closure.
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        while true {
          let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard part < parts else { return }
          body(part, worker)
        }
      }
    }
  }

  /// `body(k)` for each k in 0 ..< `count`, in the order of k, computed on up to `threads` threads.
  ///
  /// For whole runs that do not depend on each other: it allocates and takes a lock a result.
  public static func map<T: Sendable>(_ count: Int, _ body: (Int) -> T) -> [T] {
    let results = Mutex([T?](repeating: nil, count: count))
    forEach(parts: count) { k in
      let result = body(k)
      results.withLock { $0[k] = result }
    }
    return results.withLock { $0.map { $0! } }
  }
}
