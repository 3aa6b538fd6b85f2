internal import LinearAlgebra
public import LowRank

/// How far a penalty is from the laws of `Regularizer`.
public struct RegularizerReport: Sendable, Equatable {
  /// What `addGradient` adds, against differences of R.
  public let gradient: TaylorReport
  /// The largest gap between the quartic of a random line and R along it, relative.
  public let restriction: Double
  /// R ≥ 0.
  public let isPenalty: Bool

  /// The quartic repeats the arithmetic of R in another order: rounding of its terms.
  public var isRight: Bool { gradient.isRight && restriction < 1e-12 && isPenalty }
}

/// Measures the laws of `Regularizer` at `point`; the gradient that is added to is random.
///
///     #expect(checkRegularizer(Ridge(0.1), at: point).isRight)
public func checkRegularizer<R: Regularizer>(
  _ regularizer: R, at point: R.Point, seed: UInt64 = 1
) -> RegularizerReport {
  var workspace = regularizer.makeWorkspace(for: point), spent = point.garbage()
  _ = regularizer.addGradient(at: point.garbage(), &workspace, into: &spent)
  let before = randomDirection(like: point, seed: seed &+ 1)
  let direction = randomDirection(like: point, seed: seed)
  var added = before
  let value = regularizer.addGradient(at: point, &workspace, into: &added)
  // The gradient is added to what is there; the difference is what was added.
  added.add(before, scaledBy: -1)
  func moved(_ t: Double) -> Double {
    var moved = point
    moved.add(direction, scaledBy: t)
    return regularizer.value(at: moved, &workspace)
  }
  let quartic = regularizer.restriction(at: point, along: direction, &workspace)
  let values = [-1, -0.25, 0.5, 1, 2].map { (t: $0, value: moved(-$0)) }
  return RegularizerReport(
    gradient: TaylorReport(derivative: added.dot(direction), value: value, of: moved),
    restriction: values.map { relativeGap(quartic($0.t), $0.value - value, scale: $0.value) }
      .max()!,
    isPenalty: values.allSatisfy { $0.value >= 0 })
}
