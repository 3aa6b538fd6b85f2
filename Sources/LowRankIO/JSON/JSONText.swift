package import Foundation

/// Values as JSON, pretty-printed, keys in alphabetical order, one line end at the end.
package enum JSONText {
  /// JSON has no NaN and no infinity: members that are not finite are left out.
  package static func of(_ value: some Encodable) -> String {
    // Numbers and texts always encode.
    String(decoding: try! encoder().encode(Self.value(of: value)), as: UTF8.self) + "\n"
  }

  /// The same before it is printed, the members' names as `keys` has them.
  package static func value(
    of value: some Encodable, keys: JSONEncoder.KeyEncodingStrategy = .useDefaultKeys
  ) -> JSONValue {
    // No text of a report holds the private-use character.
    let mark = "\u{F8FF}"
    let encoder = encoder()
    encoder.keyEncodingStrategy = keys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: mark, negativeInfinity: mark, nan: mark)
    // Numbers and texts always encode, and what was encoded decodes.
    let whole = try! encoder.encode(value)
    return try! JSONDecoder().decode(JSONValue.self, from: whole).dropping(mark)
  }

  private static func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}
