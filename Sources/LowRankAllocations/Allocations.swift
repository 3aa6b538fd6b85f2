internal import CAllocationCounter

/// How often `body` allocated, on the calling thread; nil where this system does not let us count.
///
///     #expect(allocations { solver.step(fit, &state) } == 0)
///
/// A program that links this module asks our `malloc`, `calloc`, `realloc` and `memalign`, which
/// count and pass on to those of the C library: a definition in the executable precedes that of a
/// shared library, so the Swift runtime and every other library are counted as well. What OpenBLAS
/// allocates for itself is left out. It works with glibc, on Linux; elsewhere the answer is nil, so
/// that a test can be skipped and cannot pass by not counting.
///
/// A product of its own, because linking it exchanges the allocator of the whole process: nobody
/// should get that with a checker of laws.
///
/// Freeing is not counted, and neither is the work of other threads.
///
/// Cost: one addition an allocation.
public func allocations(_ body: () throws -> Void) rethrows -> Int? {
  let before = lowrank_allocations()
  try body()
  let after = lowrank_allocations()
  return lowrank_counts_allocations() == 1 ? Int(after - before) : nil
}
