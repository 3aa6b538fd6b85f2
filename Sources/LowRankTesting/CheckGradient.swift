internal import LinearAlgebra
public import LowRank

/// Measures the law of `Objective` at `point`, along a random direction of the point's size.
///
///     #expect(checkGradient(fit, at: point).isRight)
public func checkGradient<O: Objective>(
  _ objective: O, at point: O.Point, seed: UInt64 = 1
) -> TaylorReport {
  var workspace = usedWorkspace(objective, like: point), gradient = point.garbage()
  let value = objective.differentiate(at: point, &workspace, into: &gradient)
  let direction = randomDirection(like: point, seed: seed)
  return TaylorReport(derivative: gradient.dot(direction), value: value) { t in
    var moved = point
    moved.add(direction, scaledBy: t)
    return objective.value(at: moved, &workspace)
  }
}

/// Measures the law of `Loss` at the given predictions, along a random direction.
///
///     #expect(checkLoss(LogisticLoss(), prediction: p, target: answers).isRight)
public func checkLoss(
  _ loss: some Loss, prediction: [Double], target: [Double], seed: UInt64 = 1
) -> TaylorReport {
  var derivative = prediction, direction = randomVector(prediction.count, seed: seed)
  let value = loss.differentiate(&derivative, target)
  direction.scale(by: prediction.norm / max(direction.norm, .leastNormalMagnitude))
  return TaylorReport(derivative: derivative.dot(direction), value: value) { t in
    var moved = prediction
    moved.add(direction, scaledBy: t)
    return loss.value(moved, target)
  }
}

/// The largest gap between the quartic of a `LineMinimizable` objective and the objective itself
/// along a random line, at steps from −1 to 2, relative to the change of f.
///
///     #expect(checkRestriction(fit, at: point) < 1e-12)
public func checkRestriction<O: LineMinimizable>(
  _ objective: O, at point: O.Point, seed: UInt64 = 1
) -> Double {
  var workspace = usedWorkspace(objective, like: point), gradient = point.garbage()
  let value = objective.differentiate(at: point, &workspace, into: &gradient)
  let direction = randomDirection(like: point, seed: seed)
  let quartic = objective.restriction(at: point, along: direction, &workspace)
  // Five values determine a quartic: what agrees at them agrees everywhere.
  return [-1, -0.25, 0.5, 1, 2].map { t in
    var moved = point
    moved.add(direction, scaledBy: -t)
    let change = objective.value(at: moved, &workspace) - value
    return relativeGap(quartic(t), change, scale: value)
  }.max()!
}

/// A workspace as a line search leaves it that has gone too far: full of what an evaluation at
/// garbage has left.
func usedWorkspace<O: Objective>(_ objective: O, like point: O.Point) -> O.Workspace {
  var workspace = objective.makeWorkspace(for: point), gradient = point.garbage()
  _ = objective.differentiate(at: gradient, &workspace, into: &gradient)
  return workspace
}

/// A random vector as long as `point`, or a unit one at the origin.
func randomDirection<V: VectorSpace>(like point: V, seed: UInt64) -> V {
  var direction = point.randomized(seed: seed &+ 17)
  let size = point.norm
  direction.scale(by: (size > 0 ? size : 1) / direction.norm)
  return direction
}
