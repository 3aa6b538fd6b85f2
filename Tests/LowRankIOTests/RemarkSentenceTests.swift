import Foundation
import LowRank
import LowRankReports
import Testing

/// What is said of every remark: the table of sentences, and its form in reports.
@Suite("Sentences of remarks")
struct RemarkSentenceTests {
  /// One of each, and more where the sentence has forms.
  static let samples: [Remark] = [
    .rowsWithoutCells(rows: [0, 3], of: 10), .columnsWithoutCells(columns: [4], of: 8),
    .disconnectedParts(parts: 3), .fewerCellsThanRankOne(cells: 3, unknowns: 5),
    .columnSpreadsDiffer(ratio: 918.94, widest: 1, narrowest: 0),
    .columnSpreadsDiffer(ratio: .infinity, widest: 1, narrowest: 0),
    .exactFitNotUnique(rank: 2, observed: .cells),
    .exactFitNotUnique(rank: 2, observed: .measurements),
    .exactFitRounded(rank: 2, expectedError: 1.234e-6),
    .exactFitRounded(rank: 2, expectedError: .infinity),
    .exactFitNearMiss(rank: 2, relativeResidual: 3.21e-10),
    .exactFitNotFoundAgain(rank: 2, observed: .cells),
    .exactFitNotFoundAgain(rank: 2, observed: .measurements), .noExactFit,
    .tooFewToTellNoise(count: 100, rank: 4, unknowns: 96, observed: .cells),
    .tooFewToTellNoise(count: 246, rank: 3, unknowns: 171, observed: .measurements),
    .higherRanksFitTooWell(
      rank: 1, highest: 4, left: 0.01, leftOfNoise: 0.3, observed: .cells),
    .higherRanksFitTooWell(
      rank: 1, highest: 4, left: 0.01, leftOfNoise: 0.3, observed: .measurements),
    .effectsUndetermined(cells: 3, unknowns: 5),
    .noBetterThanTheMean(error: 2, meanError: 1, observed: .cells),
    .noBetterThanTheMean(error: 2, meanError: 1, observed: .measurements),
    .gainWithinChance(gain: 0.1, standardError: 0.2),
    .columnsBelowTheirMean(columns: [1, 2, 7], judged: 12),
    .factorsAddLittle(error: 0.999, effectsError: 1),
    .rankBelowAsked(rank: 2, asked: 5, rows: 40, columns: 30),
    .rankBelowAsked(rank: 2, asked: 5, rows: 2, columns: 3), .stepsSpent(iterations: 5000),
    .diverged(iterations: 7), .endedEarly(cause: .cancelled), .endedEarly(cause: .timeLimit),
    .endedEarly(cause: .iterationLimit), .nothingHidden(measurements: 7, unknowns: 7),
    .rankCappedByData(rank: 1, measurements: 30, unknownsOfNext: 28),
    .farPairsUnknown(diameter: 15, longest: 3), .movablePoints(excess: 2),
    .widerThanTheData(
      shortfall: .init(width: 1000, unknowns: 1_000_000, measurements: 100_000, supported: 100)),
  ]

  @Test func everyCodeHasASample() {
    #expect(Set(Self.samples.map(\.code)) == Set(Remark.Code.allCases))
  }

  /// A sentence stands behind `warning` or in a list, and belongs to no door.
  @Test(arguments: samples)
  func form(_ remark: Remark) throws {
    let sentence = remark.sentence()
    let first = try #require(sentence.unicodeScalars.first)
    #expect(first.properties.isLowercase || ("0"..."9").contains(first), "\(sentence)")
    #expect(!sentence.hasSuffix(".") && !sentence.contains("\n") && !sentence.contains("  "))
    #expect(!sentence.contains("--"), "\(sentence)")
    #expect(sentence.count < 250, "\(sentence.count)")
    let words = sentence.lowercased().split { !$0.isLetter }
    #expect(!words.contains("nan") && !words.contains("inf"), "\(sentence)")
  }

  @Test func sentencesTellRemarksApart() {
    let finite = Self.samples.map { $0.sentence() }
    #expect(Set(finite).count == finite.count)
  }

  @Test func doorsNameTheirOptions() {
    let remark = Remark.diverged(iterations: 7)
    #expect(remark.sentence().contains("a smaller step may help"))
    #expect(remark.sentence(RemarkWords(step: "--step")).contains("a smaller --step may help"))
    let changed = Self.samples.filter { $0.sentence(RemarkWords(step: "η")) != $0.sentence() }
    #expect(changed.allSatisfy { $0.advice == .takeSmallerSteps } && !changed.isEmpty)
  }

  @Test func codesAreKebabCase() {
    let codes = Remark.Code.allCases.map(\.rawValue)
    #expect(Set(codes).count == codes.count)
    let isKebab = codes.allSatisfy { code in
      code.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { word in
        !word.isEmpty && word.allSatisfy { $0.isASCII && $0.isLowercase }
      }
    }
    #expect(isKebab, "\(codes)")
  }

  @Test(arguments: samples)
  func roundTrip(_ remark: Remark) throws {
    let encoder = JSONEncoder(), decoder = JSONDecoder()
    let names = ("inf", "-inf", "nan")
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: names.0, negativeInfinity: names.1, nan: names.2)
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: names.0, negativeInfinity: names.1, nan: names.2)
    #expect(try decoder.decode(Remark.self, from: encoder.encode(remark)) == remark)
  }
}

/// Remarks in the report object and on its page.
@Suite("Remarks in reports")
struct ReportRemarkTests {
  private func report(_ remarks: [Remark]) -> Report {
    var report = Report(command: "complete", version: "1")
    report.setRemarks(remarks)
    return report
  }

  private func object(_ remarks: [Remark]) throws -> [String: Any] {
    let data = Data(report(remarks).json().utf8)
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func member(_ remark: Remark) throws -> NSDictionary {
    try #require((object([remark])["remarks"] as? [NSDictionary])?.first)
  }

  /// The form that is agreed: code, severity, sentence, and the figures beside them.
  @Test func evidenceStandsBesideTheCode() throws {
    let below = try member(.columnsBelowTheirMean(columns: [1, 2, 7], judged: 12))
    let expected: NSDictionary = [
      "code": "columns-below-their-mean", "severity": "doubt", "advice": "bring-to-one-scale",
      "sentence": "3 of 12 columns are predicted worse than by their own mean: bring columns of "
        + "different units to one scale first",
      "columns": [1, 2, 7], "columns_count": 3, "judged": 12,
    ]
    #expect(below == expected)
    let near = try member(.exactFitNearMiss(rank: 2, relativeResidual: 0.25))
    #expect(near["relative_residual"] as? Double == 0.25 && near["rank"] as? Int == 2)
    let none = try member(.noExactFit)
    #expect(none["advice"] == nil && none.count == 3)
    #expect(try member(.endedEarly(cause: .timeLimit))["cause"] as? String == "timeLimit")
  }

  @Test func longListsAreCut() throws {
    let rows = try member(.rowsWithoutCells(rows: Array(0..<1000), of: 2000))
    #expect(rows["rows"] as? [Int] == Array(0..<100))
    #expect(rows["rows_count"] as? Int == 1000 && rows["of"] as? Int == 2000)
  }

  @Test func whatIsNotFiniteIsAbsent() throws {
    let remark = try member(.columnSpreadsDiffer(ratio: .infinity, widest: 1, narrowest: 0))
    #expect(remark["ratio"] == nil && remark["widest"] as? Int == 1)
  }

  @Test func warningsAreTheSentences() throws {
    let samples = RemarkSentenceTests.samples
    let all = try object(samples)
    #expect(all["warnings"] as? [String] == samples.map { $0.sentence() })
    let remarks = try #require(all["remarks"] as? [[String: Any]])
    #expect(remarks.map { $0["code"] as? String } == samples.map(\.code.rawValue))
    #expect(remarks.map { $0["severity"] as? String } == samples.map(\.severity.rawValue))
  }

  @Test func aReportIsReadBack() throws {
    let report = report(RemarkSentenceTests.samples)
    #expect(try JSONDecoder().decode(Report.self, from: Data(report.json().utf8)) == report)
  }

  @Test func thePageShowsSeverity() {
    let doubt = Remark.noExactFit, note = Remark.disconnectedParts(parts: 2)
    let html = ReportPage(report([doubt, note]), subject: "t.csv").html
    #expect(html.contains("<li><strong class=\"doubt\">doubt</strong> \(doubt.sentence())</li>"))
    #expect(html.contains("<li><strong class=\"note\">note</strong> \(note.sentence())</li>"))
  }
}
