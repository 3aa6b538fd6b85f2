import Foundation
import LowRankIO
import LowRankLab
import LowRankReports
import Testing

/// Comparisons, verdicts, figures and files, without running anything.
@Suite struct FrameworkTests {
  @Test(
    arguments: [
      (1.0, .near(1, margin: 0), true), (1.06, .near(1, within: 0.05), false),
      (-1.04, .near(-1, within: 0.05), true), (2, .atMost(2), true), (2.1, .atMost(2), false),
      (2, .atLeast(2), true), (1.9, .atLeast(2), false), (1.5, .between(1, 2), true),
      (2.5, .between(1, 2), false), (.nan, .atMost(2), false), (.infinity, .atLeast(2), false),
      (-.infinity, .atMost(2), false),
    ] as [(Double, Comparison.Expectation, Bool)])
  func comparisons(_ measured: Double, _ expectation: Comparison.Expectation, _ holds: Bool) {
    #expect(Comparison("x", measured, expectation, because: "").holds == holds)
  }

  /// A claim whose outcome is what it is told.
  struct Told: Claim {
    let id = "T1", name = "told <so>", statement = "x < y & z", source = "nobody (2026)"
    let theory = "none", setting = "none"
    var measured = 1.0
    static var settings: Settings<Self> { ["measured": \.measured] }

    init(_: Extent = .quick) {}

    func evidence(seed: UInt64) -> Evidence {
      let line = Series("a, b", x: [1, 10, 100], y: [1, 0, 1e-3])
      return Evidence(
        comparisons: [Comparison("one", measured, .near(1, margin: 0.1), because: "told")],
        figures: [
          Figure(
            "line", title: "A line", caption: "c", x: .logarithmic("x"), y: .logarithmic("y"),
            series: [line, .prediction("law", over: 1...100) { 1 / $0 }],
            marks: [.upright(at: 10, "ten"), .level(at: 0.1, "tenth")])
        ], remarks: ["r"])
    }
  }

  private func result(_ measured: Double) -> ClaimResult {
    var claim = Told()
    claim.measured = measured
    return ClaimResult(claim, seed: 1)
  }

  @Test func holdingIsCounted() throws {
    let run = RunObject([result(1), result(2), result(.nan)].map { ClaimObject($0, figures: []) })
    #expect(run.holds == 1 && run.fails == 2)
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(run.json().utf8)) as? [String: Any])
    #expect(Set(object.keys) == ["claims", "holds", "fails"])
    let claims = try #require(object["claims"] as? [[String: Any]])
    let keys: Set = [
      "id", "name", "claim", "source", "settings", "measured", "expected", "holds", "seconds",
      "figures",
    ]
    #expect(claims.allSatisfy { Set($0.keys) == keys })
    #expect((claims[1]["measured"] as? [String: Double]) == ["one": 2])
    #expect((claims[2]["measured"] as? [String: Double]) == [:])
    let expected = try #require(claims[0]["expected"] as? [String: [String: Any]])
    #expect(Set(expected["one"]!.keys) == ["value", "low", "high", "reason"])
  }

  @Test func settingsChangeByName() {
    var claim: any Claim = Told()
    #expect(claim.settings == ["measured": 1] && claim.evidence(seed: 1).holds)
    let isKnown = claim.set("measured", to: 2), isUnknown = !claim.set("measure", to: 1)
    #expect(isKnown && isUnknown && claim.settings == ["measured": 2])
    #expect(!claim.evidence(seed: 1).holds)
  }

  @Test func evidenceWithoutComparisonsDoesNotHold() {
    #expect(!Evidence(comparisons: []).holds)
  }

  /// Zero has no place on an axis of ratios, and nothing in the picture is not a number.
  @Test func figuresAreDrawn() {
    let svg = result(1).evidence.figures[0].svg
    #expect(svg.contains(">law</text>") && svg.contains(">a, b</text>") && svg.contains(">ten<"))
    #expect(!svg.contains("nan") && !svg.contains("inf"))
    #expect(svg.contains("stroke-dasharray=\"7 5\""))
  }

  @Test func thePageTellsWhatDoesNotHold() {
    let page = LaboratoryPage([result(1), result(2)], extent: .quick, seed: 3, version: "v").html
    #expect(page.contains("does not hold here: outside its margin is one"))
    #expect(page.contains("told &lt;so&gt;") && page.contains("x &lt; y &amp; z"))
    #expect(page.contains("--seed 3") && !page.contains("<script"))
    #expect(page.components(separatedBy: "<svg xmlns").count == 3)
  }

  @Test func filesAreWritten() throws {
    let path = FileManager.default.temporaryDirectory.path + "/lab-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    let figures = try ResultFolder(path).write(result(1))
    #expect(figures.first == path + "/T1/line.svg")
    #expect(figures.allSatisfy { FileManager.default.fileExists(atPath: $0) })
    // A PNG beside each SVG where gnuplot is on the path, and nothing said where it is not.
    let pictures = figures.filter { $0.hasSuffix(".png") }
    #expect(pictures == (Self.hasGnuplot ? [path + "/T1/line.png"] : []))
    for picture in pictures {
      let signature = try Data(contentsOf: URL(fileURLWithPath: picture)).prefix(4)
      #expect(Array(signature) == [0x89] + Array("PNG".utf8))
    }
    let csv = try String(contentsOfFile: path + "/T1/trajectory.csv", encoding: .utf8)
    #expect(csv.hasPrefix("figure,series,kind,x,y,upper\nline,\"a, b\",measured,1.0,1.0,\n"))
    let left = try FileManager.default.contentsOfDirectory(atPath: path + "/T1")
    #expect(!left.contains { $0.hasSuffix(".part") })
  }

  private static var hasGnuplot: Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .contains { FileManager.default.isExecutableFile(atPath: $0 + "/gnuplot") }
  }

  @Test func claimsAreNamedOnce() {
    let ids = Laboratory.claims().map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(Laboratory.claim("g1") != nil && Laboratory.claim("G99") == nil)
    #expect(Laboratory.claims(.full).map(\.id) == ids)
  }
}
