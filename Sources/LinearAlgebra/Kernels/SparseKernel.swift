/// Products of a sparse matrix with thin blocks, and the sampled product.
///
/// Each output row belongs to one part, so any number of threads gives the same bits. Pointers,
/// because a closure cannot capture a `Span`; bounds were checked by the callers.
///
/// All are bound by memory: an entry costs its index, its value and a row of a thin block that may
/// lie anywhere, against two flops for each column of the block.
enum SparseKernel {
  typealias Output = UnsafeMutableBufferPointer<Double>

  /// y[e] = ⟨row i of L, row j of R⟩ for every entry e = (i, j).
  ///
  /// Row i stays in cache for all entries of its row; row j is the random access that bounds the
  /// speed once R outgrows the cache.
  static func sample(
    _ pattern: SparsityPattern, _ left: [Double], _ right: [Double], _ y: Output, rank: Int
  ) {
    left.withUnsafeBufferPointer { l in
      right.withUnsafeBufferPointer { r in
        forEachRow(of: pattern) { i, entries, column in
          let row = l.baseAddress.unsafelyUnwrapped + i &* rank
          for e in entries {
            let other = r.baseAddress.unsafelyUnwrapped + Int(column[e]) &* rank
            y[e] = Kernel.dot(row, other, rank)
          }
        }
      }
    }
  }

  /// y[e] = ⟨aᵢ, bⱼ⟩ + ⟨cᵢ, dⱼ⟩ for every entry e = (i, j): the sampled product of a tangent.
  ///
  /// One pass instead of two: the pattern and y are read and written once.
  ///
  /// A tangent vector U Bᵀ + C Vᵀ is such a sum.
  static func sample(
    _ pattern: SparsityPattern, _ a: [Double], _ b: [Double], _ rank: Int,
    _ c: [Double], _ d: [Double], _ otherRank: Int, _ y: Output
  ) {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeBufferPointer { c in
          d.withUnsafeBufferPointer { d in
            forEachRow(of: pattern) { i, entries, column in
              let rowA = a.baseAddress.unsafelyUnwrapped + i &* rank
              let rowC = c.baseAddress.unsafelyUnwrapped + i &* otherRank
              for e in entries {
                let j = Int(column[e])
                y[e] =
                  Kernel.dot(rowA, b.baseAddress.unsafelyUnwrapped + j &* rank, rank)
                  + Kernel.dot(rowC, d.baseAddress.unsafelyUnwrapped + j &* otherRank, otherRank)
              }
            }
          }
        }
      }
    }
  }

  /// Row i of y = Σ over the entries (i, j) of value · row j of x.
  ///
  /// y is overwritten, whatever it held: its row is cleared by the thread that sums it.
  static func multiply(
    _ pattern: SparsityPattern, _ values: [Double], _ x: [Double], _ y: Output, width: Int
  ) {
    values.withUnsafeBufferPointer { values in
      x.withUnsafeBufferPointer { x in
        forEachRow(of: pattern) { i, entries, column in
          let target = y.baseAddress.unsafelyUnwrapped + i &* width
          for c in 0..<width { target[c] = 0 }
          for e in entries {
            Kernel.axpy(
              values[e], x.baseAddress.unsafelyUnwrapped + Int(column[e]) &* width, target, width)
          }
        }
      }
    }
  }

  /// Walks the order by columns, gathering: a scatter by rows could not be shared among threads.
  ///
  /// Row j of y = Σ over the entries (i, j) of value · row i of x; the value is found through
  /// `entry`.
  static func multiplyTransposed(
    _ pattern: SparsityPattern, _ values: [Double], _ x: [Double], _ y: Output, width: Int
  ) {
    values.withUnsafeBufferPointer { values in
      x.withUnsafeBufferPointer { x in
        pattern.row.withUnsafeBufferPointer { row in
          pattern.entry.withUnsafeBufferPointer { entry in
            forEachLine(pattern.columnParts, pattern.columnStart) { j, places in
              let target = y.baseAddress.unsafelyUnwrapped + j &* width
              for c in 0..<width { target[c] = 0 }
              for p in places {
                Kernel.axpy(
                  values[Int(entry[p])], x.baseAddress.unsafelyUnwrapped + Int(row[p]) &* width,
                  target, width)
              }
            }
          }
        }
      }
    }
  }

  /// Every row with its entries, in parts of about equal numbers of entries.
  @inline(__always)
  private static func forEachRow(
    of pattern: SparsityPattern,
    _ body: (Int, Range<Int>, UnsafeBufferPointer<Int32>) -> Void
  ) {
    pattern.column.withUnsafeBufferPointer { column in
      forEachLine(pattern.rowParts, pattern.rowStart) { i, entries in body(i, entries, column) }
    }
  }

  /// Every line with its places. One line is never split, so each output row has one writer.
  @inline(__always)
  private static func forEachLine(
    _ parts: [Int], _ start: [Int], _ body: (Int, Range<Int>) -> Void
  ) {
    Parallel.forEach(parts: parts.count - 1) { part in
      for line in parts[part]..<parts[part + 1] { body(line, start[line]..<start[line + 1]) }
    }
  }
}
