internal import Foundation
public import LowRankIO

/// A folder with one folder for each claim: `claim.json`, `trajectory.csv` and the figures.
public struct ResultFolder: Sendable {
  public let path: String

  /// Creates the folder, and finds out whether it can be written into before any work is done.
  public init(_ path: String) throws(FileError) {
    self.path = path
    try Self.create(path)
    try AtomicFile.check(path + "/index.html")
  }

  /// Writes what the result holds; the paths of the figures.
  @discardableResult
  public func write(_ result: ClaimResult) throws(FileError) -> [String] {
    let folder = path + "/" + result.claim.id
    try Self.create(folder)
    let names = result.evidence.figures.map { $0.name + ".svg" }
    for (figure, name) in zip(result.evidence.figures, names) {
      try AtomicFile.write(folder + "/" + name, Array(figure.svg.utf8))
    }
    let pictures = Gnuplot.draw(result.evidence.figures, in: folder)
    try AtomicFile.write(folder + "/trajectory.csv", Self.csv(result.evidence))
    let object = ClaimObject(result, figures: names + pictures)
    try AtomicFile.write(folder + "/claim.json", Array(object.json().utf8))
    return (names + pictures).map { folder + "/" + $0 }
  }

  public func write(_ page: LaboratoryPage) throws(FileError) {
    try AtomicFile.write(path + "/index.html", Array(page.html.utf8))
  }

  /// Everything that the figures show, one point a line.
  static func csv(_ evidence: Evidence) -> [UInt8] {
    var lines = DelimitedWriter()
    lines.line(["figure", "series", "kind", "x", "y", "upper"])
    for figure in evidence.figures {
      for series in figure.series {
        for (k, x) in series.x.enumerated() {
          for text in [figure.name, series.label, series.style.kind] { lines.append(text) }
          lines.append(x)
          lines.append(series.y[k])
          lines.append(series.upper(k))
          lines.endLine()
        }
      }
    }
    return lines.bytes
  }

  private static func create(_ path: String) throws(FileError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .cannotWrite(file: path, reason: "the folder cannot be created")
    }
  }
}

extension Series {
  fileprivate func upper(_ k: Int) -> Double? {
    if case .band(let upper) = style { upper[k] } else { nil }
  }
}

extension Series.Style {
  fileprivate var kind: String {
    switch self {
    case .line, .points, .rings: "measured"
    case .prediction: "predicted"
    case .band: "band"
    }
  }
}
