internal import LinearAlgebra
internal import LowRankOptimization

/// The stages of a recovery from linear measurements, in order.
///
/// The same order as for tables (`Completion`): an exact fit first, then noise. Here both are the
/// same growth, so that nothing found by the first search is tried again as a start in the second.
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
    var finding = ExactSensingFinding(), progress: SearchProgress<GrowthState>?
    if case .noisySensing(let found, let saved)? = snapshot?.stage {
      (finding, progress) = (found, saved)
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
      // With nothing to hide, noise could not be judged either: the exact fit, with its doubt, is
      // all.
      case .ambiguous where heldOut.folds.isEmpty: return exact(search)
      case .interrupted(let why): return unfinished(search, why)
      case .ambiguous, .notExact: finding = search.finding
      }
    }
    return noisy(
      finding, from: progress,
      keep: { keep(Snapshot(events: log.events, stage: .noisySensing(finding, $0))) },
      observe: { log.show($0, to: observe) })
  }

  /// Drawn anew at every call, the same each time: from the seed alone.
  package var heldOut: HeldOutData<[Int]> {
    sensing.heldOut(fraction: options.holdOutFraction, seed: options.seed)
  }

  /// The largest rank with no more degrees of freedom than `count` measurements, and within the
  /// cap.
  ///
  /// A rank with more unknowns than measurements would fit whatever was measured.
  func largestRank(for count: Int) -> Int {
    let determined = sensing.budget(of: count).largestDeterminedRank
    return min(determined, options.rank ?? options.maxRank ?? determined)
  }
}
