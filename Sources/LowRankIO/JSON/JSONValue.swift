/// Any JSON value but null.
package enum JSONValue: Sendable, Equatable {
  case boolean(Bool)
  case whole(UInt64)
  case number(Double)
  case text(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// The value without the members and items that are the text `mark`.
  func dropping(_ mark: String) -> JSONValue {
    switch self {
    case .array(let items):
      return .array(items.filter { $0 != .text(mark) }.map { $0.dropping(mark) })
    case .object(let members):
      return .object(members.filter { $0.value != .text(mark) }.mapValues { $0.dropping(mark) })
    default: return self
    }
  }
}

extension JSONValue: Codable {
  package init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let boolean = try? value.decode(Bool.self) {
      self = .boolean(boolean)
    } else if let whole = try? value.decode(UInt64.self) {
      self = .whole(whole)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let items = try? value.decode([JSONValue].self) {
      self = .array(items)
    } else {
      self = .object(try value.decode([String: JSONValue].self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .boolean(let boolean): try value.encode(boolean)
    case .whole(let whole): try value.encode(whole)
    case .number(let number): try value.encode(number)
    case .text(let text): try value.encode(text)
    case .array(let items): try value.encode(items)
    case .object(let members): try value.encode(members)
    }
  }
}
