internal import LinearAlgebra
internal import LowRankOptimization

extension Completion {
  /// What speaks against trusting a noisy answer of this rank; empty where nothing does.
  func doubts(
    _ choice: HeldOutChoice, _ heldOut: HeldOutData<SparsityPattern>, rank: Int,
    _ finding: ExactSearch.Finding
  ) -> [Remark] {
    var result = [doubt(of: finding, rank: rank)].compactMap { $0 }
    let unknowns = data.rows + data.columns - 1
    // m + n − 1 numbers: a constant can be moved from rows to columns.
    if rank == 0, data.count < unknowns {
      result.append(.effectsUndetermined(cells: data.count, unknowns: unknowns))
    }
    if let doubt = doubt(ofGain: choice, heldOut) { result.append(doubt) }
    let (below, judged) = columnsBelowTheirMean(choice, heldOut)
    // A column or two may be unlucky; a tenth of them is not luck.
    if 10 * below.count > judged {
      result.append(.columnsBelowTheirMean(columns: below, judged: judged))
    }
    if let doubt = doubt(ofEnd: choice) { result.append(doubt) }
    return result
  }

  /// What the search for an exact fit leaves open.
  private func doubt(of finding: ExactSearch.Finding, rank: Int) -> Remark? {
    if let ambiguous = finding.ambiguous { return Self.flaw(ambiguous) }
    if options.method == .pursuit { return .noExactFit }
    return finding.energies.isEmpty
      ? nil : data.budget.undecided(rank, finding.energies, observed: .cells)
  }

  /// Not unique is the worst; otherwise it matters whether more digits or more cells would help.
  private static func flaw(_ exact: ExactSearch.Exact) -> Remark {
    let rank = exact.form.rank
    guard let error = exact.expectedError else {
      return .exactFitNotUnique(rank: rank, observed: .cells)
    }
    return exact.isSettled
      ? .exactFitRounded(rank: rank, expectedError: error)
      : .exactFitNearMiss(rank: rank, relativeResidual: exact.relativeResidual)
  }

  /// What hidden cells say against the answer.
  private func doubt(
    ofGain choice: HeldOutChoice, _ heldOut: HeldOutData<SparsityPattern>
  ) -> Remark? {
    let (error, meanError) = (choice.kept.error.rmse, choice.baseline.meanError.rmse)
    if error > meanError {
      return .noBetterThanTheMean(error: error, meanError: meanError, observed: .cells)
    }
    guard meanError > 0 else { return nil }
    let gain = PairedGain(
      of: choice.kept.residuals, over: choice.baseline.meanResiduals,
      weights: heldOut.weights)
    return gain.isClear
      ? nil : .gainWithinChance(gain: gain.mean, standardError: gain.standardError)
  }

  private func doubt(ofEnd choice: HeldOutChoice) -> Remark? {
    switch choice.reason {
    case .stepsSpent: .stepsSpent(iterations: choice.iterations)
    case .diverged: .diverged(iterations: choice.iterations)
    case .interrupted(let why): .endedEarly(cause: why)
    default: nil
    }
  }

  /// What a person should know about an answer that may be right all the same.
  func notes(_ model: CompletionModel, _ choice: HeldOutChoice) -> [Remark] {
    var result: [Remark] = []
    let (error, effectsError) = (choice.kept.error.rmse, choice.baseline.effectsError.rmse)
    // A hundredth less error is little for an answer that is harder to explain.
    if choice.rank > 0, error > 0.99 * effectsError {
      result.append(.factorsAddLittle(error: error, effectsError: effectsError))
    }
    if let remark = linked.remarkOnSpreads() { result.append(remark) }
    if let asked = options.rank, model.rank < asked, !choice.reason.isInterruption {
      result.append(
        .rankBelowAsked(rank: model.rank, asked: asked, rows: data.rows, columns: data.columns))
    }
    return result
  }
}
