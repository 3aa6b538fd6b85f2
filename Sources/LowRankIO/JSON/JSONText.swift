internal import Foundation

/// Values as JSON, pretty-printed, keys in alphabetical order, one line end at the end.
package enum JSONText {
  /// JSON has no NaN and no infinity: members that are not finite are left out.
  package static func of(_ value: some Encodable) -> String {
    // No text of a report holds the private-use character.
    let mark = "\u{F8FF}"
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: mark, negativeInfinity: mark, nan: mark)
    // Numbers and texts always encode, and what was encoded decodes.
    let whole = try! encoder.encode(value)
    let finite = try! JSONDecoder().decode(JSONValue.self, from: whole).dropping(mark)
    return String(decoding: try! encoder.encode(finite), as: UTF8.self) + "\n"
  }
}
