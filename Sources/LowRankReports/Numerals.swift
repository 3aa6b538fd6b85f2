internal import Foundation

/// Numbers as people read them.
public enum Numerals {
  /// Four significant digits.
  public static func short(_ x: Double) -> String { String(format: "%.4g", x) }

  /// 0.4567 → 45.7 %.
  public static func percent(_ x: Double) -> String { String(format: "%.1f %%", 100 * x) }

  /// 35386 → 35 386.
  public static func count(_ n: Int) -> String {
    var digits = Array(String(n))
    for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(" ", at: place) }
    return String(digits)
  }
}
