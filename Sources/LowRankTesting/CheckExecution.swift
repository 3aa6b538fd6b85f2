internal import LinearAlgebra

/// Whether a computation keeps the law of `Execution`: no bit of it depends on the number of
/// threads.
public struct ExecutionReport: Sendable, Equatable {
  /// The numbers of threads at which a bit is other than at one thread.
  public let differing: [Int]
  /// Whether the computation gives the same bits twice at one thread: where it does not, threads
  /// are not what is wrong.
  public let isDeterministic: Bool

  public var isRight: Bool { differing.isEmpty && isDeterministic }
}

/// Computes the same at one thread, and at each of `threads` a few times: who does which part is a
/// matter of chance.
///
///     let report = checkExecution { a.times(b).elements }
///
/// - Parameter result: all numbers that the computation gives.
public func checkExecution(
  threads: [Int] = [2, 3, 8], times: Int = 3, _ result: () -> [Double]
) -> ExecutionReport {
  // Bits, for 0 and −0 or one NaN and another are different results too.
  func bits(_ threads: Int) -> [UInt64] {
    Execution(threads: threads).run { result().map(\.bitPattern) }
  }
  let expected = bits(1)
  return ExecutionReport(
    differing: threads.filter { count in
      (0..<times).contains { _ in bits(count) != expected }
    },
    isDeterministic: bits(1) == expected)
}
