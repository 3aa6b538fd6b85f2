internal import LowRank

extension DistanceUnits {
  /// Throws unless a sphere has a radius.
  func validate() throws(OptionError) {
    guard case .greatCircle(let radius) = self else { return }
    try OptionError.check(.radius, radius, .positive)
  }
}
