/// Real numbers of a setting by name: steps, scales, strengths. Each may be any positive number,
/// and a wrong one makes a claim fail, not the process.
public typealias Settings<C> = [String: WritableKeyPath<C, Double>]

extension Claim {
  /// What can be changed by name, with the values now.
  public var settings: [String: Double] { Self.settings.mapValues { self[keyPath: $0] } }

  /// Changes one number of the setting; false where there is none of that name.
  public mutating func set(_ name: String, to value: Double) -> Bool {
    guard let place = Self.settings[name] else { return false }
    self[keyPath: place] = value
    return true
  }
}
