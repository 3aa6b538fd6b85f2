internal import LinearAlgebra
internal import LowRank
internal import LowRankOptimization

extension Study {
  /// The method at its start on these observations, whose root mean square is one.
  func run(
    on data: Observations, _ options: RecoveryOptions, limit: Int
  ) -> (any StudyRun)? {
    run(
      EntrySampling(data.pattern), target: data.values, weights: data.weights,
      density: Double(data.count) / Double(data.rows * data.columns), options, limit: limit)
  }

  /// The same on any measurements.
  ///
  /// What a parameterisation allows is said here, once; `methods(for:)` lists it. Point and solver
  /// are types, of which there are many; they end here, behind `StudyRun`, which has none.
  ///
  /// - Parameters:
  ///   - density: ‖𝒜(W)‖²/‖W‖² on average, the curvature that scaled steps meet.
  ///   - limit: the most iterations.
  /// - Returns: nil where no method of this name works on these factors.
  func run<M: MeasurementMap>(
    _ map: M, target: [Double], weights: [Double]?, density: Double, _ options: RecoveryOptions,
    limit: Int
  ) -> (any StudyRun)? {
    func problem<Point: Factorization>(
      over _: Point.Type, start: (SquaredFit<Point, M>, _ width: Int, _ seed: UInt64) -> Point
    ) -> StudyProblem<Point, M> {
      let fit = Fit(map, target: target, loss: SquaredLoss(weights: weights), over: Point.self)
      var image = map.makeImage()
      map.adjoint(target, into: &image)
      // A tenth of a per cent is plenty for a first step size.
      let top = topSingularTriple(of: image, tolerance: 1e-3).value
      let width = columns(rows: map.rows, columns: map.columns, options)
      return StudyProblem(
        study: self, options: options, fit: fit, start: start(fit, width, options.seed),
        curvature: max(top, .leastNormalMagnitude), density: density, limit: limit)
    }
    switch factors {
    case .asymmetric:
      // Each gives a run for its own method and nil for the others, so at most one is built.
      let p = problem(over: Asymmetric.self, start: spectralOr)
      return p.plain() ?? p.scaled() ?? p.alternating() ?? p.modified() ?? p.greedy()
        ?? p.nuclear() ?? p.reweighted()
    case .symmetric:
      let p = problem(over: Symmetric.self, start: spectralOr)
      return p.plain() ?? p.scaled() ?? p.greedy()
    case .hermitian:
      let p = problem(over: Hermitian.self, start: spectralOr)
      return p.plain() ?? p.greedy()
    // Layers need their widths, and so a start of their own.
    case .deep(let depth):
      let p = problem(over: Deep.self) { fit, width, seed in
        deepStart(fit.measurement.rows, fit.measurement.columns, width, depth, seed)
      }
      return p.plain() ?? p.alternating() ?? p.greedy()
    }
  }

  /// The number of columns of the factors: as asked for, else the rank asked for, else at most ten,
  /// more than most tables hold; never more than the shorter side. A complex matrix stands in real
  /// form, whose sides are twice its own.
  func columns(rows: Int, columns: Int, _ options: RecoveryOptions) -> Int {
    let side = min(rows, columns) / (factors == .hermitian ? 2 : 1)
    return min(width ?? options.rank ?? min(options.maxRank ?? 10, side), side)
  }

  private typealias SquaredFit<Point: Factorization, M: MeasurementMap> = Fit<
    Point, M, SquaredLoss
  >

  /// The start at which factors with a matrix of their own begin, in units in which the
  /// measurements have root mean square one.
  private func spectralOr<Point: Startable, M: MeasurementMap>(
    _ fit: SquaredFit<Point, M>, _ width: Int, _ seed: UInt64
  ) -> Point {
    let point: StartingPoint =
      switch startOrDefault {
      case .gaussian: .gaussian(scale: scaleOrDefault)
      case .spectral: .spectral
      case .orthogonal: .orthogonal(scale: scaleOrDefault)
      case .zero: .zeroRank
      }
    return fit.start(point, rank: width, seed: seed)
  }

  /// The start of L layers, all of one inner width; greedy learning begins with layers of no width
  /// and widens them.
  private func deepStart(
    _ rows: Int, _ columns: Int, _ width: Int, _ depth: Int, _ seed: UInt64
  ) -> Deep {
    let inner = startOrDefault == .zero ? 0 : width
    let widths = [rows] + Array(repeating: inner, count: depth - 1) + [columns]
    return startOrDefault == .orthogonal
      ? .orthogonal(widths: widths, scale: scaleOrDefault, seed: seed)
      : .gaussian(widths: widths, scale: scaleOrDefault, seed: seed)
  }
}
