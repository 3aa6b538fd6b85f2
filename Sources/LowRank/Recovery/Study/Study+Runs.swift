internal import LinearAlgebra

extension Study {
  /// The method at its start on these observations, whose root mean square is one.
  ///
  /// What a parameterisation allows is said here, once; `methods(for:)` lists it.
  func run(
    on data: Observations, _ options: CompletionOptions, limit: Int
  ) -> (any StudyRun)? {
    switch factors {
    case .asymmetric:
      let p = problem(data, options, limit, over: Asymmetric.self, start: spectralOr)
      return p.plain() ?? p.scaled() ?? p.alternating() ?? p.modified() ?? p.greedy()
        ?? p.nuclear() ?? p.reweighted()
    case .symmetric:
      let p = problem(data, options, limit, over: Symmetric.self, start: spectralOr)
      return p.plain() ?? p.scaled() ?? p.greedy()
    case .deep(let depth):
      let p = problem(data, options, limit, over: Deep.self) { fit, width, seed in
        deepStart(fit.measurement.rows, fit.measurement.columns, width, depth, seed)
      }
      return p.plain() ?? p.alternating() ?? p.greedy()
    }
  }

  private typealias Objective<Point: Factorization> = Fit<Point, EntrySampling, SquaredLoss>

  private func problem<Point: Factorization>(
    _ data: Observations, _ options: CompletionOptions, _ limit: Int, over _: Point.Type,
    start: (Objective<Point>, _ width: Int, _ seed: UInt64) -> Point
  ) -> StudyProblem<Point> {
    let fit = Fit(
      EntrySampling(data.pattern), target: data.values, loss: SquaredLoss(weights: data.weights),
      over: Point.self)
    let image = SparseMatrix(pattern: data.pattern, values: data.values)
    let top = topSingularTriple(of: image, tolerance: 1e-3).value
    let side = min(data.rows, data.columns)
    let width = width ?? options.rank ?? min(options.maxRank ?? 10, side)
    return StudyProblem(
      study: self, options: options, fit: fit, start: start(fit, min(width, side), options.seed),
      curvature: max(top, .leastNormalMagnitude), limit: limit)
  }

  private func spectralOr<Point: Startable>(
    _ fit: Objective<Point>, _ width: Int, _ seed: UInt64
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
