internal import LowRank
internal import LowRankIO
internal import LowRankReports

extension Report {
  init(_ sensed: SensedMatrix, seed: UInt64, digest: String?, _ words: RemarkWords) {
    self.init(
      "sense", sensed.recovery,
      of: Shape(
        rows: sensed.rows, columns: sensed.columns, observed: sensed.measurements, sha256: digest),
      seed: seed, meanWidth: sensed.meanWidth, words)
    // A state's own: the model is its embedding.
    singularValues = sensed.singularValues
  }
}
