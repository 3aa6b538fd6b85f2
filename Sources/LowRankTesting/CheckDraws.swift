internal import LinearAlgebra
public import LowRank

/// How the gradients of a part of an objective's terms meet the gradient of all.
public struct DrawReport: Sendable, Equatable {
  /// f as it is returned with a drawn gradient against `value`, relative.
  public let value: Double
  /// The gradient without chance (every term kept) against ∇f, relative; 0 where there is none.
  public let whole: Double
  /// ‖mean of the draws − ∇f‖ in standard errors of the mean.
  public let deviation: Double
  /// The spread of one draw relative to ‖∇f‖: 0 would be no draw.
  public let spread: Double
  /// Whether the same draw gives the same bits, into whatever buffer.
  public let isReproducible: Bool

  /// Four standard errors: of a normal mean one in sixteen thousand lies beyond, and of one with
  /// many components, whose errors add up to one standard error with little spread, none.
  public var isRight: Bool {
    value < 1e-13 && whole < 1e-13 && deviation < 4 && spread > 0 && isReproducible
  }
}

/// Measures the laws of `Separable` over `draws` generators.
///
///     #expect(checkSeparable(fit, at: point).isRight)
///
/// The draws are of streams 0, 1, 2, … of one seed, so that the outcome is the same every time.
public func checkSeparable<O: Separable>(
  _ objective: O, at point: O.Point, keeping fraction: Double = 0.25, draws: Int = 200,
  seed: UInt64 = 1
) -> DrawReport {
  var workspace = usedWorkspace(objective, like: point)
  func draw(_ stream: Int, _ fraction: Double) -> (Double, O.Point) {
    var gradient = point.garbage()
    let value = objective.differentiate(
      at: point, keeping: fraction,
      by: SeededGenerator(seed: seed, stream: UInt64(stream)), &workspace, into: &gradient)
    return (value, gradient)
  }
  // Every term kept is a draw without chance, to be compared to rounding and not in the mean.
  let all = gradient(of: objective, at: point)
  return DrawReport(
    all, whole: relativeGap(draw(0, 1).1, all.gradient),
    isReproducible: draw(1, fraction).1.isIdentical(to: draw(1, fraction).1), draws: draws
  ) { draw($0, fraction) }
}

/// Measures the laws of `StochasticGradient` over the first `draws` gradients.
///
///     #expect(checkStochasticGradient(Noisy(fit, level: 0.1), at: point).isRight)
///
/// A copy of the workspace that was used once is used again beside the original: both must draw the
/// second gradient, not the first or the third.
public func checkStochasticGradient<O: StochasticGradient>(
  _ objective: O, at point: O.Point, draws: Int = 200
) -> DrawReport {
  var workspace = objective.makeWorkspace(for: point), copy = workspace
  func draw(_ workspace: inout O.Workspace) -> (Double, O.Point) {
    var gradient = point.garbage()
    let value = objective.differentiate(at: point, &workspace, into: &gradient)
    return (value, gradient)
  }
  // Past the first draw, where a counter that was not copied could not show.
  _ = draw(&copy)
  var other = copy
  let second = draw(&copy).1, again = draw(&other).1
  return DrawReport(
    gradient(of: objective.base, at: point), whole: 0,
    isReproducible: second.isIdentical(to: again), draws: draws
  ) { _ in draw(&workspace) }
}

extension DrawReport {
  /// The mean of the draws against its standard error, ‖spread‖/√draws, and the spread itself.
  fileprivate init<P: VectorSpace>(
    _ all: (value: Double, gradient: P), whole: Double, isReproducible: Bool, draws: Int,
    _ draw: (Int) -> (value: Double, gradient: P)
  ) {
    var mean = all.gradient.zeroed(), variance = 0.0, worst = 0.0
    for k in 0..<draws {
      var (value, one) = draw(k)
      worst = max(worst, relativeGap(value, all.value))
      mean.add(one, scaledBy: 1 / Double(draws))
      one.add(all.gradient, scaledBy: -1)
      variance += one.dot(one) / Double(draws)
    }
    mean.add(all.gradient, scaledBy: -1)
    self.init(
      value: worst, whole: whole,
      deviation: numbered(mean.norm / (variance / Double(draws)).squareRoot()),
      spread: variance.squareRoot() / all.gradient.norm, isReproducible: isReproducible)
  }
}

/// f and ∇f at the point, by a workspace that was used elsewhere before.
private func gradient<O: Objective>(
  of objective: O, at point: O.Point
) -> (value: Double, gradient: O.Point) {
  var workspace = usedWorkspace(objective, like: point), gradient = point.garbage()
  let value = objective.differentiate(at: point, &workspace, into: &gradient)
  return (value, gradient)
}
