internal import Foundation
public import LowRank
package import LowRankIO

extension Report {
  /// One remark: for a program its code, severity, advice and figures, for a person its sentence.
  ///
  /// In JSON the figures stand beside the code, under the names of the case's values. Of long lists
  /// of rows or columns the first hundred are given; `rows_count` and `columns_count` say how many
  /// there are.
  public struct Remark: Sendable, Equatable {
    /// `LowRank.Remark.Code`, as text: a report may come from a later version.
    public var code: String
    /// doubt or note.
    public var severity: String
    public var advice: String?
    public var sentence: String
    package var evidence: [String: JSONValue]

    public init(_ remark: LowRank.Remark, _ names: RemarkWords = RemarkWords()) {
      code = remark.code.rawValue
      severity = remark.severity.rawValue
      advice = remark.advice?.rawValue
      sentence = remark.sentence(names)
      evidence = Self.evidence(of: remark)
    }

    private static let mostPlaces = 100

    /// The values of the case, by their labels.
    private static func evidence(of remark: LowRank.Remark) -> [String: JSONValue] {
      guard case .object(let cases) = JSONText.value(of: remark, keys: .convertToSnakeCase),
        case .object(let values)? = cases.values.first
      else { return [:] }
      var result = values
      for case (let name, .array(let places)) in values {
        result[name] = .array(Array(places.prefix(mostPlaces)))
        result[name + "_count"] = .whole(UInt64(places.count))
      }
      return result
    }
  }

  /// Sets `remarks`, and `warnings` to their sentences.
  public mutating func setRemarks(
    _ all: [LowRank.Remark], _ names: RemarkWords = RemarkWords()
  ) {
    let said = all.map { Remark($0, names) }
    remarks = said
    warnings = said.map(\.sentence)
  }
}

extension Report.Remark: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }

    static let code = Key("code"), severity = Key("severity"), advice = Key("advice")
    static let sentence = Key("sentence")
    static let words: Set = ["code", "severity", "advice", "sentence"]
  }

  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: Key.self)
    code = try members.decode(String.self, forKey: .code)
    severity = try members.decode(String.self, forKey: .severity)
    advice = try members.decodeIfPresent(String.self, forKey: .advice)
    sentence = try members.decode(String.self, forKey: .sentence)
    evidence = [:]
    for key in members.allKeys where !Key.words.contains(key.stringValue) {
      evidence[key.stringValue] = try members.decode(JSONValue.self, forKey: key)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: Key.self)
    for (name, value) in evidence { try members.encode(value, forKey: Key(name)) }
    try members.encode(code, forKey: .code)
    try members.encode(severity, forKey: .severity)
    try members.encodeIfPresent(advice, forKey: .advice)
    try members.encode(sentence, forKey: .sentence)
  }
}
