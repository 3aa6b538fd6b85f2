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
    try AtomicFile.write(folder + "/trajectory.csv", Array(Self.csv(result.evidence).utf8))
    let object = ClaimObject(result, figures: names + pictures)
    try AtomicFile.write(folder + "/claim.json", Array(object.json().utf8))
    return (names + pictures).map { folder + "/" + $0 }
  }

  public func write(_ page: LaboratoryPage) throws(FileError) {
    try AtomicFile.write(path + "/index.html", Array(page.html.utf8))
  }

  /// Everything that the figures show, one point a line.
  static func csv(_ evidence: Evidence) -> String {
    var lines = ["figure,series,kind,x,y,upper"]
    for figure in evidence.figures {
      for series in figure.series {
        let name = quoted(figure.name) + "," + quoted(series.label)
        for (k, x) in series.x.enumerated() {
          lines.append("\(name),\(series.style.kind),\(x),\(series.y[k]),\(series.upper(k))")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\n".contains($0) }) else { return text }
    return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
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
  fileprivate func upper(_ k: Int) -> String {
    if case .band(let upper) = style { return "\(upper[k])" }
    return ""
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
