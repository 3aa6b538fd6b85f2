internal import LinearAlgebra
internal import LowRankOptimization

extension SensingRecovery {
  /// The answer for noisy measurements: rank by held-out error, then a fit to all of them.
  ///
  /// The rank is chosen within what the smallest fold determines; the fit to all measurements then
  /// grows to that rank from zero, as those of the folds did.
  func noisy(
    _ finding: ExactSensingFinding, from progress: SearchProgress<GrowthState>?,
    keep: (SearchProgress<GrowthState>) -> Void, observe: Observer
  ) -> Recovery {
    let heldOut = heldOut, visible = heldOut.folds.map(\.visible.count).min() ?? 0
    let limit = largestRank(for: visible)
    let candidate = Candidate(.sensing, on: heldOut) { sensing.path(on: $0, limit: limit) }
    var rule = RankRule.sensing
    rule.rank = options.rank
    var search = RankSearch([candidate], on: heldOut, by: rule)
    let (choice, reason) = search.run(from: progress, keep: keep) { observe(.heldOut($0, $1)) }
    // With nothing hidden no rank can be chosen: as many as are determined, and a doubt says so.
    let rank = options.rank ?? choice?.kept.rank ?? largestRank(for: sensing.map.count)
    _ = observe(.refitting(rank: rank))
    var path = sensing.wholePath(limit: rank)
    while path.advance() != nil {}
    let error = choice.map {
      HeldOutMeasurements(
        $0.kept.predictions, $0.kept.deviations, of: heldOut, level: options.level)
    }
    var remarks: [Remark] = []
    if let rank = finding.ambiguousRank {
      remarks.append(.exactFitNotUnique(rank: rank, observed: .measurements))
    } else if let doubt = undecided(path.rank, finding) {
      remarks.append(doubt)
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

  /// Whether exact measurements of another matrix may have been taken for noise. Where all ranks are
  /// determined there is no other matrix.
  private func undecided(_ rank: Int, _ finding: ExactSensingFinding) -> Remark? {
    let budget = sensing.budget(of: sensing.map.count)
    guard !finding.energies.isEmpty, budget.largestDeterminedRank < budget.fullRank
    else { return nil }
    return budget.undecided(rank, finding.energies, observed: .measurements)
  }

  /// What the error on hidden measurements says, of a search and of a study.
  ///
  /// The mean of the visible measurements is the least that an answer has to beat.
  package func remarks(on heldOut: HeldOutMeasurements?) -> [Remark] {
    guard let heldOut else { return [nothingHidden] }
    guard heldOut.error.rmse > heldOut.meanError.rmse else { return [] }
    return [
      .noBetterThanTheMean(
        error: heldOut.error.rmse, meanError: heldOut.meanError.rmse, observed: .measurements)
    ]
  }

  var nothingHidden: Remark {
    .nothingHidden(
      measurements: sensing.map.count, unknowns: sensing.degreesOfFreedom(rank: 1))
  }
}
