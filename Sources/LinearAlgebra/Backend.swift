internal import COpenBLAS
internal import Synchronization

/// The few facts about BLAS and LAPACK that their callers share.
///
/// Row-major storage is column-major storage of the transpose, so LAPACK is asked about Aᵀ: LQ
/// where we want QR, "lower" where we mean the upper triangle, left where we mean right.
enum Backend {
  static let rowMajor: Int32 = 101
  static let noTranspose: Int32 = 111
  static let transpose: Int32 = 112

  /// Runs `calls` of BLAS or LAPACK with OpenBLAS at one thread, and leaves it at the number that
  /// the program around this library has set.
  ///
  /// Parallelism is ours, over partitions that do not depend on the number of threads, so that
  /// results are the same bits on any machine. Two OpenBLAS threads under two of ours also ran five
  /// times slower. The setting is the process's, so the first caller in saves it and the last one
  /// out brings it back; between them others only count. Cost: see `Decisions/0033`.
  static func onOneThread<R>(_ calls: () throws -> R) rethrows -> R {
    if !join() { enter() }
    defer { if !part() { leave() } }
    return try calls()
  }

  /// How many callers are inside; from 0 to 1 and back only under the lock.
  private static let callers = Atomic<Int>(0)
  /// The number of threads that was found, while anyone is inside.
  private static let found = Mutex<Int32>(1)

  /// One caller more beside others; false where there is none.
  private static func join() -> Bool {
    var seen = callers.load(ordering: .acquiring)
    while seen > 0 {
      let exchange = callers.weakCompareExchange(
        expected: seen, desired: seen + 1, ordering: .acquiring)
      if exchange.exchanged { return true }
      seen = exchange.original
    }
    return false
  }

  /// One caller less, others staying; false for the last.
  private static func part() -> Bool {
    var seen = callers.load(ordering: .relaxed)
    while seen > 1 {
      let exchange = callers.weakCompareExchange(
        expected: seen, desired: seen - 1, ordering: .releasing)
      if exchange.exchanged { return true }
      seen = exchange.original
    }
    return false
  }

  private static func enter() {
    found.withLock { found in
      // Another may have been the first meanwhile.
      guard !join() else { return }
      found = openblas_get_num_threads()
      if found != 1 { openblas_set_num_threads(1) }
      callers.store(1, ordering: .releasing)
    }
  }

  private static func leave() {
    found.withLock { found in
      // Others may have come meanwhile, and may come until none is counted.
      repeat { if part() { return } } while !close()
      // Who has set another number meanwhile wants that one.
      if found != 1, openblas_get_num_threads() == 1 { openblas_set_num_threads(found) }
    }
  }

  /// From one caller to none; false where there is not exactly one.
  private static func close() -> Bool {
    callers.compareExchange(expected: 1, desired: 0, ordering: .releasing).exchanged
  }

  /// LAPACK reports a bad argument as a negative `info`: always a defect of the caller.
  static func check(_ info: Int32, _ routine: StaticString) {
    precondition(info >= 0, "\(routine): argument \(-info) is illegal")
  }

  /// Asks a LAPACK routine how much workspace it wants, then runs it with that much.
  static func withWorkspace(_ call: (inout [Double], Int32) -> Void) {
    var query = [0.0]
    call(&query, -1)
    var work = [Double](repeating: 0, count: max(1, Int(query[0])))
    call(&work, Int32(work.count))
  }
}
