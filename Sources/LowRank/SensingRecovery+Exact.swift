internal import LinearAlgebra
internal import LowRankOptimization

extension SensingRecovery {
  /// The answer for exact data, its error measured by finding it again without a tenth of them.
  ///
  /// The certificate is that of the uniqueness test, and no noise was chosen against, so no ruling.
  func exact(_ search: ExactSensing<Point, Map>) -> Recovery {
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
  // Up to one rank more, from which a retreat may reach the rank itself past a spurious minimum.
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
  ///
  /// No rank was judged on hidden measurements yet, so that there is neither error nor interval.
  func unfinished(
    _ search: ExactSensing<Point, Map>, _ why: Interruption
  ) -> Recovery {
    assemble(
      search.path.growth, search.records, heldOut: nil, uniqueness: nil, .interrupted(why),
      [.endedEarly(cause: why)])
  }
}
