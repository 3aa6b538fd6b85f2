internal import LinearAlgebra

/// How a function meets its claimed derivative g along h.
///
/// For a right derivative |f(θ + t h) − f(θ) − t ⟨g, h⟩| falls as t², a slope of 2 in a log–log
/// plot; for a wrong one as t, a slope of 1. The slope tells a wrong gradient from a rounding
/// error, which a single difference quotient cannot.
public struct TaylorReport: Sendable, Equatable {
  /// The log–log slope over the t whose remainder is above rounding; ∞ where none is.
  public let slope: Double
  /// (f(θ + t h) − f(θ − t h)) / 2t against ⟨g, h⟩ at the best t, relative.
  public let differenceGap: Double
  /// What `value` returns against what `differentiate` returns.
  public let valueGap: Double

  /// Slope within 0.1 of 2 or above, and difference and value gaps below 1e-6 and 1e-13.
  ///
  /// The margins: a wrong gradient has slope 1; central differences lose half of the digits.
  public var isRight: Bool { slope > 1.9 && differenceGap < 1e-6 && valueGap < 1e-13 }

  /// - Parameters:
  ///   - derivative: the claimed ⟨g, h⟩.
  ///   - value: f(θ) as `differentiate` returned it.
  ///   - f: t ↦ f(θ + t h), with h of about the size of θ.
  init(derivative: Double, value: Double, of f: (Double) -> Double) {
    let steps = (2...16).map { 1 / Double(1 << $0) }, atZero = f(0)
    // Sixty-four roundings of f or of its slope.
    let rounding = 64 * Double.ulpOfOne * max(abs(atZero), abs(derivative))
    var last: (t: Double, remainder: Double)?, first = last, gap = Double.infinity
    for t in steps {
      let (up, down) = (f(t), f(-t))
      let remainder = abs(up - atZero - t * derivative)
      gap = min(gap, relativeGap((up - down) / (2 * t), derivative))
      // Below, the slope would be that of rounding, which is 0.
      guard remainder > 16 * rounding else { continue }
      if first == nil { first = (t, remainder) }
      last = (t, remainder)
    }
    // None above rounding: f is linear along h and g right. One alone has no slope.
    if let first, let last, last.t < first.t {
      let (rise, run) = (first.remainder / last.remainder, first.t / last.t)
      slope = rise.binaryLogarithm / run.binaryLogarithm
    } else {
      slope = .infinity
    }
    differenceGap = gap
    valueGap = relativeGap(atZero, value)
  }
}
