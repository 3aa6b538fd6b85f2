internal import RealModule

extension Array where Element == Double {
  /// `count` numbers from `first` to `last`, both positive, in equal ratios.
  public static func logSpaced(from first: Double, to last: Double, count: Int) -> [Double] {
    precondition(first > 0 && last > 0 && count >= 0, "equal ratios of positive numbers")
    return (0..<count).map { k in
      // The ends are returned as given, not to rounding of a logarithm.
      if k == 0 { return first }
      return k == count - 1 ? last : first * .pow(last / first, Double(k) / Double(count - 1))
    }
  }
}

extension Double {
  /// log₂ of this number, for the slopes of law checks.
  package var binaryLogarithm: Double { .log2(self) }
}
