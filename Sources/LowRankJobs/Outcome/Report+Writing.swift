internal import LowRankIO
internal import LowRankReports

extension Report {
  /// Writes the report for people or for programs, as the extension says.
  func write(
    to path: String, subject: String, heatMap: HeatMapFigure? = nil
  ) throws(FileError) {
    if OutputForm(path: path) == .json {
      try write(to: path)
    } else {
      try ReportPage(self, subject: subject, heatMap: heatMap).write(to: path)
    }
  }
}
