internal import LinearAlgebra
public import LowRank
internal import LowRankOptimization

extension Sensing {
  /// The answer of one method in place of the search: as many iterations on all measurements as did
  /// best on the hidden ones.
  ///
  /// - Precondition: `study.factors` are those of `Point`, or deep ones for a general matrix.
  /// - Throws: what the options or the study cannot be, before anything is done.
  public func recover(
    by study: Study, _ options: RecoveryOptions = .init(),
    observe: (RecoveryEvent) -> Interruption? = { _ in nil }
  ) throws(OptionError) -> Recovery {
    // Of a table's options those about the ranks alone mean something here.
    var ranks = RecoveryOptions()
    (ranks.rank, ranks.maxRank) = (options.rank, options.maxRank)
    try study.validate(ranks, isWeighted: weights != nil)
    let recovery = SensingRecovery(self, try options.validated())
    // Cancelled or not there is an answer: an iterate is attempted, the rest is done to the end.
    return Execution.current.shielded.run { answer(of: study, recovery, observe) }
  }

  /// Chooses the number of steps on the visible measurements, then takes as many on all.
  private func answer(
    of study: Study, _ recovery: SensingRecovery<Point, Map>,
    _ observe: (RecoveryEvent) -> Interruption?
  ) -> Recovery {
    let heldOut = recovery.heldOut, options = recovery.options
    /// The study on the measurements at some places, from its start.
    func path(_ places: [Int]) -> SensingStudyPath<Point, Map> {
      SensingStudyPath(SensingStudyFit(self, study, options, seeing: places), of: self)
    }
    let candidate = Candidate<SensingStudyPath<Point, Map>>(
      .study(study.method), on: heldOut, judgesStart: true
    ) { path($0.places) }
    var search = RankSearch([candidate], on: heldOut, by: .least)
    // With nothing to hide there is nothing to choose by: all the steps there are.
    let (choice, reason) = search.run { observe(.heldOut($0, $1)) }
    _ = observe(.refitting(rank: choice?.kept.rank ?? 0))
    var whole = path(Array(target.indices))
    if let choice {
      whole = whole.refitted(to: choice.kept)
    } else {
      // No error to stop by, so the method's own rules do.
      while whole.advance() != nil {}
    }
    return answer(
      whole, recovery, choice, heldOut, choice == nil ? whole.end ?? .stepsSpent : reason)
  }

  private func answer(
    _ whole: SensingStudyPath<Point, Map>, _ recovery: SensingRecovery<Point, Map>,
    _ choice: RankSearch<SensingStudyPath<Point, Map>>.Choice?, _ heldOut: HeldOutData<[Int]>,
    _ reason: RecoveryReason
  ) -> Recovery {
    // Through the factors that measurements of this kind speak of, whichever the study used.
    let form = pruned(Point(spectral: SpectralForm(whole.work.matrix)).spectral)
    let scaled = scaledMap, y = scaled.scaled(target)
    // The residual of the fit to all measurements, in the units in which noise is alike.
    var predicted = y
    scaled.apply(form.lowRank, into: &predicted)
    predicted.add(y, scaledBy: -1)
    let error = choice.map {
      HeldOutMeasurements(
        $0.kept.predictions, $0.kept.deviations, of: heldOut, level: recovery.options.level)
    }
    let iterations = whole.run.record.iteration
    // What a reader has to know before trusting the answer; a run that converged needs no word.
    let end: Remark? =
      switch reason {
      case .diverged: .diverged(iterations: iterations)
      case .stepsSpent: .stepsSpent(iterations: iterations)
      case .interrupted(let why): .endedEarly(cause: why)
      default: nil
      }
    return recovery.recovery(
      of: form, by: whole.study.method, choice?.records ?? [], heldOut: error, uniqueness: nil,
      certificate: nil, ruling: choice?.ruling,
      residual: predicted.norm / max(y.norm, .leastNormalMagnitude), iterations: iterations, reason,
      [end].compactMap { $0 } + recovery.remarks(on: error))
  }

  /// Without the directions that a width beyond the rank leaves at the size of rounding.
  private func pruned(_ form: SpectralForm) -> SpectralForm {
    // Columns that belong together, as those of a complex one do, are kept or cut together.
    let step = Point.columnsPerRank, rank = form.numericalRank
    return form.truncated(to: (rank + step - 1) / step * step)
  }
}

/// A study of measurements: the path that `StudyPath` describes, for a map in place of a table.
///
/// `Point` is what the measurements speak of and gives their count of columns a rank; the study may
/// work in other factors, deep ones for instance, which `StudyRun` hides.
struct SensingStudyPath<
  Point: FixedRank & QuadraticFactorization & Startable, Map: MeasurementMap
>: StudyPath {
  let start: SensingStudyFit
  var work: SensingStudyFit
  var steps = 0
  private let sensing: Sensing<Point, Map>
  var study: Study { work.study }

  /// The path that begins where `fit` is.
  init(_ fit: SensingStudyFit, of sensing: Sensing<Point, Map>) {
    (start, work, self.sensing) = (fit, fit, sensing)
  }

  static func run(of work: SensingStudyFit) -> any StudyRun { work.run }
  static func advance(_ work: inout SensingStudyFit) { work.run.advance() }

  /// As the measurements count it: a rank of theirs may be several columns of real factors.
  var rank: Int { run.matrix.rank / Point.columnsPerRank }
  func predict(at places: [Int]) -> [Double] { sensing.predictions(of: work.matrix, at: places) }
  func deviations(at places: [Int]) -> [Double] { sensing.deviations(at: places) }
  var singularValues: [Double] { SpectralForm(work.matrix).singularValues }
}

/// A study's run on some of the measurements, speaking their own units.
///
/// Inside, targets have root mean square one and weights mean one, as those of `StudyFit` do, so
/// that step sizes and scales mean the same for every data set.
struct SensingStudyFit: Sendable {
  let study: Study
  var run: any StudyRun
  /// The root mean square of the visible targets, one where that is not a size.
  private let scale: Double

  init<Point, Map>(
    _ sensing: Sensing<Point, Map>, _ study: Study, _ options: RecoveryOptions,
    seeing visible: [Int]
  ) {
    self.study = study
    // Units from what the study sees: hidden measurements must not have a say in them.
    let y = visible.map { sensing.target[$0] }
    let weights = sensing.weights.map { w in visible.map { w[$0] } }
    let size = WeightedMean(of: y.map { $0 * $0 }, weights: weights).value.squareRoot()
    scale = size > 0 && size.isFinite ? size : 1
    let mean = (weights ?? []).reduce(0, +) / Double(max(1, visible.count)), inverse = 1 / scale
    let map = SelectedMeasurements(sensing.map, visible)
    // The caller has validated the study: there is a run.
    run = study.run(
      map, target: y.map { $0 * inverse }, weights: weights?.map { $0 / mean },
      density: Self.density(map, seed: options.seed), options, limit: Study.mostSteps)!
  }

  /// W in the measurements' own units.
  var matrix: LowRankMatrix {
    var left = run.matrix.left
    left.scale(by: scale)
    return LowRankMatrix(left: left, right: run.matrix.right)
  }

  /// ‖𝒜(W)‖²/‖W‖² for a random W of rank 4: for entries about the share that is seen, for a general
  /// map the like of it. One draw suffices where it is only the size of a first step.
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
