internal import LinearAlgebra
internal import LowRankOptimization

extension Completion {
  /// What speaks against trusting a noisy answer of this rank; empty where nothing does.
  func doubts(
    _ choice: HeldOutChoice, _ heldOut: HeldOutData<SparsityPattern>, rank: Int,
    _ finding: ExactSearch.Finding
  ) -> [String] {
    var result: [String] = []
    if let ambiguous = finding.ambiguous {
      result.append(
        "a matrix of rank \(ambiguous.form.rank) fits every cell, but " + flaw(ambiguous))
    } else if options.method == .pursuit {
      result.append("no exact fit of low rank was found: the answer is that for noisy data")
    } else if !finding.energies.isEmpty, let doubt = undecided(rank, finding.energies) {
      result.append(doubt)
    }
    if rank == 0, data.count < data.rows + data.columns - 1 {
      result.append(
        "\(data.count) cells are fewer than the \(data.rows + data.columns - 1) unknowns of row and "
          + "column effects")
    }
    if choice.kept.error.rmse > choice.baseline.meanError.rmse {
      result.append("hidden cells are predicted no better than by the mean of all cells")
    } else if choice.baseline.meanError.rmse > 0, !gain(choice, heldOut).isClear {
      result.append(
        "hidden cells are predicted better than by the mean of all cells, but by no more than "
          + "chance may give")
    }
    let (below, judged) = columnsBelowTheirMean(choice, heldOut)
    // A column or two may be unlucky; a tenth of them is not luck.
    if 10 * below > judged {
      result.append(
        "\(below) of \(judged) columns are predicted worse than by their own mean: bring columns of "
          + "different units to one scale first")
    }
    if choice.reason == .stepsSpent {
      result.append("the method had not converged when its steps were spent")
    }
    if choice.reason == .diverged {
      result.append(
        "the method diverged; what is kept is the best iterate before: a smaller step may help")
    }
    if case .interrupted(let why) = choice.reason { result.append(Self.warning(of: why)) }
    return result
  }

  private func flaw(_ exact: ExactSearch.Exact) -> String {
    guard let error = exact.expectedError else {
      return "it is not the only one: more cells are needed to tell which is right"
    }
    guard !exact.isSettled else {
      return
        "the cells determine it so badly that their rounding may have cost \(figures(error)) of it"
    }
    return
      "only to \(figures(exact.relativeResidual)) of them: more cells are needed to tell rounding "
      + "from a near miss"
  }

  /// Noise shows in two ranks beyond the right one that explain no more than their share, and the
  /// search that tried every rank has met none. Either the cells are too few for that, and may as well
  /// be exact values of a matrix that was not found, or the ranks beyond this one are clearly no noise.
  func undecided(_ rank: Int, _ energies: [Double]) -> String? {
    let top = data.budget.largestRankShowingNoise
    if rank > 0, rank + 2 > top {
      return "\(data.count) cells are too few to tell noise from structure at rank \(rank), "
        + "which has \(data.degreesOfFreedom(rank: rank)) unknowns: another matrix, of this "
        + "rank or a higher one, may be the right one"
    }
    guard top < energies.count, energies[top] < 0.1 * leftOfNoise(rank, top) * energies[rank]
    else { return nil }
    return "ranks above \(rank) fit the cells far better than they could fit noise, and yet do not "
      + "predict hidden ones better: a matrix of higher rank may be the right one"
  }

  /// The least part of its energy that fits of ranks a + 1 to b leave of pure noise.
  private func leftOfNoise(_ a: Int, _ b: Int) -> Double {
    stride(from: a + 1, through: b, by: 1).reduce(1) {
      $0 * (1 - MeasurementBudget.evidence * data.budget.share(ofRank: $1))
    }
  }

  /// What a person should know about an answer that may be right all the same.
  func remarks(_ model: CompletionModel, _ choice: HeldOutChoice) -> [String] {
    var result: [String] = []
    if choice.rank > 0, choice.kept.error.rmse > 0.99 * choice.baseline.effectsError.rmse {
      result.append("factors predict hidden cells hardly better than row and column effects do")
    }
    if linked.conspicuousRatioOfSpreads != nil {
      result.append(
        "the columns' spreads differ by more than a factor of 100, and the widest decide what counts "
          + "as a good fit: if their units differ, bring them to one scale first")
    }
    if let remark = lowerRank(than: options.rank, model, choice) { result.append(remark) }
    return result
  }

  private func lowerRank(
    than asked: Int?, _ model: CompletionModel, _ choice: HeldOutChoice
  ) -> String? {
    guard let asked, model.rank < asked, !choice.reason.isInterruption else { return nil }
    let side = min(data.rows, data.columns)
    let why =
      asked > side
      ? "a \(data.rows) × \(data.columns) matrix has no more than \(side)"
      : "the data support no more components than that"
    return "the rank is \(model.rank), not \(asked): \(why)"
  }

  private func gain(
    _ choice: HeldOutChoice, _ heldOut: HeldOutData<SparsityPattern>
  ) -> PairedGain {
    PairedGain(
      of: choice.kept.residuals, over: choice.baseline.meanResiduals,
      weights: heldOut.weights)
  }

  private static func warning(of why: Interruption) -> String {
    let cause =
      switch why {
      case .cancelled: "it was interrupted"
      case .timeLimit: "the time limit was reached"
      case .iterationLimit: "the iteration limit was reached"
      }
    return "the search ended early because \(cause): other ranks may be better"
  }
}
