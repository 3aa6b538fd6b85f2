internal import Foundation
internal import LinearAlgebra
internal import LowRankReports

extension Report {
  /// A report with what every job says: version, seed, threads, memory.
  init(_ command: String, seed: UInt64, _ data: Shape) {
    self.init(command: command, version: Version.current)
    self.seed = seed
    threads = Execution.current.threads
    self.data = data
    peakMemoryMegabytes = Self.peakMemory()
  }

  #if os(Linux)
    private static let thisProcess = __rusage_who_t(RUSAGE_SELF.rawValue)
  #else
    private static let thisProcess = RUSAGE_SELF
  #endif

  private static func peakMemory() -> Double {
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
