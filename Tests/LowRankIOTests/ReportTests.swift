import Foundation
import LowRankIO
import LowRankReports
import Testing

@Suite("Reports")
struct ReportTests {
  static var full: Report {
    var report = Report(command: "complete", version: "0.1.0")
    report.seed = 1
    report.threads = 2
    report.data = .init(rows: 20, columns: 10, observed: 150, sha256: "ab")
    report.rank = 2
    report.method = "pursuit"
    report.regularization = 0.01
    report.path = (1...3).map { rank in
      .init(
        rank: rank, loss: 1, trainRMSE: 1 / Double(rank), heldOutRMSE: 1.5 / Double(rank),
        heldOutSE: 0.1, iterations: 5, seconds: 0.5)
    }
    report.heldout = .init(
      pattern: "entry", count: 15, rmse: 0.75, se: 0.1, mae: 0.5, baselineMeanRMSE: 2,
      baselineEffectsRMSE: 1.5)
    report.intervals = .init(level: 0.9, coverage: 0.88, meanWidth: 2)
    report.certificate = .init(kind: "nuclear-gap", gap: 0.1, relativeGap: 0.01, verdict: "optimal")
    report.singularValues = [3, 1]
    report.residual = 0.25
    report.iterations = 15
    report.reason = "held-out error rose"
    report.converged = true
    report.seconds = .init(read: 0.1, solve: 1, write: 0.2, total: 1.3)
    report.peakMemoryMegabytes = 64
    report.warnings = ["2 rows < 3 & \"none\""]
    return report
  }

  private func object(_ report: Report) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(report.json().utf8)) as? [String: Any])
  }

  @Test func hasExactlyTheKeysAgreed() throws {
    let all = try object(Self.full)
    let expected: Set = [
      "command", "version", "seed", "threads", "data", "rank", "method", "regularization", "path",
      "heldout", "intervals", "certificate", "residual", "iterations", "reason", "converged",
      "seconds", "peak_memory_mb", "warnings", "singular_values",
    ]
    #expect(Set(all.keys) == expected)
    func keys(_ name: String) -> Set<String> { Set((all[name] as? [String: Any] ?? [:]).keys) }
    #expect(keys("data") == ["rows", "columns", "observed", "fraction", "sha256"])
    #expect(
      keys("heldout") == [
        "pattern", "count", "rmse", "se", "mae", "baseline_mean_rmse", "baseline_effects_rmse",
      ])
    #expect(keys("intervals") == ["level", "coverage", "mean_width"])
    #expect(keys("certificate") == ["kind", "gap", "relative_gap", "verdict"])
    #expect(keys("seconds") == ["read", "solve", "write", "total"])
    let step = (all["path"] as? [[String: Any]])?.first ?? [:]
    #expect(
      Set(step.keys) == [
        "rank", "loss", "train_rmse", "heldout_rmse", "heldout_se", "iterations", "seconds",
      ])
  }

  @Test func whatDoesNotApplyIsAbsent() throws {
    let report = Report(command: "factor", version: "0.1.0")
    #expect(Set(try object(report).keys) == ["command", "version", "warnings"])
    #expect(!report.json().contains("null"))
  }

  @Test func whatIsNotFiniteIsAbsent() throws {
    var report = Self.full
    report.residual = .nan
    report.heldout?.se = .infinity
    report.path?[0].trainRMSE = -.infinity
    let all = try object(report)
    #expect(all["residual"] == nil)
    #expect((all["heldout"] as? [String: Any])?["se"] == nil)
    #expect((all["path"] as? [[String: Any]])?[0]["train_rmse"] == nil)
    #expect((all["path"] as? [[String: Any]])?[1]["train_rmse"] != nil)
  }

  @Test func roundTripAndStableText() throws {
    let text = Self.full.json()
    #expect(try JSONDecoder().decode(Report.self, from: Data(text.utf8)) == Self.full)
    #expect(Self.full.json() == text)
  }

  @Test func numbersKeepTheirDigits() throws {
    var report = Self.full
    report.residual = 0.1
    report.seed = .max
    #expect(report.json().contains("\"residual\" : 0.1,"))
    #expect(report.json().contains("\"seed\" : 18446744073709551615,"))
  }

  @Test func pageIsSelfContainedAndEscaped() {
    let page = ReportPage(
      Self.full, subject: "<b>.csv",
      heatMap: HeatMapFigure(rows: 2, columns: 2, observed: [1, .nan, 3, 4], filled: [1, 2, 3, 4]))
    let html = page.html
    #expect(html.contains("<h1>&lt;b&gt;.csv</h1>"))
    #expect(html.contains("2 rows &lt; 3 &amp; &quot;none&quot;"))
    #expect(!html.contains("<b>.csv"))
    #expect(!html.contains("<script") && !html.contains("<link") && !html.contains("src=\"http"))
    #expect(html.contains("50 % below the best baseline"))
  }
}

@Suite("Figures")
struct FigureTests {
  /// Parses the document; the names of its elements, or nil if it is not well-formed XML.
  private func elements(_ svg: String) throws -> [String]? {
    guard NumPy.isPresent else { return [] }
    return try withTemporaryFolder { folder in
      try place(Array(svg.utf8), at: folder + "/f.svg")
      let script = """
        import xml.etree.ElementTree as t
        print(' '.join(e.tag.split('}')[1] for e in t.parse('f.svg').iter()))
        """
      return try NumPy.run(script, in: folder).split(separator: " ").map(String.init)
    }
  }

  @Test(.enabled(if: NumPy.isPresent, "python3 is absent"))
  func rankPathIsWellFormedAndMarksTheChoice() throws {
    let svg = try #require(RankPathFigure(ReportTests.full)).svg
    let names = try #require(try elements(svg))
    #expect(names.count { $0 == "circle" } == 6)
    #expect(names.count { $0 == "polyline" } == 2)
    #expect(svg.contains("chosen: rank 2"))
    #expect(svg.contains("row + column effects"))
  }

  @Test func rankPathOfOddErrorsHasNoNaN() {
    for errors in [[0, 0], [.nan, 1], [1e-300, 1e300], [1], []] as [[Double]] {
      let path = errors.enumerated().map {
        Report.Step(rank: $0 + 1, heldOutRMSE: $1, heldOutSE: .nan)
      }
      let svg = RankPathFigure(path: path, chosenRank: 1).svg
      #expect(!svg.contains("nan") && !svg.contains("inf"))
    }
  }

  @Test func rankPathNeedsErrors() {
    #expect(RankPathFigure(Report(command: "complete", version: "1")) == nil)
  }

  @Test(arguments: [[2, 2], [1, 500], [1000, 3]])
  func heatMapOfAnyShape(_ shape: [Int]) {
    let values = (0..<shape[0] * shape[1]).map { $0 % 3 == 0 ? .nan : Double($0) }
    let figure = HeatMapFigure(rows: shape[0], columns: shape[1], observed: values, filled: values)
    #expect(figure.svg.count { $0 == "<" } > 60)
    #expect(!figure.svg.contains("nan"))
    #expect(figure.svg.utf8.count < 400_000)
  }

  @Test func heatMapOfConstantAndEmptyTables() {
    let constant = HeatMapFigure(
      rows: 2, columns: 2, observed: [1, 1, 1, 1], filled: [1, 1, 1, 1])
    let empty = HeatMapFigure(
      rows: 1, columns: 2, observed: [.nan, .nan], filled: [.infinity, .nan])
    #expect(!constant.svg.contains("nan") && !empty.svg.contains("nan"))
  }
}
