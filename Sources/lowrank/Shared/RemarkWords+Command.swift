import LowRankReports

extension RemarkWords {
  /// What advice says at the command.
  static let command = RemarkWords(step: "--step")
}
