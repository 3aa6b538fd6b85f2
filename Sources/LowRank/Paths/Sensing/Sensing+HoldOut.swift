internal import LinearAlgebra
internal import LowRankOptimization

extension Sensing {
  /// One fold: growth on the visible measurements, judged on the hidden ones.
  struct Fold: Sendable {
    var path: SensingPath<Point, SelectedMeasurements<ScaledMeasurements<Map>>>
    let hidden: [Int]
    private let visible: [Int]
    private let sensing: Sensing

    init(_ sensing: Sensing, visible: [Int], hidden: [Int]) {
      let scaled = sensing.scaledMap, target = scaled.scaled(sensing.target)
      path = SensingPath(
        SelectedMeasurements(scaled, visible), visible.map { target[$0] },
        guess: sensing.guess?(visible),
        iterations: sensing.innerIterations)
      (self.sensing, self.visible, self.hidden) = (sensing, visible, hidden)
    }

    /// How far the hidden measurements are from 𝒜(W), in the units in which they are judged.
    func residuals() -> [Double] { sensing.residuals(of: path.form.lowRank, at: hidden) }

    /// The same for the mean of the visible measurements.
    func meanResiduals() -> [Double] { sensing.meanResiduals(visible: visible, hidden: hidden) }

    /// What each hidden measurement counts; nil for all alike.
    var weights: [Double]? { sensing.heldOutWeights.map { w in hidden.map { w[$0] } } }
  }

  /// y − 𝒜(W) at some measurements, in the units in which they are judged.
  func residuals(of w: LowRankMatrix, at places: [Int]) -> [Double] {
    var predicted = [Double](repeating: 0, count: map.count)
    map.apply(w, into: &predicted)
    return places.map { difference(target[$0], predicted[$0]) }
  }

  /// The hidden measurements less the mean of the visible ones.
  func meanResiduals(visible: [Int], hidden: [Int]) -> [Double] {
    let mean = visible.reduce(0) { $0 + target[$1] } / Double(max(1, visible.count))
    return hidden.map { difference(target[$0], mean) }
  }

  /// Fold number f of the hold-out; nil where what is left visible would not determine rank one.
  func training(_ f: Int) -> Fold? {
    split(f).map { Fold(self, visible: $0.visible, hidden: $0.hidden) }
  }

  /// The measurements that fold number f sees and those that judge it.
  func split(_ f: Int) -> (visible: [Int], hidden: [Int])? {
    let hidden = hiddenSets()
    guard f < hidden.count else { return nil }
    var isHidden = [Bool](repeating: false, count: map.count)
    for k in hidden[f] { isHidden[k] = true }
    let visible = (0..<map.count).filter { !isHidden[$0] }
    guard visible.count > degreesOfFreedom(rank: 1) else { return nil }
    return (visible, hidden[f])
  }

  /// Up to five disjoint sets of measurements, each about `holdOutFraction` of all, groups whole.
  private func hiddenSets() -> [[Int]] {
    let members = Dictionary(grouping: 0..<map.count, by: { groups?[$0] ?? $0 })
    var order = members.keys.sorted()
    var generator = SeededGenerator(seed: seed, stream: 0x686f6c64)
    order.shuffle(using: &generator)
    let size = max(1, Int((holdOutFraction * Double(map.count)).rounded()))
    let count = min(5, order.count / 2, map.count / max(1, 2 * size))
    var sets: [[Int]] = [], current: [Int] = []
    for group in order where sets.count < count {
      current += members[group]!
      if current.count >= size {
        sets.append(current.sorted())
        current = []
      }
    }
    return sets
  }

  /// Growth from nothing on the visible measurements: had the hidden ones not been seen, would the
  /// answer be the same? Nil where the visible ones do not determine it.
  func rediscovered(rank: Int) -> SensingRecovery<Point>.HeldOut? {
    guard var fold = training(0) else { return nil }
    let count = fold.path.fit.target.count
    guard degreesOfFreedom(rank: rank) < count else { return nil }
    while fold.path.rank < rank + 1, fold.path.advance() {
      if fold.path.relativeResidual < tolerance { break }
      if fold.path.retreat(tolerance: tolerance) { break }
    }
    guard fold.path.relativeResidual < tolerance, fold.path.rank == rank else { return nil }
    fold.path.polish()
    return SensingRecovery.HeldOut(
      [fold.residuals()], mean: [fold.meanResiduals()], weights: [fold.weights], level: level)
  }
}
