internal import Foundation

extension Report {
  /// The report as JSON, pretty-printed, keys in alphabetical order, one line end at the end.
  ///
  /// JSON has no NaN and no infinity: members that are not finite are left out.
  public func json() -> String {
    // No text of a report holds the private-use character.
    let mark = "\u{F8FF}"
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: mark, negativeInfinity: mark, nan: mark)
    // Numbers and texts always encode, and what was encoded decodes.
    let whole = try! encoder.encode(self)
    let finite = try! JSONDecoder().decode(JSONValue.self, from: whole).dropping(mark)
    return String(decoding: try! encoder.encode(finite), as: UTF8.self) + "\n"
  }

  /// Writes `json()`, whole or not at all.
  public func write(to path: String) throws(FileError) {
    try AtomicFile.write(path, Array(json().utf8))
  }
}
