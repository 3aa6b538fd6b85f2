internal import Foundation
internal import LinearAlgebra
internal import LowRank
internal import LowRankTheory

extension ShortestPath {
  /// What descent on one problem did.
  struct Journey: Sendable {
    var name: String
    /// ‖f(θ) − y‖, the path so far and ‖θ − θ₀‖ at every step.
    var misfit: [Double] = []
    var length: [Double] = []
    var distance: [Double] = []
    /// The extreme singular values of the Jacobian at the start, half way and the end.
    var a = Double.infinity
    var b = 0.0
    /// max ‖J − J(θ₀)‖ / ‖J(θ₀)‖ over the same three.
    var jacobianChange = 0.0
    /// Path over distance where J is constant.
    var expectedRatio = Double.nan
    var step = 0.0
    var gapToNearest = Double.nan

    /// 1 − ηa²/2, for the squared misfit.
    var contractionBound: Double { 1 - step * a * a / 2 }
    var worstContraction: Double {
      zip(misfit, misfit.dropFirst()).map { ($1 / $0) * ($1 / $0) }.max() ?? .nan
    }
    /// (a/4)‖θ − θ₀‖ + misfit.
    var potential: [Double] { zip(distance, misfit).map { a / 4 * $0 + $1 } }
  }

  /// Least squares whose targets can be chosen, which is enough to read off its Jacobian.
  struct Family<O: Objective>: Sendable {
    var with: @Sendable (_ target: [Double]) -> O
    /// f(θ).
    var predictions: @Sendable (O.Point) -> [Double]

    /// Row k is ∇f(θ)ₖ: the gradient of ½‖f(θ) − y‖² where the misfit is the unit vector k.
    func jacobian(at point: O.Point) -> Matrix {
      let now = predictions(point)
      let rows = now.indices.map { k in
        var target = now
        target[k] -= 1
        let objective = with(target)
        var workspace = objective.makeWorkspace(for: point), gradient = point.zeroed()
        _ = objective.differentiate(at: point, &workspace, into: &gradient)
        var row: [Double] = []
        gradient.updateBuffers { row += $0 }
        return row
      }
      return Matrix(rows: rows.count, columns: rows[0].count, elements: rows.flatMap { $0 })
    }
  }

  /// Descent from θ₀ towards what it explains already, changed by `misfit` times a normal vector.
  func journey<O: Objective>(
    _ name: String, _ family: Family<O>, from start: O.Point, change: [Double]
  ) -> (journey: Journey, end: O.Point) {
    var target = family.predictions(start)
    target.add(change, scaledBy: 1)
    let objective = family.with(target), jacobian = family.jacobian(at: start)
    let top = SmallSVD(jacobian).singularValues[0]
    var journey = Journey(name: name)
    journey.step = part / (top * top)
    var run = objective.iterates(
      from: start, by: Descent(along: Steepest(), step: .constant(journey.step)))
    var length = PathLength<O.Point>(), distance = DistanceFromStart<O.Point>(), half: O.Point?
    func note(_ iterate: Iterate<O.Point>) {
      journey.misfit.append((2 * iterate.record.loss).squareRoot())
      journey.length.append(length.observe(iterate.point))
      journey.distance.append(distance.observe(iterate.point))
      if half == nil, journey.misfit.last! < journey.misfit[0] / 2 { half = iterate.point }
    }
    note(run.current)
    let goal = 1e-20 * run.current.record.loss
    let end = run.finish(at: .loss(goal) || .iterations(20_000), observe: note).point
    if journey.misfit.last!.isFinite {
      for point in [start, half ?? start, end] {
        journey.note(family.jacobian(at: point), start: jacobian)
      }
    }
    journey.expectedRatio = Self.ratio(
      jacobian, change, step: journey.step, steps: journey.misfit.count)
    return (journey, end)
  }

  /// Path over distance of descent with a constant J.
  private static func ratio(
    _ jacobian: Matrix, _ change: [Double], step: Double, steps: Int
  ) -> Double {
    let svd = SmallSVD(jacobian)
    let c = svd.u.transposedTimes(
      Matrix(rows: change.count, columns: 1, elements: change)
    ).elements
    let terms = zip(svd.singularValues, c).map { (lambda: $0 * $0, weight: $1 * $1) }
    let length = (0..<steps - 1).reduce(0) { sum, t in
      sum
        + step
        * terms.reduce(0) {
          $0 + $1.lambda * pow(1 - step * $1.lambda, Double(2 * t)) * $1.weight
        }.squareRoot()
    }
    return length / terms.reduce(0) { $0 + $1.weight / $1.lambda }.squareRoot()
  }
}

extension ShortestPath.Journey {
  fileprivate mutating func note(_ jacobian: Matrix, start: Matrix) {
    let values = SmallSVD(jacobian).singularValues
    (a, b) = (min(a, values.last!), max(b, values[0]))
    var change = jacobian
    change.add(start, scaledBy: -1)
    jacobianChange = max(jacobianChange, SmallSVD(change).singularValues[0] / values[0])
  }
}

/// The three problems.
extension ShortestPath {
  private func gaussian(_ count: Int, _ seed: UInt64, _ stream: UInt64, scale: Double = 1)
    -> [Double]
  {
    var generator = SeededGenerator(seed: seed, stream: 0x5061_7468 &+ stream)
    return Matrix.gaussian(rows: 1, columns: count, scale: scale, using: &generator).elements
  }

  /// y = φ(Xw): the limit is θ₀ + X⁺(φ⁻¹(y) − Xθ₀), the nearest optimum.
  func generalisedLinear(seed: UInt64) -> Journey {
    let (n, p) = linear
    let x = Matrix(
      rows: n, columns: p,
      elements: gaussian(n * p, seed, 1, scale: 1 / Double(p).squareRoot()))
    let start = NetworkWeights(
      hidden: Matrix(rows: 1, columns: p, elements: gaussian(p, seed, 2)), output: [1])
    let family = network(x, .wave(amplitude: 0.4))
    // Large enough a change to leave the straight part of φ.
    let change = gaussian(n, seed, 3, scale: 5 * misfit)
    var (journey, end) = journey("linear model", family, from: start, change: change)
    var moved = end.hidden
    moved.add(start.hidden, scaledBy: -1)
    // What of the move is outside range(Xᵀ) leads away from the nearest optimum; inside it there is
    // only one, and the misfit says how far that still is.
    let q = ThinQR(x.transposed).q
    var outside = moved
    outside.setProduct(moved.times(q), q, right: .transposed, scale: -1, adding: 1)
    journey.gapToNearest =
      (outside.norm + journey.misfit.last! / journey.a) / journey.distance.last!
    return journey
  }

  func lowRankRegression(seed: UInt64) -> Journey {
    let (n, width, count) = regression
    let map = SymmetricMeasurements.gaussian(size: n, count: count, seed: seed)
    let start = Symmetric(
      Matrix(
        rows: n, columns: width,
        elements: gaussian(n * width, seed, 4, scale: 1 / Double(n).squareRoot())))
    let family = Family<Fit<Symmetric, SymmetricMeasurements, SquaredLoss>>(
      with: { Fit(map, target: $0, loss: SquaredLoss()) },
      predictions: { map.measurements(of: $0.matrix) })
    let change = gaussian(count, seed, 5, scale: misfit)
    return journey("regression", family, from: start, change: change).journey
  }

  func shallowNetwork(seed: UInt64) -> Journey {
    let (inputs, units, examples) = network
    var x = Matrix(rows: examples, columns: inputs, elements: gaussian(examples * inputs, seed, 6))
    let norms = (0..<examples).map { x.row($0).norm }
    x = Matrix(rows: examples, columns: inputs) { x[$0, $1] / norms[$0] }
    let signs = gaussian(units, seed, 7).map { ($0 < 0 ? -1 : 1) / Double(units).squareRoot() }
    let hidden = Matrix(rows: units, columns: inputs, elements: gaussian(units * inputs, seed, 8))
    let start = NetworkWeights(hidden: hidden, output: signs)
    let change = gaussian(examples, seed, 9, scale: misfit)
    return journey("network", network(x, .softplus), from: start, change: change).journey
  }

  private func network(_ x: Matrix, _ activation: Activation) -> Family<ShallowNetwork> {
    let with: @Sendable ([Double]) -> ShallowNetwork = {
      ShallowNetwork(inputs: x, target: $0, activation: activation)
    }
    return Family(with: with) { point in
      // ½‖p‖² − ½‖p − eₖ‖² + ½ = pₖ.
      let zero = [Double](repeating: 0, count: x.rows)
      func value(_ target: [Double]) -> Double {
        let network = with(target)
        var workspace = network.makeWorkspace(for: point)
        return network.value(at: point, &workspace)
      }
      let silent = value(zero)
      return zero.indices.map { k in
        var target = zero
        target[k] = 1
        return silent - value(target) + 0.5
      }
    }
  }
}
