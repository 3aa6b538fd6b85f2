internal import LinearAlgebra
internal import LowRankOptimization

extension Sensing {
  /// The answer of one method in place of the search: as many iterations on all measurements as did
  /// best on the hidden ones.
  ///
  /// - Precondition: `study.factors` are those of `Point`, or deep ones for a general matrix, and
  ///   `study.conflict` is nil.
  func studied(
    _ study: Study, _ observe: (SensingEvent) -> Interruption?
  ) -> SensingRecovery<Point> {
    var folds: [StudiedFold] = []
    while let split = split(folds.count) { folds.append(StudiedFold(self, study, split)) }
    var race = StudyRace(folds: folds, stop: stop, error: { $0.error.rmse }, record: record)
    // With nothing to hide there is nothing to choose by: all the steps there are.
    let outcome = folds.isEmpty ? nil : race.run { observe(.study(study.method, $0)) }
    _ = observe(.refitting(rank: outcome.map { $0.records.last?.rank ?? 0 } ?? 0))
    var fit = StudiedFold(self, study, (Array(0..<map.count), []))
    for _ in 0..<(outcome?.advances ?? .max) where fit.run.reason == nil { fit.advance() }
    return answer(fit, outcome)
  }

  private typealias Race = StudyRace<StudiedFold, SensingRecovery<Point>.HeldOut>

  private func stop(_ folds: [StudiedFold]) -> SensingRecovery<Point>.HeldOut {
    SensingRecovery.HeldOut(
      folds.map { residuals(of: $0.matrix, at: $0.hidden) },
      mean: folds.map { meanResiduals(visible: $0.visible, hidden: $0.hidden) },
      weights: folds.map { fold in heldOutWeights.map { w in fold.hidden.map { w[$0] } } },
      level: level)
  }

  private func record(
    _ folds: [StudiedFold], _ stop: SensingRecovery<Point>.HeldOut
  ) -> RankRecord {
    let seen = folds.flatMap { residuals(of: $0.matrix, at: $0.visible) }
    let energy = seen.dot(seen), form = SpectralForm(folds[0].matrix)
    var record = RankRecord(
      rank: folds[0].run.matrix.rank / Point.columnsPerRank,
      loss: energy / 2 / Double(folds.count),
      trainRMSE: (energy / Double(max(1, seen.count))).squareRoot(), heldOut: stop.error,
      iterations: 0, seconds: 0)
    record.describe(folds[0].run.record, form)
    return record
  }

  private func answer(_ fit: StudiedFold, _ outcome: Race.Outcome?) -> SensingRecovery<Point> {
    let form = pruned(Point(spectral: SpectralForm(fit.matrix)).spectral)
    let scaled = scaledMap, y = scaled.scaled(target)
    var predicted = y
    scaled.apply(form.lowRank, into: &predicted)
    predicted.add(y, scaledBy: -1)
    let reason = outcome?.reason ?? fit.run.reason ?? .stepsSpent
    return SensingRecovery(
      point: Point(spectral: form), form: form, rank: form.rank / Point.columnsPerRank,
      path: outcome?.records ?? [], heldOut: outcome?.best, uniqueness: nil, certificate: nil,
      residual: predicted.norm / max(y.norm, .leastNormalMagnitude),
      iterations: fit.run.record.iteration, reason: reason,
      remarks: remarks(on: outcome?.best, reason, iterations: fit.run.record.iteration))
  }

  /// Without the directions that a width beyond the rank leaves at the size of rounding.
  private func pruned(_ form: SpectralForm) -> SpectralForm {
    let step = Point.columnsPerRank, rank = form.numericalRank
    return form.truncated(to: (rank + step - 1) / step * step)
  }

  private func remarks(
    on heldOut: SensingRecovery<Point>.HeldOut?, _ reason: RecoveryReason, iterations: Int
  ) -> [Remark] {
    let end: Remark? =
      switch reason {
      case .diverged: .diverged(iterations: iterations)
      case .stepsSpent: .stepsSpent(iterations: iterations)
      default: nil
      }
    var result = [end].compactMap { $0 } + remarks(on: heldOut)
    if case .interrupted(let why) = reason { result.append(.endedEarly(cause: why)) }
    return result
  }
}

/// A study's run on some of the measurements, speaking their own units.
private struct StudiedFold: StudyFold {
  let visible: [Int]
  let hidden: [Int]
  private(set) var run: any StudyRun
  private let scale: Double

  init<Point, Map>(
    _ sensing: Sensing<Point, Map>, _ study: Study, _ split: (visible: [Int], hidden: [Int])
  ) {
    (visible, hidden) = split
    let y = visible.map { sensing.target[$0] }
    let weights = sensing.weights.map { w in split.visible.map { w[$0] } }
    let size = WeightedMean(of: y.map { $0 * $0 }, weights: weights).value.squareRoot()
    scale = size > 0 && size.isFinite ? size : 1
    var options = CompletionOptions()
    options.seed = sensing.seed
    options.rank = sensing.rank
    options.maxRank = sensing.maxRank
    options.tolerance = sensing.tolerance
    let mean = (weights ?? []).reduce(0, +) / Double(max(1, visible.count)), inverse = 1 / scale
    let map = SelectedMeasurements(sensing.map, visible)
    run = study.run(
      map, target: y.map { $0 * inverse }, weights: weights?.map { $0 / mean },
      density: Self.density(map, seed: sensing.seed), options, limit: 5000)!
  }

  mutating func advance() { run.advance() }

  var matrix: LowRankMatrix {
    var left = run.matrix.left
    left.scale(by: scale)
    return LowRankMatrix(left: left, right: run.matrix.right)
  }

  /// ‖𝒜(W)‖²/‖W‖² for a random W of rank 4.
  private static func density(_ map: some MeasurementMap, seed: UInt64) -> Double {
    var generator = SeededGenerator(seed: seed, stream: 0x64656e73)
    let w = LowRankMatrix(
      left: .gaussian(rows: map.rows, columns: 4, using: &generator),
      right: .gaussian(rows: map.columns, columns: 4, using: &generator))
    var y = [Double](repeating: 0, count: map.count)
    map.apply(w, into: &y)
    let size = w.frobeniusNorm
    return max(y.dot(y) / (size * size), .leastNormalMagnitude)
  }
}
