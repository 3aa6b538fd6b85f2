import Foundation
import LinearAlgebra
import LowRank
import Testing

/// Oymak and Soltanolkotabi (2019): overparameterised least squares takes nearly the shortest path.
@Suite struct ShortestPathTests {
  /// Path length over distance, and the run's end.
  private func path<O: Objective>(
    _ objective: O, from start: O.Point, part: Double
  ) -> (ratio: Double, distance: Double, end: O.Point, record: StepRecord) {
    // Descent at a part of 1/L, L by Lanczos at the start.
    let curvature = Lanczos(
      DifferencedHessian(objective, at: start), tolerance: 1e-3, steps: 40
    ).largest.value
    var length = PathLength<O.Point>(), distance = DistanceFromStart<O.Point>()
    var run = objective.iterates(
      from: start, by: Descent(along: Steepest(), step: .constant(part / curvature)))
    _ = (length.observe(start), distance.observe(start))
    var total = 0.0
    let end = run.finish(at: .loss(1e-20 * run.current.record.loss) || .iterations(4000)) {
      total = length.observe($0.point)
    }
    let far = distance.observe(end.point)
    return (total / far, far, end.point, end.record)
  }

  /// y = φ(X w), 30 examples of 120 inputs: the limit is the nearest optimum itself.
  @Test func generalisedLinearModel() {
    let x = gaussian(30, 120, seed: 1, scale: 1 / Double(120).squareRoot())
    let hidden = gaussian(1, 120, seed: 2), begin = gaussian(1, 120, seed: 3)
    var link = x.timesTransposed(hidden).elements
    for k in link.indices { link[k] += 0.4 * sin(link[k]) }
    let model = ShallowNetwork(inputs: x, target: link, activation: .wave(amplitude: 0.4))
    let (ratio, distance, end, record) = path(
      model, from: NetworkWeights(hidden: begin, output: [1]), part: 0.5)
    // θ₀ plus the projection of θ* − θ₀ on the row space of X: all optima agree there.
    var gap = hidden
    gap.add(begin, scaledBy: -1)
    let q = ThinQR(x.transposed).q
    var nearest = begin
    nearest.setProduct(gap.times(q), q, right: .transposed, adding: 1)
    nearest.add(end.hidden, scaledBy: -1)
    show("e8 GLM ratio, gap, steps", (ratio, nearest.norm / distance, record.iteration))
    #expect(ratio < 1.3 && nearest.norm < 1e-6 * distance)
  }

  /// yᵢ = ⟨Aᵢ, U Uᵀ⟩ with 240 unknowns and 60 measurements.
  @Test func lowRankRegression() {
    let map = DenseSensing(rows: 30, columns: 30, count: 60, seed: 1, symmetric: true)
    let start = Symmetric(gaussian(30, 8, seed: 2, scale: 1 / Double(30).squareRoot()))
    var target = observations(of: start.matrix, by: map)
    target.add(gaussian(1, 60, seed: 3).elements, scaledBy: 0.3)
    let fit = Fit(map, target: target, loss: SquaredLoss(), over: Symmetric.self)
    let (ratio, _, _, record) = path(fit, from: start, part: 0.5)
    show("e8 regression ratio, loss, steps", (ratio, record.loss, record.iteration))
    #expect(ratio < 1.3 && record.loss < 1e-12)
  }

  /// A softplus network of 40 units, 20 inputs and 60 examples.
  @Test func shallowNetwork() {
    var x = gaussian(60, 20, seed: 1)
    let norms = (0..<60).map { x.row($0).norm }
    x = Matrix(rows: 60, columns: 20) { x[$0, $1] / norms[$0] }
    let signs = gaussian(40, 1, seed: 4).elements.map {
      ($0 < 0 ? -1 : 1) / Double(40).squareRoot()
    }
    let start = NetworkWeights(hidden: gaussian(40, 20, seed: 2), output: signs)
    let silent = ShallowNetwork(
      inputs: x, target: Array(repeating: 0, count: 60), activation: .softplus)
    var target = predictions(silent, start)
    target.add(gaussian(1, 60, seed: 3).elements, scaledBy: 0.3)
    let network = ShallowNetwork(inputs: x, target: target, activation: .softplus)
    let (ratio, _, _, record) = path(network, from: start, part: 0.9)
    show("e8 network ratio, loss, steps", (ratio, record.loss, record.iteration))
    #expect(ratio < 1.3)
  }

  /// The outputs, from ½‖p‖² − ½‖p − eₖ‖² + ½ = pₖ.
  private func predictions(_ network: ShallowNetwork, _ point: NetworkWeights) -> [Double] {
    var workspace = network.makeWorkspace(for: point)
    let silent = network.value(at: point, &workspace)
    return (0..<network.target.count).map { k in
      var target = network.target
      target[k] = 1
      let one = ShallowNetwork(
        inputs: network.inputs, target: target, activation: network.activation)
      return silent - one.value(at: point, &workspace) + 0.5
    }
  }
}
