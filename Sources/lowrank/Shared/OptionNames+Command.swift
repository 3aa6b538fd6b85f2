import LowRankReports

extension OptionNames {
  /// What advice says at the command.
  static let command = OptionNames(step: "--step")
}
