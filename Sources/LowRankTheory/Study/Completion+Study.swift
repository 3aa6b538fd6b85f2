internal import LinearAlgebra
public import LowRank

extension Observations {
  /// The answer of one method in place of the search: as many iterations on all cells as did best
  /// on the hidden ones. Everything around it is that of `complete`: hidden cells, baselines,
  /// intervals.
  ///
  /// - Throws: what the options or the study cannot be, or cannot be for these data, before
  ///   anything is done.
  public func complete(
    by study: Study, _ options: RecoveryOptions = .init(),
    observe: (RecoveryEvent) -> Interruption? = { _ in nil }
  ) throws(OptionError) -> Recovery {
    try study.validate(options, for: self)
    let completion = Completion(data: self, options: try options.validated(for: self))
    // Cancelled or not there is an answer: an iterate is attempted, the rest is done to the end.
    return Execution.current.shielded.run { study.answer(completion, observe) }
  }
}

extension Study {
  /// A method that has not converged by then will not by waiting a little longer.
  static let mostSteps = 5000

  /// Chooses the number of steps on the cells that are not hidden, then takes as many on all cells.
  fileprivate func answer(
    _ completion: Completion, _ observe: (RecoveryEvent) -> Interruption?
  ) -> Recovery {
    let options = completion.options
    let heldOut = completion.heldOut(by: completion.design)
    /// The study on some of the cells, from its start.
    func path(_ data: Observations) -> TableStudyPath {
      TableStudyPath(StudyFit(data, self, options, limit: Self.mostSteps)!)
    }
    let candidate = Candidate<TableStudyPath>(.study(method), on: heldOut, judgesStart: true) {
      path($0.observations)
    }
    var search = RankSearch([candidate], on: heldOut, by: .least)
    // Validation came first, so there is a run, and its start is judged at the least: one choice is
    // certain.
    let choice = search.run { observe(.heldOut($0, $1)) }.choice!
    _ = observe(.refitting(rank: choice.kept.rank))
    // The answer is fitted to all cells, hidden ones too; what was measured without them is its
    // error.
    let whole = path(completion.linked).refitted(to: choice.kept)
    return completion.recovery(
      whole.work.answer(), choice, as: options.centred == true ? .additive : .plain, heldOut,
      by: method)
  }
}
