import LinearAlgebra
import LowRankTesting
import Synchronization
import Testing

@Suite struct ExecutionTests {
  @Test func isHandedDown() {
    #expect(Execution.current.threads == 1 && !Execution.current.isCancelled)
    Execution(threads: 3).run {
      #expect(Execution.current.threads == 3)
      Execution(threads: 2).run { #expect(Execution.current.threads == 2) }
      #expect(Execution.current.threads == 3)
    }
    #expect(Execution.current.threads == 1)
    #expect(Execution(threads: 0).threads == 1)
  }

  /// Each of two computations at the same time has its own.
  @Test func isNobodyElses() async {
    await withTaskGroup { group in
      for threads in 1...8 {
        group.addTask {
          Execution(threads: threads).run {
            for _ in 0..<1000 { #expect(Execution.current.threads == threads) }
          }
        }
      }
    }
  }

  /// Parts see the check of the execution that they come from, on one thread each.
  @Test func reachesTheWorkers() {
    let seen = Execution(threads: 3, isCancelled: { true }).run {
      Parallel.map(40) { _ in [Execution.current.threads, Execution.current.isCancelled ? 1 : 0] }
    }
    #expect(seen == Array(repeating: [1, 1], count: 40))
  }

  @Test(arguments: [1, 2, 3])
  func everyPartRunsOnce(_ threads: Int) {
    let counts = (0..<200).map { _ in Counter() }
    Execution(threads: threads).run {
      Parallel.forEach(parts: 200) { counts[$0].increase() }
      Parallel.forEach(parts: 0) { _ in Issue.record("there is no part to run") }
    }
    #expect(counts.allSatisfy { $0.value == 1 })
  }

  @Test func sameBitsAtAnyNumberOfThreads() {
    let a = SparseMatrix.random(400, 300, density: 0.5), x = gaussian(300, 9), y = gaussian(400, 9)
    let big = gaussian(500, 400, seed: 6), b = gaussian(400, 30), c = gaussian(500, 30)
    let report = checkExecution {
      var (ax, aty) = (y, x), sampled = a.values
      a.multiply(x, into: &ax)
      a.multiplyTransposed(y, into: &aty)
      a.pattern.sample(LowRankMatrix(left: y, right: x), into: &sampled)
      let svd = TruncatedSVD(a, count: 2)
      return ax.elements + aty.elements + sampled + big.times(b).elements
        + big.transposedTimes(c).elements + svd.u.elements + svd.singularValues
    }
    #expect(report.isRight)
  }

  /// Planted: partial sums, one a thread, whose number then decides about rounding.
  @Test func findsASumSplitByThreads() {
    let x = gaussian(1, 10_000).elements
    let report = checkExecution {
      let parts = Execution.current.threads, size = (x.count + parts - 1) / parts
      let sums = Parallel.map(parts) { part in
        x[min(x.count, part * size)..<min(x.count, (part + 1) * size)].reduce(0, +)
      }
      return [sums.reduce(0, +)]
    }
    #expect(report.isDeterministic && !report.isRight && report.differing == [2, 3, 8])
  }

  /// Planted: a number that is drawn anew each time.
  @Test func findsChance() {
    #expect(!checkExecution { [Double.random(in: 0..<1)] }.isDeterministic)
  }
}

@Suite struct AttemptTests {
  @Test func hasAResultUnlessCancelled() {
    #expect(Execution().attempt { 3 } == 3)
    #expect(Execution(isCancelled: { true }).attempt { 3 } == nil)
    #expect(Execution(isCancelled: { true }).run { 3 } == 3)
  }

  /// Cancelled work is abandoned inside an attempt only, and a shield keeps it from all but that.
  @Test(arguments: [1, 2])
  func isTheOnlyPlaceToAbandon(_ threads: Int) {
    func states() -> [Bool] {
      Parallel.map(2) { _ in Execution.current }.flatMap { [$0.isCancelled, $0.isAbandoned] }
    }
    let cancelled = Execution(threads: threads, isCancelled: { true })
    #expect(cancelled.run(states) == [true, false, true, false])
    #expect(cancelled.shielded.run(states) == [false, false, false, false])
    var inside: [Bool] = []
    #expect(cancelled.shielded.attempt { inside = states() } == nil)
    #expect(inside == [true, true, true, true])
    #expect(Execution(threads: threads).attempt(states) == [false, false, false, false])
  }

  /// At most the parts that have begun when the check first says so come to their end.
  @Test(arguments: [1, 2, 3])
  func leavesOutTheRest(_ threads: Int) {
    let begun = Counter(), after = Counter()
    let execution = Execution(threads: threads, isCancelled: { begun.value >= 10 })
    let result: Void? = execution.attempt {
      Parallel.forEach(parts: 1000) { _ in
        begun.increase()
        if begun.value > 10 { after.increase() }
      }
    }
    #expect(result == nil)
    #expect(after.value < threads, "\(after.value) parts after the request")
  }

  /// A map has a result for everything; abandoned bodies see that they are.
  @Test(arguments: [1, 2])
  func mapsToTheEnd(_ threads: Int) {
    let execution = Execution(threads: threads, isCancelled: { true })
    var mapped: [Int] = []
    _ = execution.attempt { mapped = Parallel.map(30) { $0 } }
    #expect(mapped == Array(0..<30))
  }

  /// 64 parts of 8 rows: cancelled at the fourth look, three are done.
  @Test func endsALargeProduct() {
    let looks = Counter()
    let execution = Execution(isCancelled: {
      looks.increase()
      return looks.value > 3
    })
    let x = [Double](repeating: 1, count: 2048)
    var product = [Double](repeating: 0, count: 512)
    let result: Void? = execution.attempt {
      GaussianKernel.multiply(seed: 1, scale: 1, x, into: &product)
    }
    #expect(result == nil)
    #expect(product.count { $0 != 0 } == 3 * 8)
  }

  /// Iterations that each take one product: the search ends at the first look after the request.
  @Test func endsSpectralSearches() {
    let products = Counter(), a = gaussian(200, 200)
    let counted = Counted(a: a, products: products)
    func steps(before limit: Int, _ search: () -> Void) -> Int {
      products.reset()
      let execution = Execution(isCancelled: { products.value >= limit })
      let result: Void? = execution.attempt(search)
      #expect(result == nil)
      return products.value
    }
    #expect(steps(before: 12) { _ = TruncatedSVD(counted, count: 1, tolerance: 0) } <= 13)
    #expect(steps(before: 12) { _ = Lanczos(SymmetricPart(counted), tolerance: 0) } <= 13)
    products.reset()
    _ = TruncatedSVD(counted, count: 1, tolerance: 0)
    #expect(products.value > 100)
  }
}

/// A number that several threads may raise.
final class Counter: Sendable {
  private let count = Atomic<Int>(0)
  var value: Int { count.load(ordering: .sequentiallyConsistent) }
  func increase() { count.add(1, ordering: .sequentiallyConsistent) }
  func reset() { count.store(0, ordering: .sequentiallyConsistent) }
}

private struct Counted: LinearOperator {
  let a: Matrix
  let products: Counter
  var rows: Int { a.rows }
  var columns: Int { a.columns }
  func multiply(_ x: Matrix, into y: inout Matrix) {
    products.increase()
    a.multiply(x, into: &y)
  }
  func multiplyTransposed(_ x: Matrix, into y: inout Matrix) {
    products.increase()
    a.multiplyTransposed(x, into: &y)
  }
}
