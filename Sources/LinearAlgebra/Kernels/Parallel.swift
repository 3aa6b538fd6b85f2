internal import Dispatch
internal import Synchronization

/// Work spread over the threads of the current execution in a fixed partition.
///
/// The partition depends on the data alone; the number of threads only says who does which part.
/// Every part writes its own memory, or its own partial sum that is added up in order, so results
/// are the same bits at any thread count.
///
/// A part runs under an execution of one thread: work inside it is not spread again.
public enum Parallel {
  /// Runs `body(part)` once for each part in 0 ..< `parts`, in any order; at one thread, in order
  /// and without allocating. Once the work is abandoned, parts that have not begun are left out.
  public static func forEach(parts: Int, _ body: (Int) -> Void) {
    // Most products are too small to be cut, and not even look for their execution.
    guard parts > 1 else {
      if parts == 1 { body(0) }
      return
    }
    forEach(parts: parts, by: .current) { part, _ in body(part) }
  }

  /// The same, telling each call which worker in 0 ..< `execution.workers(for: parts)` runs it, so
  /// that scratch memory can be kept per worker.
  package static func forEach(
    parts: Int, by execution: Execution, _ body: (_ part: Int, _ worker: Int) -> Void
  ) {
    share(parts, by: execution) { part, worker in
      if !execution.isAbandoned { body(part, worker) }
    }
  }

  /// `body(k)` for each k in 0 ..< `count`, in the order of k.
  ///
  /// For whole runs that do not depend on each other: it allocates and takes a lock a result. None
  /// is left out, for each has a result; abandoned runs are short.
  public static func map<T: Sendable>(_ count: Int, _ body: (Int) -> T) -> [T] {
    let results = Mutex([T?](repeating: nil, count: count))
    share(count, by: .current) { k, _ in
      let result = body(k)
      results.withLock { $0[k] = result }
    }
    return results.withLock { $0.map { $0! } }
  }

  private static func share(
    _ parts: Int, by execution: Execution, _ body: (_ part: Int, _ worker: Int) -> Void
  ) {
    let workers = execution.workers(for: parts)
    guard workers > 1 else {
      for part in 0..<parts { body(part, 0) }
      return
    }
    let next = Atomic<Int>(0), alone = execution.alone
    withoutActuallyEscaping(body) { body in
      // Parts write disjoint memory, which the compiler cannot see through a plain closure.
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        // A thread of Dispatch knows nothing of the execution that the work came from.
        alone.run {
          while true {
            let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard part < parts else { return }
            body(part, worker)
          }
        }
      }
    }
  }
}
