import Foundation
import LowRank
import LowRankIO
import LowRankReports

extension Report {
  init(_ recovery: Recovery, of data: DataMatrix, seed: UInt64, threads: Int, meanWidth: Double?) {
    self.init(command: "complete", version: Version.current)
    self.seed = seed
    self.threads = threads
    self.data = Shape(data)
    rank = recovery.rank
    method = recovery.method.rawValue
    path = recovery.path.map(Step.init)
    heldout = recovery.heldOut.map(HeldOut.init)
    intervals = recovery.intervals.map {
      Intervals(level: $0.level, coverage: $0.coverage, meanWidth: meanWidth ?? 0)
    }
    certificate = recovery.certificate.map(Certificate.init)
    singularValues = recovery.model.singularValues
    residual = recovery.residual
    iterations = recovery.iterations
    reason = recovery.reason.description
    converged = recovery.isTrustworthy
    peakMemoryMegabytes = Self.peakMemory()
    setRemarks(recovery.remarks, .command)
  }

  #if os(Linux)
    private static let thisProcess = __rusage_who_t(RUSAGE_SELF.rawValue)
  #else
    private static let thisProcess = RUSAGE_SELF
  #endif

  static func peakMemory() -> Double {
    var usage = rusage()
    getrusage(Self.thisProcess, &usage)
    // Linux counts kibibytes, Darwin bytes.
    #if os(Linux)
      return Double(usage.ru_maxrss) * 1024 / 1e6
    #else
      return Double(usage.ru_maxrss) / 1e6
    #endif
  }
}

extension Report.Shape {
  init(_ data: DataMatrix) {
    let o = data.observations
    self.init(rows: o.rows, columns: o.columns, observed: o.count, sha256: data.digest)
  }
}

extension Report.Certificate {
  init(_ found: LowRankOptimization.Certificate) {
    self.init(
      kind: found.kind.rawValue, gap: found.gap, relativeGap: found.relativeGap,
      verdict: found.verdict.rawValue)
  }
}

extension Report.Step {
  init(_ record: RankRecord) {
    self.init(
      rank: record.rank, loss: record.loss, trainRMSE: record.trainRMSE,
      heldOutRMSE: record.heldOut?.rmse, heldOutSE: record.heldOut?.standardError,
      iterations: record.iterations, seconds: record.seconds)
  }
}

extension Report.HeldOut {
  init(_ heldOut: Recovery.HeldOut) {
    self.init(
      pattern: heldOut.pattern.name, count: heldOut.error.count, rmse: heldOut.error.rmse,
      se: heldOut.error.standardError, mae: heldOut.error.mae,
      baselineMeanRMSE: heldOut.meanError.rmse, baselineEffectsRMSE: heldOut.effectsError.rmse)
  }
}
