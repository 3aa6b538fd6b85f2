import COpenBLAS
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a program around this library has set stays set. One suite, one test at a time: the number
/// of OpenBLAS's threads belongs to the process. Tests beside it call products too, and save and
/// restore what this one sets, so all of them together are part of the test.
@Suite(.serialized) struct BackendTests {
  private func everyKindOfCall() {
    let a = gaussian(150, 90), x = gaussian(90, 1)
    _ = a.times(x)
    var y = [Double](repeating: 0, count: 150)
    a.multiply(vector: x.elements, into: &y)
    let gram = a.transposedTimes(a)
    #expect(SmallSVD(a).failure == nil && SymmetricEigen(gram).failure == nil)
    _ = ThinQR(a)
    var rows = gaussian(3, 90)
    Cholesky(gram)?.solveRows(&rows)
  }

  private func setting(_ threads: Int32, after body: () -> Void) -> Int32 {
    let before = openblas_get_num_threads()
    defer { openblas_set_num_threads(before) }
    openblas_set_num_threads(threads)
    body()
    // Calls of other tests may be under way, with their one thread.
    for _ in 0..<1000 where openblas_get_num_threads() != threads { usleep(1000) }
    return openblas_get_num_threads()
  }

  @Test(arguments: [2, 3])
  func leavesTheSettingAlone(_ threads: Int32) {
    #expect(setting(threads) { everyKindOfCall() } == threads)
  }

  @Test func leavesItAloneFromSeveralThreads() {
    let after = setting(2) {
      Execution(threads: 4).run {
        _ = Parallel.map(40) { _ in
          everyKindOfCall()
          return 0
        }
      }
    }
    #expect(after == 2)
  }
}
