internal import Foundation
internal import LowRankIO
internal import LowRankReports

/// Where values lie along an axis, and where it is marked.
struct AxisScale {
  let isLogarithmic: Bool
  let low: Double
  let high: Double
  /// Units of the drawing at `low` and at `high`.
  let start: Double
  let end: Double

  /// Reaches all of `values`, with a little room, unless the axis says how far to go.
  init(_ axis: Figure.Axis, values: [Double], from start: Double, to end: Double) {
    isLogarithmic = axis.scale == .logarithmic
    (self.start, self.end) = (start, end)
    if let range = axis.range {
      (low, high) = (range.lowerBound, range.upperBound)
      return
    }
    let isLogarithmic = isLogarithmic
    let seen = values.filter { $0.isFinite && (!isLogarithmic || $0 > 0) }
    let least = seen.min() ?? 1, most = seen.max() ?? 1
    if isLogarithmic {
      let room = max(pow(most / least, 0.03), 1.05)
      (low, high) = (least / room, most * room)
    } else {
      let room = most > least ? 0.04 * (most - least) : max(abs(most) * 0.1, 0.5)
      // An axis of sizes begins at zero without a gap below it.
      (low, high) = (least == 0 ? 0 : least - room, most + room)
    }
  }

  func contains(_ value: Double) -> Bool {
    value.isFinite && value >= low * (1 - 1e-12) && value <= high * (1 + 1e-12)
  }

  /// Whether the value has a place at all, inside the drawing or outside.
  func canShow(_ value: Double) -> Bool { value.isFinite && (!isLogarithmic || value > 0) }

  func place(_ value: Double) -> Double {
    let share =
      isLogarithmic ? log(value / low) / log(high / low) : (value - low) / (high - low)
    // Far outside is as good as outside, and short numbers keep files small.
    return start + min(max(share, -4), 5) * (end - start)
  }

  /// Round values and how they are written.
  func ticks(count: Int) -> [(value: Double, label: String)] {
    guard isLogarithmic else {
      return Ticks.linear(low, high, count: count).map {
        ($0, AxisScale.spaced(clean($0)).replacing("-", with: "−"))
      }
    }
    let powers = powers(count: count)
    if powers.count >= 3 { return powers.map { ($0, AxisScale.power($0)) } }
    return [1, 2, 5].flatMap { digit in
      (-30...30).map { digit * pow(10, Double($0)) }
    }.filter(contains).sorted().map { ($0, AxisScale.plain($0)) }
  }

  /// About `count` powers of ten whose exponents are multiples of one number.
  private func powers(count: Int) -> [Double] {
    let first = Int((log10(low) - 1e-9).rounded(.up)),
      last = Int((log10(high) + 1e-9).rounded(.down))
    guard first <= last else { return [] }
    let step = [1, 2, 3, 5, 10, 20, 50, 100].first { (last - first) / $0 <= count } ?? 200
    return (first...last).filter { $0 % step == 0 }.map { pow(10, Double($0)) }
  }

  /// 0.30000000000000004 is 0.3.
  private func clean(_ value: Double) -> Double {
    abs(value) < 1e-12 * (high - low) ? 0 : value
  }

  /// At most four digits, and powers of ten where a person would write them.
  static func plain(_ value: Double) -> String {
    value == 0 || (1e-3..<1e5).contains(abs(value)) ? Ticks.label(value) : scientific(value)
  }

  /// 10⁻⁷, and plain from 0.01 to 1000.
  static func power(_ power: Double) -> String {
    let exponent = Int(log10(power).rounded())
    return (-2...3).contains(exponent) ? Ticks.label(power) : "10" + raised(exponent)
  }

  /// Thousands set apart, as in 20 000.
  private static func spaced(_ value: Double) -> String {
    guard abs(value) >= 1e4, abs(value) < 1e7 else { return Ticks.label(value) }
    let whole = Int(value.rounded())
    return "\(whole / 1000)\u{2009}" + String(format: "%03d", abs(whole % 1000))
  }

  private static func scientific(_ value: Double) -> String {
    guard value > 0, value.isFinite else { return Ticks.label(value) }
    let exponent = Int((log10(value) + 1e-9).rounded(.down)),
      digit = value / pow(10, Double(exponent))
    return (digit < 1.5 ? "10" : Ticks.label(digit, digits: 2) + "·10") + raised(exponent)
  }

  /// A whole number in superscript.
  static func raised(_ number: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return (number < 0 ? "⁻" : "")
      + String(String(abs(number)).compactMap { $0.wholeNumberValue.map { digits[$0] } })
  }
}
