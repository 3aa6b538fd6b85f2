internal import LinearAlgebra
public import LowRank

/// The least cosine between gradient and direction over the first steps of a descent from `point`
/// with the constant size `step`.
///
/// Positive for every direction that keeps the law. Heavy ball may be negative by design.
///
///     #expect(checkDirection(GramScaled(damping: 0), on: fit, from: point, step: 0.1) > 0)
public func checkDirection<O: Objective, D: Direction>(
  _ direction: D, on objective: O, from start: O.Point, step: Double, steps: Int = 10
) -> Double where D.Point == O.Point {
  var point = start, gradient = start.garbage(), least = 1.0
  var workspace = usedWorkspace(objective, like: start)
  var memory = direction.makeMemory(for: start)
  for _ in 0..<steps {
    let loss = objective.differentiate(at: point, &workspace, into: &gradient)
    // At a stationary point no direction descends, and none is wrong.
    guard gradient.norm > 0 else { break }
    var d = gradient
    direction.transform(&d, at: point, loss: loss, &memory)
    let cosine = gradient.dot(d) / (gradient.norm * d.norm)
    // A direction that is no number descends nowhere, nor does one of length zero.
    least = cosine.isNaN ? -1 : min(least, cosine)
    point.add(d, scaledBy: -step)
  }
  return least
}
