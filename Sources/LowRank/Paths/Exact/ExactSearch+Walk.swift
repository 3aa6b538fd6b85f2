internal import LinearAlgebra
internal import LowRankOptimization

extension ExactSearch {
  /// One walk along the ranks at work.
  struct Walk {
    var path: ExactPath
    /// Multiplications in the walks before, which count towards the same budget.
    let spent: Double
    /// The first fit at round-off that was not the only one: of the lowest rank, and so the best
    /// evidence if no better one is found.
    var ambiguous: Exact?

    func progress(_ number: Int, _ energies: [Double]) -> Progress {
      Progress(
        walk: number, path: path.state, spent: spent, energies: energies, ambiguous: ambiguous)
    }
  }

  /// Why a walk is over; only the last two leave room for another.
  enum WalkEnd {
    case recovered(Exact), interrupted(Interruption), noise, overBudget, ranksExhausted
  }

  /// One walk along the ranks, from where it is.
  ///
  /// Each turn is a rank: first the reasons to give up that are known before it, then the rank
  /// itself, then what its attempts are worth.
  func take(
    _ walk: inout Walk, _ fit: ExactAttempt.Data, _ data: Observations, keep: (Walk) -> Void,
    _ observe: (RankRecord) -> Interruption?
  ) -> WalkEnd {
    while true {
      if walk.path.stages.ranksOfNoise >= 2 { return .noise }
      if let budget, walk.spent + walk.path.stages.history.cost > budget,
        !walk.path.stages.isDescending
      {
        return .overBudget
      }
      guard walk.path.rank <= walk.path.stages.limit else { return .ranksExhausted }
      let step = Execution.current.attempt { () -> (ExactPath, [Exact])? in
        var path = walk.path
        guard path.advance() != nil else { return nil }
        return (path, path.attempts.compactMap { judge($0, fit, path.stages) })
      }
      guard let step else {
        keep(walk)
        return .interrupted(.cancelled)
      }
      guard let (path, fits) = step else { return .ranksExhausted }
      walk.path = path
      let attempts = path.attempts
      let why = walk.path.record.flatMap(observe)
      // Near the bottom, though not at it, small singular values may be what is missing: pursuit
      // adds them one by one where the next rank of the path would see nothing.
      let unique = fits.first(where: \.isDetermined)
      let reached =
        unique?.form ?? attempts.last.flatMap { $0.residual < Self.coarsest ? $0.state.form : nil }
      var halted = why, deeper: Exact?
      if let reached, halted == nil {
        deeper = pursue(from: reached, fit, data, &walk.path.stages) {
          halted = observe($0)
          return halted
        }
      }
      if let exact = deeper ?? unique { return .recovered(exact) }
      walk.ambiguous = walk.ambiguous ?? fits.first
      // A pursuit that was cut short begins anew with its rank.
      if reached == nil || halted == nil { keep(walk) }
      if let halted { return .interrupted(halted) }
    }
  }
}
