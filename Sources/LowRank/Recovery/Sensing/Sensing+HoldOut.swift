internal import LinearAlgebra

extension Sensing {
  /// One fold: growth on the visible measurements, judged on the hidden ones.
  struct Fold: Sendable {
    var path: SensingPath<Point, SelectedMeasurements<Map>>
    let hidden: [Int]
    private let whole: Map
    private let target: [Double]

    init(_ map: Map, _ target: [Double], visible: [Int], hidden: [Int]) {
      path = SensingPath(SelectedMeasurements(map, visible), visible.map { target[$0] })
      whole = map
      self.target = target
      self.hidden = hidden
    }

    /// y − 𝒜(W) on the hidden measurements.
    func residuals() -> [Double] {
      var predicted = [Double](repeating: 0, count: whole.count)
      whole.apply(path.form.lowRank, into: &predicted)
      return hidden.map { target[$0] - predicted[$0] }
    }

    /// y − the mean of the visible measurements.
    func meanResiduals() -> [Double] {
      let visible = path.fit.target
      let mean = visible.reduce(0, +) / Double(max(1, visible.count))
      return hidden.map { target[$0] - mean }
    }
  }

  /// Fold number f of the hold-out; nil where what is left visible would not determine rank one.
  func training(_ f: Int) -> Fold? {
    let hidden = hiddenSets()
    guard f < hidden.count else { return nil }
    var isHidden = [Bool](repeating: false, count: map.count)
    for k in hidden[f] { isHidden[k] = true }
    let visible = (0..<map.count).filter { !isHidden[$0] }
    guard visible.count > degreesOfFreedom(rank: 1) else { return nil }
    return Fold(map, target, visible: visible, hidden: hidden[f])
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
      error: HeldOutError(fold.residuals()), meanError: HeldOutError(fold.meanResiduals()))
  }
}
