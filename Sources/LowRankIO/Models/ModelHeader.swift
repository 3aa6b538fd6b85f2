internal import Foundation
internal import LowRank

/// What a model file says about itself, as JSON.
struct ModelHeader: Sendable, Equatable, Codable {
  /// The version of the form written here. Files of a later version are refused.
  static let currentVersion = 1

  var formatVersion: Int
  var rank: Int
  var seed: UInt64
  /// none, log, log1p, sqrt, logit or box.
  var link: String
  /// The bounds of a logit or box.
  var linkBounds: [Double]?

  enum CodingKeys: String, CodingKey {
    case formatVersion = "format_version"
    case rank, seed, link
    case linkBounds = "link_bounds"
  }

  init(rank: Int, seed: UInt64, link: Link) {
    formatVersion = ModelHeader.currentVersion
    self.rank = rank
    self.seed = seed
    switch link {
    case .none: self.link = "none"
    case .log: self.link = "log"
    case .log1p: self.link = "log1p"
    case .sqrt: self.link = "sqrt"
    case .logit(let low, let high): (self.link, linkBounds) = ("logit", [low, high])
    case .box(let low, let high): (self.link, linkBounds) = ("box", [low, high])
    }
  }

  init(json: [UInt8], file: String) throws(FileError) {
    do {
      self = try JSONDecoder().decode(ModelHeader.self, from: Data(json))
    } catch {
      throw .badData(file: file, message: "the header is not that of a model")
    }
    guard formatVersion <= ModelHeader.currentVersion else {
      throw .badData(
        file: file, message: "the model has version \(formatVersion), later than this program's")
    }
  }

  func json() -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // Numbers and plain text always encode.
    return Array(try! encoder.encode(self))
  }

  func decodedLink(file: String) throws(FileError) -> Link {
    switch (link, linkBounds?.count ?? 0) {
    case ("none", 0): return .none
    case ("log", 0): return .log
    case ("log1p", 0): return .log1p
    case ("sqrt", 0): return .sqrt
    case ("logit", 2): return .logit(low: linkBounds![0], high: linkBounds![1])
    case ("box", 2): return .box(low: linkBounds![0], high: linkBounds![1])
    default: throw .badData(file: file, message: "the link \"\(link)\" is not known")
    }
  }
}
