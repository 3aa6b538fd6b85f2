internal import COpenBLAS

/// The few facts about BLAS and LAPACK that their callers share.
///
/// Row-major storage is column-major storage of the transpose, so LAPACK is asked about Aᵀ: LQ where
/// we want QR, "lower" where we mean the upper triangle, left where we mean right.
enum Backend {
  static let rowMajor: Int32 = 101
  static let noTranspose: Int32 = 111
  static let transpose: Int32 = 112

  /// OpenBLAS at one thread: parallelism is ours, over partitions that do not depend on the
  /// number of threads, so that results are the same bits on any machine. Two OpenBLAS threads
  /// under two of ours also ran five times slower.
  private static let singleThread: Void = openblas_set_num_threads(1)

  /// To be called before every BLAS or LAPACK call; after the first it costs one load.
  @inline(__always) static func prepare() { _ = singleThread }

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
