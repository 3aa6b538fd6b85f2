/// Bits for bits: the elements are coded as one text of their patterns, not as decimal numbers.
extension Matrix: Codable {
  private enum CodingKeys: String, CodingKey { case rows, columns, elements }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(rows, forKey: .rows)
    try container.encode(columns, forKey: .columns)
    try container.encode(PackedDoubles(elements), forKey: .elements)
  }

  /// - Throws: `DecodingError` where the elements do not fill the shape.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let rows = try container.decode(Int.self, forKey: .rows)
    let columns = try container.decode(Int.self, forKey: .columns)
    let elements = try container.decode(PackedDoubles.self, forKey: .elements).values
    // What is read may have been written by anybody: a shape must not trap, nor pass by overflow.
    let (count, overflows) = rows.multipliedReportingOverflow(by: columns)
    guard rows >= 0, columns >= 0, !overflows, elements.count == count else {
      throw DecodingError.dataCorruptedError(
        forKey: .elements, in: container, debugDescription: "the elements do not fill the shape")
    }
    self.init(rows: rows, columns: columns, elements: elements)
  }
}
