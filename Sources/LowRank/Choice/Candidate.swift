internal import LinearAlgebra
internal import LowRankOptimization

/// One path on every fold side by side, and what each rank of it said of the hidden measurements.
///
/// All folds take a step together, since a rank is judged by all hidden data at once. A path that
/// has ended on one fold stays where it is while others go on. Storage: a path per fold, and the
/// predictions of hidden data at every rank, which choosing among ranks afterwards needs.
public struct Candidate<Path: RecoveryPath>: Sendable {
  /// Whose path it is, for whoever shows it.
  public let name: PathName
  /// What each step took, and what each rank said: without the start these go side by side.
  public private(set) var records: [RankRecord] = []
  public private(set) var judged: [JudgedRank] = []
  private var paths: [Path]
  private var steps = 0

  /// - Parameters:
  ///   - judgesStart: whether the start is one of the choices, as it is for the iterates of a
  ///     method.
  ///   - make: a path at its beginning, from what a fold may see.
  public init(
    _ name: PathName, on data: HeldOutData<Path.Places>, judgesStart: Bool = false,
    make: (HeldOutData<Path.Places>.Part) -> Path
  ) {
    self.name = name
    paths = data.folds.map { make($0.visible) }
    if judgesStart, !paths.isEmpty { judged.append(judge(data).rank) }
  }

  /// The candidate one step on; nil where no fold can go on.
  ///
  /// A copy moves on and the candidate stays, so that a step that is abandoned half way leaves no
  /// trace.
  func advanced(on data: HeldOutData<Path.Places>) -> Self? {
    var next = self
    return next.advance(on: data) ? next : nil
  }

  /// One step on every fold; false where no fold can go on.
  private mutating func advance(on data: HeldOutData<Path.Places>) -> Bool {
    let clock = ContinuousClock(), began = clock.now
    var first: PathStep?, iterations = 0, advanced = false
    for f in paths.indices {
      guard let step = paths[f].advance() else { continue }
      advanced = true
      first = first ?? step
      iterations = max(iterations, step.iterations)
    }
    guard advanced, let first else { return false }
    steps += 1
    let (next, loss) = judge(data)
    judged.append(next)
    var record = RankRecord(
      rank: first.rank, loss: loss, trainRMSE: next.trainRMSE, heldOut: next.error,
      iterations: iterations, seconds: (clock.now - began).inSeconds)
    (record.gradientNorm, record.stepSize) = (first.gradientNorm, first.stepSize)
    // Of the first fold: the singular values of different fits have no meaningful mean.
    record.singularValues = Array(paths[0].singularValues.prefix(RankRecord.shownSingularValues))
    records.append(record)
    return true
  }

  /// With it half the sum of squares on what a fold saw, the mean over folds.
  private func judge(_ data: HeldOutData<Path.Places>) -> (rank: JudgedRank, loss: Double) {
    let predictions = zip(paths, data.folds).map { $0.predict(at: $1.hidden.places) }
    let residuals = data.residuals(predictions)
    var energy = 0.0, seen = 0
    for (path, fold) in zip(paths, data.folds) {
      let left = data.judged(fold.visible, path.predict(at: fold.visible.places))
      energy += left.dot(left)
      seen += left.count
    }
    let judged = JudgedRank(
      steps: steps, rank: paths[0].rank, error: HeldOutError(residuals, weights: data.weights),
      trainRMSE: (energy / Double(max(1, seen))).squareRoot(), residuals: residuals,
      predictions: predictions,
      deviations: zip(paths, data.folds).map { $0.deviations(at: $1.hidden.places) })
    return (judged, energy / 2 / Double(paths.count))
  }

  /// The least held-out error so far; infinite before the first rank.
  var leastError: Double {
    RankRule.leastPlace(judged).map { judged[$0].error.rmse } ?? .infinity
  }

  /// Why this candidate is at its end; nil while it is worth going on.
  ///
  /// Divergence on one fold is enough; otherwise all folds must have ended, or patience be over.
  var end: RecoveryReason? {
    let ends = paths.map(\.end)
    if ends.contains(.diverged) { return .diverged }
    if isPatienceOver { return .heldOutErrorRose }
    guard ends.allSatisfy({ $0 != nil }), let first = ends.first else { return nil }
    return ends.contains(.stepsSpent) ? .stepsSpent : first
  }

  private var isPatienceOver: Bool {
    guard let least = RankRule.leastPlace(judged), let last = judged.last else { return false }
    let since = last.steps - judged[least].steps
    let iterations = records.suffix(since).reduce(0) { $0 + $1.iterations }
    return paths.allSatisfy { $0.patience.isOver(steps: since, iterations: iterations) }
      || isFlat
  }

  /// Whether beyond rank 30 the error falls by less than half a percent.
  ///
  /// Each further step there costs as much as many small ranks together.
  private var isFlat: Bool {
    guard records.count >= 2, let last = records.last, last.rank > 30 else { return false }
    let before = records[records.count - 2].heldOut?.rmse ?? .infinity
    return (last.heldOut?.rmse ?? .infinity) > 0.995 * before
  }
}

/// Where a candidate is between two ranks.
public struct CandidateProgress<State: Sendable & Codable>: Sendable, Codable {
  var records: [RankRecord]
  var judged: [JudgedRank]
  /// Of the path of every fold.
  var states: [State]
}

extension Candidate {
  var progress: CandidateProgress<Path.State> {
    CandidateProgress(records: records, judged: judged, states: paths.map(\.state))
  }

  mutating func resume(at progress: CandidateProgress<Path.State>) {
    precondition(progress.states.count == paths.count, "progress with other folds")
    (records, judged) = (progress.records, progress.judged)
    steps = judged.last?.steps ?? 0
    for f in paths.indices { paths[f].state = progress.states[f] }
  }
}
