internal import Foundation
internal import LinearAlgebra
internal import LowRank
internal import LowRankTheory

/// Fully observed: the blocks.
extension Parsimony {
  /// How far theory and a run of descent are apart.
  struct Study: Sendable {
    var gap: Double
    var productGap: Double
    var moved: Int
  }

  /// Singular values of the first layer along a run.
  struct LayerPath: Sendable {
    var steps: [Double] = []
    var values: [[Double]] = []
    var rho: [Double] = []
    var moves: [Bool] = []
  }

  private func target(_ network: Network, seed: UInt64) -> LowRankMatrix {
    let values = (0..<network.rank).map {
      10 - 6 * Double($0) / Double(max(network.rank - 1, 1))
    }
    return .planted(
      rows: network.size, columns: network.size, singularValues: values, seed: seed)
  }

  private func start(_ network: Network, seed: UInt64) -> Deep {
    .orthogonal(
      widths: Array(repeating: network.size, count: network.depth + 1),
      scale: pow(network.layer, Double(network.depth)), seed: seed + 1000)
  }

  private func run(
    _ network: Network, _ target: Matrix, from start: Deep
  ) -> Run<
    Descent<Regularized<Fit<Deep, FullObservation, SquaredLoss>, Ridge<Deep>>, Steepest<Deep>>
  > {
    let fit = Fit(
      FullObservation(rows: target.rows, columns: target.columns), target: target.elements,
      loss: SquaredLoss(), over: Deep.self)
    return Regularized(fit, by: Ridge(network.decay)).iterates(
      from: start, by: Descent(along: .steepest(), step: .constant(network.step)))
  }

  /// ρ before each step.
  private func bulk(_ network: Network) -> [Double] {
    (0..<steps).reduce(into: [network.layer]) { rho, _ in
      let last = rho.last!
      rho.append(
        last * (1 - network.step * network.decay)
          - network.step * pow(last, Double(2 * network.depth - 1)))
    }
  }

  func study(_ network: Network, seed: UInt64) -> Study {
    let target = target(network, seed: seed), start = start(network, seed: seed)
    let reduction = Reduction(start.layers, network, target, rank: network.rank - rankError)
    var wide = run(network, target.dense(), from: start)
    let full = wide.finish(at: .iterations(steps)).point
    let identity = Matrix(
      diagonal: Array(repeating: network.layer, count: reduction.width))
    var thin = run(
      network, reduction.core, from: Deep(Array(repeating: identity, count: network.depth)))
    let small = thin.finish(at: .iterations(steps)).point
    let rho = bulk(network).last!
    guard full.norm.isFinite, small.norm.isFinite else {
      return Study(gap: .nan, productGap: .nan, moved: 0)
    }
    let values = SmallSVD(full.layers[0]).singularValues
    return Study(
      gap: reduction.gap(full.layers, small.layers, bulk: rho),
      productGap: reduction.productGap(
        full, small, bulk: pow(rho, Double(network.depth))) / target.frobeniusNorm,
      // The bulk agrees to rounding; what learns moves by far more than this.
      moved: values.count { abs($0 - rho) > 1e-8 })
  }

  func layerPath(_ network: Network, seed: UInt64) -> LayerPath {
    var run = run(network, target(network, seed: seed).dense(), from: start(network, seed: seed))
    let rho = bulk(network)
    var path = LayerPath()
    for k in 0...steps {
      if k > 0 { _ = run.next() }
      guard k % max(1, steps / 100) == 0, run.current.point.norm.isFinite else { continue }
      path.steps.append(Double(k))
      path.values.append(SmallSVD(run.current.point.layers[0]).singularValues)
      path.rho.append(rho[k])
    }
    path.moves = path.values.last!.map { abs($0 - path.rho.last!) > 1e-8 }
    return path
  }
}

/// The bases in which every layer is block diagonal, and the small problem of the first block.
private struct Reduction {
  let bases: [Matrix]
  let core: Matrix
  let width: Int

  /// B_L = orth[V_Φ, QᵀU_Φ], completed; B_{l−1} = Qₗ Bₗ.
  init(_ layers: [Matrix], _ network: Parsimony.Network, _ target: LowRankMatrix, rank: Int) {
    let form = SpectralForm(target), size = network.size
    var whole = layers[0]
    for layer in layers.dropFirst() { whole = whole.times(layer) }
    whole.scale(by: 1 / pow(network.layer, Double(network.depth)))
    width = 2 * rank
    var generator = SeededGenerator(seed: 9)
    let (u, v) = (form.u.prefix(columns: rank), form.v.prefix(columns: rank))
    let spanning = v.appending(columns: whole.transposedTimes(u)).appending(
      columns: .gaussian(rows: size, columns: size - width, using: &generator))
    var bases = [ThinQR(spanning).q]
    for layer in layers.reversed() {
      var next = layer.times(bases[0])
      next.scale(by: 1 / network.layer)
      bases.insert(next, at: 0)
    }
    let (first, last) = (bases[0].prefix(columns: width), bases.last!.prefix(columns: width))
    core = first.transposedTimes(target.dense()).times(last)
    self.bases = bases
  }

  /// max over layers of ‖B_{l−1}ᵀUₗBₗ − diag(Cₗ, ρI)‖ / ‖Uₗ‖.
  func gap(_ layers: [Matrix], _ cores: [Matrix], bulk rho: Double) -> Double {
    layers.indices.map { l in
      let block = bases[l].transposedTimes(layers[l]).times(bases[l + 1])
      return distance(block, cores[l], rho) / layers[l].norm
    }.max()!
  }

  /// The same for the products.
  func productGap(_ full: Deep, _ small: Deep, bulk: Double) -> Double {
    let block = bases[0].transposedTimes(full.matrix.dense()).times(bases.last!)
    return distance(block, small.matrix.dense(), bulk)
  }

  private func distance(_ block: Matrix, _ core: Matrix, _ rho: Double) -> Double {
    var rest = block
    for i in 0..<block.rows {
      for j in 0..<block.columns {
        if i < width, j < width { rest[i, j] -= core[i, j] }
        if i == j, i >= width { rest[i, j] -= rho }
      }
    }
    return rest.norm
  }
}

/// Entries missing: the compressed network.
extension Parsimony {
  /// A completion to a residual of 1e-4.
  struct Completed: Sendable {
    var name: String
    var steps: Double
    /// Over all entries.
    var error: Double
    /// Of the fastest of three runs: others on the machine only make them longer.
    var seconds: Double
    var places: [Double]
    var errors: [Double]
  }

  /// Wide, compressed, and compressed with faster outer layers. One after the other, as they are
  /// timed.
  func completions(seed: UInt64) -> [Completed] {
    let problem = CompletionProblem(
      rows: size, columns: size, rank: 2, conditionNumber: 1.5, oversampling: oversampling,
      seed: seed)
    let part = Double(problem.pattern.count) / Double(size * size)
    var data = problem.target
    data.scale(by: 1 / part)
    let surrogate = SparseMatrix(pattern: problem.pattern, values: data)
    let wide = Deep.orthogonal(
      widths: Array(repeating: size, count: 4), scale: scale, seed: seed + 1000)
    let thin = Deep.compressed(surrogate, width: 4, depth: 3, scale: scale)
    return [
      completed("wide", problem, Steepest(), from: wide),
      completed("compressed", problem, Steepest(), from: thin),
      completed(
        "faster outside", problem, BlockScaled([speed, 1, speed], over: Deep.self), from: thin),
    ]
  }

  private func completed<D: Direction>(
    _ name: String, _ problem: CompletionProblem, _ direction: D, from start: Deep
  ) -> Completed where D.Point == Deep {
    let part = Double(problem.pattern.count) / Double(size * size)
    let fit = problem.fit(over: Deep.self), energy = problem.target.dot(problem.target)
    var run = fit.iterates(
      from: start, by: Descent(along: direction, step: .constant(step / part)))
    var places: [Double] = [], errors: [Double] = []
    let end = run.finish(at: .loss(0.5e-8 * energy) || .iterations(30_000)) {
      guard $0.record.iteration % 10 == 1, $0.record.loss.isFinite else { return }
      places.append(Double($0.record.iteration))
      errors.append(problem.relativeError(of: $0.point.matrix))
    }
    let again = (0..<2).map { _ in
      fit.solve(
        from: start, by: Descent(along: direction, step: .constant(step / part)),
        until: .loss(0.5e-8 * energy) || .iterations(30_000)
      ).record.elapsed.inSeconds
    }
    return Completed(
      name: name, steps: end.converged ? Double(end.record.iteration) : .nan,
      error: end.converged ? problem.relativeError(of: end.point.matrix) : .nan,
      seconds: min(end.record.elapsed.inSeconds, again.min()!), places: places, errors: errors)
  }
}
