internal import LinearAlgebra
public import LowRank

/// The pull-back of ∇F(W) against ∇f, relative: the law of `MatrixObjective` for an f that is a
/// function of W alone.
///
///     #expect(checkMatrixGradient(fit, at: point) < 1e-13)
public func checkMatrixGradient<O: MatrixObjective>(_ objective: O, at point: O.Point) -> Double {
  var workspace = usedWorkspace(objective, like: point)
  let image = objective.matrixGradient(at: point, &workspace)
  var scratch = point.makeScratch(), pulled = point.garbage(), gradient = point.garbage()
  // `pullBack` may use what `product` has left in the scratch.
  _ = point.product(&scratch)
  point.pullBack(image, &scratch, into: &pulled)
  _ = objective.differentiate(at: point, &workspace, into: &gradient)
  return relativeGap(pulled, gradient)
}

/// `value` against ½ Σ wₖ (𝒜(W)ₖ − bₖ)², relative: the law of `LeastSquaresObjective`.
///
///     #expect(checkLeastSquares(fit, at: point) < 1e-13)
public func checkLeastSquares<O: LeastSquaresObjective>(
  _ objective: O, at point: O.Point
) -> Double {
  var workspace = usedWorkspace(objective, like: point)
  var residual = garbageVector(objective.measurement.count)
  objective.measurement.apply(point.matrix, into: &residual)
  residual.add(objective.target, scaledBy: -1)
  var squares = 0.0
  for k in residual.indices { squares += (objective.weights?[k] ?? 1) * residual[k] * residual[k] }
  return relativeGap(objective.value(at: point, &workspace), squares / 2)
}
