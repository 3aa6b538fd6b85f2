import Foundation
import LinearAlgebra
import LowRank
import LowRankIO
import LowRankTheory
import Testing

/// SDPLIB's MaxCut programs, in `sdplib_dev` of the folder that LOWRANK_DATA names.
private let folder = ProcessInfo.processInfo.environment["LOWRANK_DATA"].map { $0 + "/sdplib_dev" }

@Suite("MaxCut") struct MaxCutTests {
  private let triangle = """
    "Three vertices, each joined to the others.
    3 = m
    1 = blocks
    {3}
    {1.0, 1.0, +1.0e+00}
    0 1 1 1 0.5
    0 1 1 2 -0.25
    0 1 1 3 -0.25
    0 1 2 2 0.5
    0 1 2 3 -0.25
    0 1 3 3 0.5
    1 1 1 1 1.0
    2 1 2 2 1.0
    3 1 3 3 1.0

    """

  /// Unit vectors 120° apart: 3 · ¼ · 2 (1 + ½) = 9/4.
  @Test func triangleIsReadAndSolved() throws {
    let file = try SDPAFile(Array(triangle.utf8), file: "t.dat-s")
    #expect(file.size == 3 && file.constraints == [1, 1, 1] && file.entries.count == 9)
    let cost = try file.unitDiagonalCost()
    #expect(cost.values.count == 9)
    let answer = UnitDiagonalProgram(maximizing: cost).solve()
    #expect(answer.solution.converged && answer.gap.bound >= 2.25)
    #expect(answer.gap.bound - 2.25 < 1e-12 && answer.gap.least.evidence == .proof)
  }

  static let damages: [(String, String, String)] = [
    ("3 = m", "x", "t:2: \"x\" is not the number of constraints"),
    ("1 = blocks", "2", "t:3: more than one block: programs of a single matrix are read"),
    ("{3}", "0", "t:4: \"0\" is not the size of the block"),
    ("+1.0e+00", "", "t:5: 2 numbers for 3 constraints"),
    ("+1.0e+00", "inf", "t:5: \"inf\" is not a number"),
    ("0 1 1 2 -0.25", "0 1 1 2", "t:7: an entry is `matrix block row column value`"),
    ("0 1 1 2 -0.25", "0 1 1 4 1", "t:7: row 1, column 4 lies outside 3 × 3"),
    ("0 1 1 2 -0.25", "0 2 1 2 1", "t:7: matrix 0, block 2: no such matrix or block"),
    ("0 1 1 2 -0.25", "9 1 1 2 1", "t:7: matrix 9, block 1: no such matrix or block"),
    ("0 1 2 3 -0.25", "0 1 2 1 1", "t:10: an entry is given twice"),
    ("0 1 1 2 -0.25", "0 1 1 2 one", "t:7: \"one\" is not a number"),
  ]

  @Test(arguments: damages)
  func damageIsNamed(_ damage: (from: String, to: String, sentence: String)) {
    let text = triangle.replacingOccurrences(of: damage.from, with: damage.to)
    let error = fileError { () throws(FileError) in try SDPAFile(Array(text.utf8), file: "t") }
    #expect(error?.description == damage.sentence)
  }

  @Test(arguments: [("1 1 1 1 1.0", "1 1 1 2 1.0"), ("{1.0,", "{0.0,"), ("1 1 1 1 1.0\n", "")])
  func otherProgramsAreRefused(_ from: String, _ to: String) throws {
    let text = triangle.replacingOccurrences(of: from, with: to)
    let file = try SDPAFile(Array(text.utf8), file: "t")
    let error = fileError { () throws(FileError) in try file.unitDiagonalCost() }
    #expect(error?.description.hasPrefix("t: is no program of unit diagonal") == true)
  }

  @Test func theFileMayEndEarly() {
    let error = fileError { () throws(FileError) in try SDPAFile(Array("3\n1\n".utf8), file: "t") }
    #expect(error?.description == "t:2: the file ends before the size of the block")
    #expect(fileError { () throws(FileError) in try SDPAFile([], file: "t") } != nil)
  }

  /// SDPLIB prints seven digits, so that the published optimum itself is known to 3e-7 of itself;
  /// 1e-6 leaves 7e-7 to the certificate.
  @Test(
    .enabled(if: folder != nil, "LOWRANK_DATA names no folder of real data"),
    arguments: [
      ("mcp100", 226.1574), ("mcp124-1", 141.9905), ("mcp124-2", 269.8802),
      ("mcp124-3", 467.7501), ("mcp124-4", 864.4119),
    ])
  func publishedOptimaAreCertified(_ name: String, _ published: Double) throws {
    let cost = try SDPAFile(contentsOf: folder! + "/\(name).dat-s.gz").unitDiagonalCost()
    let answer = UnitDiagonalProgram(maximizing: cost).solve()
    let gap = answer.gap
    #expect(gap.certificate().verdict == .optimal && gap.least.evidence == .proof)
    #expect(abs(gap.bound / published - 1) < 1e-6, "\(gap.bound), published \(published)")
    #expect(gap.value <= gap.bound && gap.relativeGap < 1e-9, "\(gap.relativeGap)")
    // A cut of all vertices on one side is far from it, and known to be.
    let none = UnitRows(Matrix(rows: cost.rows, columns: 1) { _, _ in 1 })
    let rejected = DiagonalGap(of: none, maximizing: cost)
    #expect(rejected.certificate().verdict == .improvable && rejected.bound >= gap.value)
  }
}
