import LinearAlgebra
import LowRank
import LowRankIO
import Testing

@Suite("Completion models")
struct ModelTests {
  static func model(seed: UInt64, link: Link) -> CompletionModel {
    var random = SeededGenerator(seed: seed)
    return CompletionModel(
      factors: LowRankMatrix(
        left: .gaussian(rows: 7, columns: 2, using: &random),
        right: .gaussian(rows: 5, columns: 2, using: &random)),
      singularValues: [3, 1], rowEffects: (0..<7).map { _ in random.normal() },
      columnEffects: (0..<5).map { _ in random.normal() }, link: link)
  }

  static let links: [Link] = [
    .none, .log, .log1p, .sqrt, .logit(low: -1, high: 2.5), .box(low: 0, high: 5),
  ]

  @Test(arguments: links)
  func roundTrip(_ link: Link) throws {
    var model = Self.model(seed: 1, link: link)
    model.lower = [0, 1, -.infinity, 3, 4]
    model.upper = [9, 9, .infinity, 9, 9]
    let file = ModelFile(
      model, rowNames: (0..<7).map { "r\($0)" }, columnNames: ["", "é", "c", "d", "e"], seed: .max,
      noise: [0, 1, 2, 3, 4])
    #expect(try ModelFile(file.encoded(), file: "m") == file)
  }

  @Test(arguments: links)
  func linksInvert(_ link: Link) {
    for x in [0.25, 1, 1.75] { #expect(abs(link.invert(link.apply(x)) - x) < 1e-14) }
  }

  @Test func predictionIsEffectsPlusProductThroughTheLinkAndClipped() {
    var model = Self.model(seed: 2, link: .log)
    let (l, r) = (model.factors.left, model.factors.right)
    let inside =
      model.rowEffects[3] + model.columnEffects[4] + l[3, 0] * r[4, 0] + l[3, 1] * r[4, 1]
    let expected = Link.log.invert(inside)
    #expect(abs(model.predict(row: 3, column: 4) / expected - 1) < 1e-14)
    #expect(model.predictAll()[3 * 5 + 4] == model.predict(row: 3, column: 4))
    model.upper = [9, 9, 9, 9, expected / 2]
    #expect(model.predict(row: 3, column: 4) == expected / 2)
  }

  private static func damaged(_ change: (inout [String: NPY]) -> Void) -> FileError? {
    let bytes = ModelFile(model(seed: 1, link: .none)).encoded()
    return fileError { () throws(FileError) in
      var archive = try NPZ(bytes, file: "m.npz")
      change(&archive.arrays)
      return try ModelFile(archive.encoded(), file: "m.npz")
    }
  }

  @Test func otherArchivesAreReported() {
    let error = Self.damaged { $0["header"] = nil }
    #expect(error?.description == "m.npz: this is not a model: the array \"header\" is missing")
  }

  @Test func missingFactorsAreReported() {
    let error = Self.damaged { $0["right"] = nil }
    #expect(error?.description == "m.npz: this is not a model: the array \"right\" is missing")
  }

  @Test func aWrongRankIsReported() {
    let error = Self.damaged {
      $0["left"] = NPY(shape: [7, 1], numbers: Array(repeating: 1, count: 7))
    }
    #expect(error?.description == "m.npz: \"left\" has not 2 columns, the rank in the header")
  }

  @Test func aWrongNumberOfEffectsIsReported() {
    let error = Self.damaged { $0["row_effects"] = NPY(shape: [2], numbers: [1, 2]) }
    #expect(error?.description == "m.npz: \"row_effects\" holds 2 numbers, not 7")
  }

  @Test func notANumberIsReported() {
    let error = Self.damaged { $0["singular_values"] = NPY(shape: [1], numbers: [.nan]) }
    #expect(error?.description == "m.npz: \"singular_values\" holds NaN or infinity")
  }

  @Test func laterVersionsAreReported() {
    let header = "{\"format_version\": 2, \"rank\": 2, \"seed\": 0, \"link\": \"none\"}"
    let error = Self.damaged { $0["header"] = NPY(texts: [header]) }
    #expect(error?.description == "m.npz: the model has version 2, later than this program's")
  }

  @Test func unknownLinksAreReported() {
    let header = "{\"format_version\": 1, \"rank\": 2, \"seed\": 0, \"link\": \"probit\"}"
    let error = Self.damaged { $0["header"] = NPY(texts: [header]) }
    #expect(error?.description == "m.npz: the link \"probit\" is not known")
  }
}
