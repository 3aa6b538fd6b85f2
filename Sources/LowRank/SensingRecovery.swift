package import LinearAlgebra
package import LowRankOptimization

/// The stages of a recovery from linear measurements, in order.
package struct SensingRecovery<
  Point: FixedRank & QuadraticFactorization & Startable, Map: MeasurementMap
> {
  package let sensing: Sensing<Point, Map>
  package let options: RecoveryOptions

  package init(_ sensing: Sensing<Point, Map>, _ options: RecoveryOptions) {
    (self.sensing, self.options) = (sensing, options)
  }

  package typealias Observer = (RecoveryEvent) -> Interruption?

  func run(
    from snapshot: Snapshot?, keep: (Snapshot) -> Void, _ observe: Observer
  ) -> Recovery {
    // Cancelled or not there is an answer: a rank is attempted, the rest is done to the end.
    Execution.current.shielded.run { stages(from: snapshot, keep: keep, observe) }
  }

  private func stages(
    from snapshot: Snapshot?, keep: (Snapshot) -> Void, _ observe: Observer
  ) -> Recovery {
    var log = EventLog(after: snapshot, showing: observe)
    var ambiguousRank: Int?, progress: SearchProgress<GrowthState>?
    if case .noisySensing(let ambiguous, let saved)? = snapshot?.stage {
      (ambiguousRank, progress) = (ambiguous, saved)
    } else {
      var search = ExactSensing(
        sensing.wholePath(limit: largestRank(for: sensing.map.count)),
        sensing.budget(of: sensing.map.count), tolerance: options.tolerance)
      var progress: ExactSensingProgress?
      if case .exactSensing(let saved)? = snapshot?.stage { progress = saved }
      let verdict = search.run(
        from: progress, keep: { keep(Snapshot(events: log.events, stage: .exactSensing($0))) },
        observe: { log.show(.exact($0), to: observe) })
      switch verdict {
      case .unique: return exact(search)
      case .ambiguous where heldOut.folds.isEmpty: return exact(search)
      case .interrupted(let why): return unfinished(search, why)
      case .ambiguous, .notExact: ambiguousRank = search.ambiguousRank
      }
    }
    return noisy(
      ambiguousRank: ambiguousRank, from: progress,
      keep: {
        keep(
          Snapshot(
            events: log.events, stage: .noisySensing(ambiguousRank: ambiguousRank, $0)))
      },
      observe: { log.show($0, to: observe) })
  }

  package var heldOut: HeldOutData<[Int]> {
    sensing.heldOut(fraction: options.holdOutFraction, seed: options.seed)
  }

  /// The largest rank with no more degrees of freedom than `count` measurements, and within the cap.
  func largestRank(for count: Int) -> Int {
    let determined = sensing.budget(of: count).largestDeterminedRank
    return min(determined, options.rank ?? options.maxRank ?? determined)
  }

  /// The answer for exact data, its error measured by finding it again without a tenth of them.
  private func exact(_ search: ExactSensing<Point, Map>) -> Recovery {
    var remarks: [Remark] = []
    let again = rediscovered(rank: search.path.rank)
    if let rank = search.ambiguousRank {
      remarks = [.exactFitNotUnique(rank: rank, observed: .measurements), nothingHidden]
    } else {
      if again == nil {
        remarks.append(.exactFitNotFoundAgain(rank: search.path.rank, observed: .measurements))
      }
      if let objection = sensing.doubt?(search.path.growth.form, true) { remarks.append(objection) }
    }
    return assemble(
      search.path.growth, search.records, heldOut: again, uniqueness: search.uniqueness, .exactFit,
      remarks)
  }

  /// Growth from nothing on the visible measurements: had the hidden ones not been seen, would the
  /// answer be the same? Nil where the visible ones do not determine it.
  private func rediscovered(rank: Int) -> HeldOutMeasurements? {
    let heldOut = heldOut
    guard let fold = heldOut.folds.first,
      sensing.degreesOfFreedom(rank: rank) < fold.visible.count
    else { return nil }
    var path = sensing.path(on: fold.visible, limit: rank + 1), tolerance = options.tolerance
    while path.advance() != nil {
      if path.growth.relativeResidual < tolerance { break }
      if path.growth.retreat(tolerance: tolerance) { break }
    }
    guard path.growth.relativeResidual < tolerance, path.rank == rank else { return nil }
    path.growth.polish()
    let single = HeldOutData(
      folds: [fold], budget: heldOut.budget, judged: heldOut.judged, calibrated: heldOut.calibrated)
    return HeldOutMeasurements(
      [path.predict(at: fold.hidden.places)], [path.deviations(at: fold.hidden.places)], of: single,
      level: options.level)
  }

  /// What a search that was stopped had reached.
  private func unfinished(
    _ search: ExactSensing<Point, Map>, _ why: Interruption
  ) -> Recovery {
    assemble(
      search.path.growth, search.records, heldOut: nil, uniqueness: nil, .interrupted(why),
      [.endedEarly(cause: why)])
  }

  /// The answer for noisy measurements: rank by held-out error, then a fit to all of them.
  private func noisy(
    ambiguousRank: Int?, from progress: SearchProgress<GrowthState>?,
    keep: (SearchProgress<GrowthState>) -> Void, observe: Observer
  ) -> Recovery {
    let heldOut = heldOut, visible = heldOut.folds.map(\.visible.count).min() ?? 0
    let limit = largestRank(for: visible)
    let candidate = Candidate(.sensing, on: heldOut) { sensing.path(on: $0, limit: limit) }
    var rule = RankRule.sensing
    rule.rank = options.rank
    var search = RankSearch([candidate], on: heldOut, by: rule)
    let (choice, reason) = search.run(from: progress, keep: keep) { observe(.heldOut($0, $1)) }
    let rank = options.rank ?? choice?.kept.rank ?? largestRank(for: sensing.map.count)
    _ = observe(.refitting(rank: rank))
    var path = sensing.wholePath(limit: rank)
    while path.advance() != nil {}
    let error = choice.map {
      HeldOutMeasurements($0.kept.predictions, $0.kept.deviations, of: heldOut, level: options.level)
    }
    var remarks: [Remark] = []
    if let ambiguousRank {
      remarks.append(.exactFitNotUnique(rank: ambiguousRank, observed: .measurements))
    }
    remarks += self.remarks(on: error)
    // The last rank that the measurements determine, but not all there is.
    let isCapped = choice?.ruling.leastErrorRank == limit && limit < sensing.fullRank
    if options.rank == nil, options.maxRank == nil, isCapped {
      remarks.append(
        .rankCappedByData(
          rank: rank, measurements: sensing.map.count,
          unknownsOfNext: sensing.degreesOfFreedom(rank: rank + 1)))
    }
    if path.rank > 0, let objection = sensing.doubt?(path.growth.form, false) {
      remarks.append(objection)
    }
    if case .interrupted(let why) = reason { remarks.append(.endedEarly(cause: why)) }
    return assemble(
      path.growth, choice?.records ?? [], heldOut: error, uniqueness: nil, ruling: choice?.ruling,
      reason, remarks)
  }

  /// What the error on hidden measurements says, of a search and of a study.
  package func remarks(on heldOut: HeldOutMeasurements?) -> [Remark] {
    guard let heldOut else { return [nothingHidden] }
    guard heldOut.error.rmse > heldOut.meanError.rmse else { return [] }
    return [
      .noBetterThanTheMean(
        error: heldOut.error.rmse, meanError: heldOut.meanError.rmse, observed: .measurements)
    ]
  }

  private var nothingHidden: Remark {
    .nothingHidden(
      measurements: sensing.map.count, unknowns: sensing.degreesOfFreedom(rank: 1))
  }

  private func assemble<M: MeasurementMap>(
    _ growth: MeasuredGrowth<Point, M>, _ records: [RankRecord], heldOut: HeldOutMeasurements?,
    uniqueness: Uniqueness?, ruling: RankRuling? = nil, _ reason: RecoveryReason,
    _ remarks: [Remark]
  ) -> Recovery {
    let certificate =
      reason.isInterruption || growth.rank == 0
      ? nil : uniqueness?.certificate ?? growth.certificate
    return recovery(
      of: growth.form, by: .pursuit, records, heldOut: heldOut, uniqueness: uniqueness,
      certificate: certificate, ruling: ruling, residual: growth.relativeResidual,
      iterations: growth.iterations, reason, remarks)
  }

  /// The result, whatever the path was.
  package func recovery(
    of form: SpectralForm, by method: RecoveryMethod, _ records: [RankRecord],
    heldOut: HeldOutMeasurements?, uniqueness: Uniqueness?, certificate: Certificate?,
    ruling: RankRuling?, residual: Double, iterations: Int, _ reason: RecoveryReason,
    _ remarks: [Remark]
  ) -> Recovery {
    Recovery(
      method: method,
      model: CompletionModel(
        factors: form.balanced, singularValues: form.singularValues,
        rowEffects: Array(repeating: 0, count: form.rows),
        columnEffects: Array(repeating: 0, count: form.columns)),
      form: form, rank: form.rank / Point.columnsPerRank, table: nil, path: records, ruling: ruling,
      heldOut: heldOut.map {
        Recovery.HeldOut(
          pattern: .entry, error: $0.error, meanError: $0.meanError, effectsError: nil)
      },
      intervals: heldOut?.intervals, uniqueness: uniqueness, certificate: certificate,
      residual: residual, iterations: iterations, reason: reason, remarks: remarks,
      uncertainty: .none)
  }
}

/// The error on hidden measurements, beside that of the mean of the visible ones.
package struct HeldOutMeasurements: Sendable {
  package let error: HeldOutError
  package let meanError: HeldOutError
  package let intervals: ConformalIntervals?

  /// - Parameters: predictions of the hidden measurements and their deviations, fold by fold.
  package init(
    _ predictions: [[Double]], _ deviations: [[Double]], of data: HeldOutData<[Int]>, level: Double
  ) {
    error = HeldOutError(data.residuals(predictions), weights: data.weights)
    meanError = HeldOutError(data.meanResiduals, weights: data.weights)
    let scores = data.folds.indices.map { f in
      zip(data.calibrated(data.folds[f].hidden, predictions[f]), deviations[f]).map {
        abs($0) / $1
      }
    }
    intervals = ConformalIntervals(scores: scores, level: level)
  }
}
