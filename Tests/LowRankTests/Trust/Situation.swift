import LinearAlgebra
import LowRankTheory
import Testing

@testable import LowRank

/// Data that provoke a remark, and what it must show of them.
struct Situation: Sendable, CustomTestStringConvertible {
  let code: Remark.Code
  let name: String
  let remarks: @Sendable () throws -> [Remark]
  let shows: @Sendable (Remark) -> Bool

  init(
    _ code: Remark.Code, _ name: String, _ remarks: @escaping @Sendable () throws -> [Remark],
    shows: @escaping @Sendable (Remark) -> Bool
  ) {
    (self.code, self.name, self.remarks, self.shows) = (code, name, remarks, shows)
  }

  /// Where every figure is known beforehand.
  init(
    _ expected: Remark, _ name: String, _ remarks: @escaping @Sendable () throws -> [Remark]
  ) {
    self.init(expected.code, name, remarks) { $0 == expected }
  }

  var testDescription: String { "\(code.rawValue): \(name)" }

  static let all = data + exactFits + answers + measurements
}

@Suite struct RemarkTests {
  /// The remark is made, once, and its figures are those that were planted.
  @Test(arguments: Situation.all)
  func isProvoked(_ situation: Situation) throws {
    let remarks = try situation.remarks()
    let made = remarks.filter { $0.code == situation.code }
    #expect(made.count == 1, "made: \(remarks)")
    let remark = try #require(made.first)
    #expect(situation.shows(remark), "\(remark)")
  }

  @Test func everyRemarkHasASituation() {
    #expect(Set(Situation.all.map(\.code)) == Set(Remark.Code.allCases))
  }

  /// An answer is trusted exactly if none of its remarks is a doubt.
  @Test func doubtsDecideTrust() throws {
    let exact = table(12, 9, { i, j in Double((i + 1) * (j + 2)) }, where: { $0 != $1 })
    var options = RecoveryOptions()
    let plain = try exact.complete(options)
    #expect(plain.isTrustworthy && plain.remarks.isEmpty)
    options.rank = 2
    let asked = try exact.complete(options)
    #expect(asked.isTrustworthy == !asked.remarks.contains { $0.severity == .doubt })
    let noisy = PlantedTable(12, 10, rank: 1, noise: 0.1, gaps: 0.2, seed: 1).observed
    #expect(noisy.complete().isTrustworthy)
    let stopped = noisy.complete { _ in .timeLimit }
    #expect(!stopped.isTrustworthy && stopped.remarks.last == .endedEarly(cause: .timeLimit))
  }

  /// What a completion says of its data is what a look at them says.
  @Test func oneVoiceAboutTheData() {
    let data = table(
      9, 8, { i, j in gaussian(9, 8)[i, j] * (j == 3 ? 1e4 : 1) },
      where: { i, j in i != 2 && j > 1 })
    let look = data.remarks()
    #expect(look.map(\.code) == [.rowsWithoutCells, .columnsWithoutCells, .columnSpreadsDiffer])
    let found = data.complete().remarks
    #expect(look.allSatisfy { found.contains($0) }, "\(found)")
  }
}
