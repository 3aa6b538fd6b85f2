internal import LinearAlgebra
public import LowRank

/// How far a factorisation is from the laws of `Startable`.
public struct StartGaps: Sendable, Equatable {
  /// Whether drawn and leading points have the shape and the columns asked for.
  public let hasShape: Bool
  /// W(leading(r, of: −W, scale: s)) against s W, for a W of rank r within reach; relative.
  public let reproduction: Double
  /// The gradient of ½‖W(θ) + s G‖² at leading(r, of: G, scale: s), relative to its terms: the best
  /// approximation is stationary.
  public let stationarity: Double
  /// By how much a point that descent finds is nearer to −s G, relative; 0 where none is.
  public let rivals: Double

  public var worst: Double { hasShape ? max(reproduction, stationarity, rivals) : .infinity }
}

/// Measures the laws of `Startable` at random factors of the given sizes and a random dense G.
///
///     #expect(checkStart(Asymmetric.self, rows: 9, columns: 7, rank: 2).worst < 1e-4)
///
/// As good as the singular value search behind `leading`; a start needs few digits.
public func checkStart<P: Startable>(
  _: P.Type, rows: Int, columns: Int, rank: Int, scale: Double = 0.3, seed: UInt64 = 1
) -> StartGaps {
  let drawn = P.drawn(rows: rows, columns: columns) {
    randomMatrix($0, rank, seed: seed &+ UInt64($0))
  }
  let w = drawn.matrix, g = randomMatrix(rows, columns, seed: seed)
  var minusW = w.dense(), expected = minusW
  minusW.scale(by: -1)
  expected.scale(by: scale)
  // W has rank r and is within reach, so s W is its own best approximation.
  let again = P.leading(rank, of: minusW, scale: scale)
  let leading = P.leading(rank, of: g, scale: scale)
  let best = residual(leading, g, scale)
  // Stationary is not best: descent may find something nearer.
  let rival = residual(descended(from: drawn, to: g, scale), g, scale)
  return StartGaps(
    hasShape: w.rows == rows && w.columns == columns
      && [drawn, again, leading].allSatisfy { $0.rank == rank },
    reproduction: relativeGap(again.matrix.dense(), expected),
    stationarity: slope(leading, best),
    rivals: max(0, numbered((best.norm - rival.norm) / best.norm)))
}

/// Where ½‖W(θ) + s G‖² is least, which with everything observed descent finds from a random point.
private func descended<P: Factorization>(from start: P, to g: Matrix, _ scale: Double) -> P {
  var target = g.elements
  target.scale(by: -scale)
  let fit = Fit(
    FullObservation(rows: g.rows, columns: g.columns), target: target, loss: SquaredLoss(),
    over: P.self)
  return fit.solve(
    from: start, by: Descent(along: .steepest(), step: .backtracking(initial: 1)),
    until: .iterations(500)
  ).point
}

/// W(θ) + s G.
private func residual<P: Factorization>(_ point: P, _ g: Matrix, _ scale: Double) -> Matrix {
  var sum = point.matrix.dense()
  sum.add(g, scaledBy: scale)
  return sum
}

/// ‖(∂W/∂θ)* R‖ / ‖R‖ ‖θ‖.
private func slope<P: Factorization>(_ point: P, _ residual: Matrix) -> Double {
  var scratch = point.makeScratch(), gradient = point.garbage()
  _ = point.product(&scratch)
  point.pullBack(residual, &scratch, into: &gradient)
  return numbered(gradient.norm / (residual.norm * point.norm))
}
