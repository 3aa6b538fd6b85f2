import RealModule

/// A p × q matrix of independent standard normal numbers that is never stored.
///
/// Number (k, e) is a function of (seed, k, e) alone: numbers 2h and 2h + 1 of row k are the pair
/// of Box and Muller (1958) made from numbers 2h and 2h + 1 of stream k. Any run of any row can
/// therefore be made where it is needed; 256 at a time stay in the first-level cache.
///
/// Cost of either product: p q / 2 logarithms, sines and cosines, about 10 ns a number: 30 times
/// the time of reading the number from memory, for none of the memory.
package enum GaussianKernel {
  /// Even, so that no pair of Box and Muller is cut in two.
  private static let block = 256

  /// y ← scale · G x. Rows are shared out among threads.
  ///
  /// Here p = `y.count` and q = `x.count`. A row is summed by one thread, run by run in the order
  /// of its numbers: the same bits at any number of threads.
  package static func multiply(
    seed: UInt64, scale: Double, _ x: [Double], into y: inout [Double]
  ) {
    let rows = y.count
    y.withUnsafeMutableBufferPointer { y in
      x.withUnsafeBufferPointer { x in
        Parallel.forEach(parts: parts(rows)) { part in
          withUnsafeTemporaryAllocation(of: Double.self, capacity: block) { numbers in
            for k in part * rows / parts(rows)..<(part + 1) * rows / parts(rows) {
              var sum = 0.0
              forEachRun(of: x.count) { e, count in
                fill(numbers, seed, row: k, from: e, count: count)
                sum += Kernel.dot(UnsafePointer(numbers.baseAddress!), x.baseAddress! + e, count)
              }
              y[k] = scale * sum
            }
          }
        }
      }
    }
  }

  /// y ← scale · Gᵀ x. Runs of columns are shared out, so that each number of y has one writer.
  ///
  /// Here p = `x.count` and q = `y.count`. Every part goes down all rows, but makes the numbers of
  /// its own columns only: none is made twice, and there is nothing to add up at the end.
  package static func multiplyTransposed(
    seed: UInt64, scale: Double, _ x: [Double], into y: inout [Double]
  ) {
    let columns = y.count, parts = max(1, (columns + block - 1) / block)
    y.withUnsafeMutableBufferPointer { y in
      Parallel.forEach(parts: parts) { part in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: block) { numbers in
          let start = part * block, count = min(block, columns - part * block)
          for e in 0..<count { y[start + e] = 0 }
          for k in x.indices where count > 0 {
            fill(numbers, seed, row: k, from: start, count: count)
            Kernel.axpy(
              scale * x[k], UnsafePointer(numbers.baseAddress!), y.baseAddress! + start, count)
          }
        }
      }
    }
  }

  /// g ← scale · G, row by row.
  ///
  /// For ensembles small enough to be stored, whose products are then BLAS's. On one thread: it is
  /// done once, and costs as much as one product.
  package static func write(seed: UInt64, scale: Double, columns: Int, into g: inout [Double]) {
    guard columns > 0 else { return }
    g.withUnsafeMutableBufferPointer { g in
      for k in 0..<g.count / columns {
        let row = UnsafeMutableBufferPointer(rebasing: g[k * columns..<(k + 1) * columns])
        fill(row, seed, row: k, from: 0, count: columns)
        for e in row.indices { row[e] *= scale }
      }
    }
  }

  /// Numbers (row, start) … (row, start + count − 1); `start` is even.
  private static func fill(
    _ numbers: UnsafeMutableBufferPointer<Double>, _ seed: UInt64, row: Int, from start: Int,
    count: Int
  ) {
    let stream = SeededGenerator(seed: seed, stream: UInt64(row))
    for e in stride(from: 0, to: count, by: 2) {
      let first = Double(stream[UInt64(start + e)] >> 11) * 0x1p-53
      let second = Double(stream[UInt64(start + e + 1)] >> 11) * 0x1p-53
      // Uniform numbers lie in [0, 1), so the logarithm of 1 − u is finite.
      let radius = (-2 * Double.log(1 - first)).squareRoot()
      numbers[e] = radius * Double.cos(2 * .pi * second)
      if e + 1 < count { numbers[e + 1] = radius * Double.sin(2 * .pi * second) }
    }
  }

  /// `body(start, count)` for consecutive runs that fit the buffer; every start is even, as `fill`
  /// wants it.
  @inline(__always)
  private static func forEachRun(of count: Int, _ body: (Int, Int) -> Void) {
    for start in stride(from: 0, to: count, by: block) { body(start, min(block, count - start)) }
  }

  /// Eight rows amortise handing a part to a thread; the number depends on the size alone.
  private static func parts(_ rows: Int) -> Int { max(1, min(64, rows / 8)) }
}
