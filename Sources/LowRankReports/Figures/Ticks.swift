internal import Foundation
internal import LowRankIO

/// Where an axis is marked: round numbers, 1, 2 or 5 times a power of ten apart.
package enum Ticks {
  /// About `count` round numbers from `low` to `high`.
  package static func linear(_ low: Double, _ high: Double, count: Int = 5) -> [Double] {
    guard high > low, count > 0 else { return [low] }
    let rough = (high - low) / Double(count)
    let power = pow(10, log10(rough).rounded(.down))
    let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough } ?? 10 * power
    let first = (low / step).rounded(.up), last = (high / step + 1e-9).rounded(.down)
    return first <= last ? (Int(first)...Int(last)).map { Double($0) * step } : [low]
  }

  /// The powers of ten from `low` to `high`, thinned out to at most about `count`.
  package static func powers(_ low: Double, _ high: Double, count: Int = 6) -> [Double] {
    let first = Int(log10(low).rounded(.up)), last = Int((log10(high) + 1e-9).rounded(.down))
    guard first <= last else { return [] }
    let step = max(1, (last - first + count) / count)
    return stride(from: first, through: last, by: step).map { pow(10, Double($0)) }
  }

  /// A power of ten: plain from 0.01 to 1000, else with its exponent.
  package static func powerLabel(_ power: Double) -> String {
    let exponent = Int(log10(power).rounded())
    return (-2...3).contains(exponent) ? label(power) : "1e\(exponent)"
  }

  /// A number as a person writes it: at most `digits` significant digits.
  package static func label(_ x: Double, digits: Int = 4) -> String {
    String(format: "%.\(digits)g", x).replacingOccurrences(of: "e-0", with: "e-")
      .replacingOccurrences(of: "e+0", with: "e")
  }
}
