internal import Foundation
internal import LinearAlgebra

/// Rates and exponents of measured sequences.
public enum Slopes {
  /// The least-squares slope of y against x.
  public static func slope(_ x: [Double], _ y: [Double]) -> Double {
    let n = Double(x.count), mx = x.reduce(0, +) / n, my = y.reduce(0, +) / n
    let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
    return covariance / x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
  }

  /// The exponent s of y ≈ c xˢ.
  public static func exponent(_ x: [Double], _ y: [Double]) -> Double {
    slope(x.map { log($0) }, y.map { log($0) })
  }

  /// The exponent in the limit of small x: over the smaller half of the places, where what decays
  /// faster has gone.
  public static func exponentBelow(_ x: [Double], _ y: [Double]) -> Double {
    let small = x.indices.sorted { x[$0] < x[$1] }.prefix(x.count / 2 + 1)
    return exponent(small.map { x[$0] }, small.map { y[$0] })
  }

  /// The exponent of a sequence against its index, over 60 places in equal ratios from `first` on;
  /// NaN of a sequence that has ended before.
  public static func powerLaw(_ values: [Double], from first: Int) -> Double {
    guard first > 0, first < values.count - 1 else { return .nan }
    let last = Double(values.count - 1)
    let places = Set(
      [Double].logSpaced(from: Double(first), to: last, count: 60).map { Int($0.rounded()) }
    ).sorted()
    return exponent(places.map(Double.init), places.map { values[$0] })
  }

  /// The change of log y per index over the later half of the places from `first` on at which y is
  /// above `floor`.
  public static func exponentialRate(
    _ values: [Double], from first: Int = 0, above floor: Double = 1e-20
  ) -> Double {
    let places = values.indices.filter { $0 >= first && values[$0] > floor }
    let late = places.dropFirst(places.count / 2)
    return slope(late.map(Double.init), late.map { log(values[$0]) })
  }

  /// About `count` of the indices in equal ratios, both ends among them: enough for a curve on
  /// either kind of axis.
  static func places(in indices: Range<Int>, count: Int = 400) -> [Int] {
    guard indices.count > count, indices.lowerBound >= 0 else { return Array(indices) }
    let last = Double(indices.count)
    let even = stride(from: 0, to: indices.count, by: max(1, 2 * indices.count / count))
    let ratios = [Double].logSpaced(from: 1, to: last, count: count / 2).map { Int($0) - 1 }
    return Set(even).union(ratios).union([indices.count - 1]).map { $0 + indices.lowerBound }
      .sorted()
  }
}
