public import LowRankIO

extension Report {
  /// The report as JSON, pretty-printed, keys in alphabetical order, one line end at the end.
  ///
  /// JSON has no NaN and no infinity: members that are not finite are left out.
  public func json() -> String { JSONText.of(self) }

  /// Writes `json()`, whole or not at all.
  public func write(to path: String) throws(FileError) {
    try AtomicFile.write(path, Array(json().utf8))
  }
}
