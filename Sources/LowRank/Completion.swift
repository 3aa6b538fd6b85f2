internal import LinearAlgebra
internal import LowRankOptimization

extension Observations {
  /// The matrix these are entries of, its rank unknown.
  ///
  /// Exact data are recognised by a residual at round-off and a uniqueness test, and recovered to
  /// round-off by rank growth. Everything else is a noisy table: standardised, factored with
  /// shrinkage along a rank path in several models, chosen by held-out error, refitted on all the
  /// data, with intervals calibrated on the hidden cells.
  ///
  /// - Parameter observe: sees every step; a reason to stop ends the search where it is.
  public func complete(
    observe: (RecoveryEvent) -> Interruption? = { _ in nil }
  ) -> Recovery {
    // Options that fix nothing suit all data.
    // They are therefore not validated, and this overload does not throw.
    Completion(data: self, options: RecoveryOptions()).run(observe)
  }

  /// The same, with what a person fixed.
  ///
  /// - Throws: what the options cannot be, or cannot be for these data, before anything is done.
  public func complete(
    _ options: RecoveryOptions, observe: (RecoveryEvent) -> Interruption? = { _ in nil }
  ) throws(OptionError) -> Recovery {
    try complete(options, from: nil, keep: { _ in }, observe: observe)
  }

  /// The same search, from where an interrupted one had come to, with the same answer to the bit.
  ///
  /// - Parameters:
  ///   - snapshot: of the same observations under the same options (but for `level`); nil to begin
  ///     at the beginning. What it had observed is observed again.
  ///   - keep: called after every rank, and after `observe` of it. A snapshot shares its storage
  ///     with the search, which copies it where the snapshot is kept beyond the call.
  public func complete(
    _ options: RecoveryOptions, from snapshot: Snapshot?, keep: (Snapshot) -> Void,
    observe: (RecoveryEvent) -> Interruption?
  ) throws(OptionError) -> Recovery {
    Completion(data: self, options: try options.validated(for: self)).run(
      from: snapshot, keep: keep, observe)
  }
}

/// The stages of a completion, in order.
///
/// An exact fit is looked for first, as it is the stronger statement: a residual at round-off and a
/// proof of uniqueness need no held-out error. What that search learns when it fails is kept, as
/// evidence for or against the noisy answer. If it could not tell noise from structure, the noisy
/// answer is tried as one more start of an exact fit, which may lie in a basin that no walk along
/// the ranks has reached.
package struct Completion {
  package let data: Observations
  package let options: RecoveryOptions
  /// The data as the model sees them.
  ///
  /// The link is applied once, here: no later stage knows of it but `units`, on the way back.
  package let linked: Observations
  let units: Units

  /// Weights are brought to mean 1, in which the pseudocounts and borrowed cells of later stages,
  /// which are stated in cells, keep their meaning.
  package init(data: Observations, options: RecoveryOptions) {
    let data = data.weighedRelatively()
    self.data = data
    self.options = options
    units = Units(options.link, observed: data)
    let link = options.link
    linked = link == .none ? data : data.replacing(values: data.values.map(link.apply))
  }

  package typealias Observer = (RecoveryEvent) -> Interruption?

  func run(
    from snapshot: Snapshot? = nil, keep: (Snapshot) -> Void = { _ in }, _ observe: Observer
  ) -> Recovery {
    // Cancelled or not there is an answer: a rank is attempted, the rest is done to the end.
    Execution.current.shielded.run { stages(from: snapshot, keep: keep, observe) }
  }

  private func stages(
    from snapshot: Snapshot?, keep: (Snapshot) -> Void, _ observe: Observer
  ) -> Recovery {
    // A snapshot names the stage that it was taken in; the stages before it are not repeated.
    var log = EventLog(after: snapshot, showing: observe)
    var finding = ExactSearch.Finding(), progress: TableSearch.Search.Progress?
    if case .noisy(let found, let saved)? = snapshot?.stage {
      (finding, progress) = (found, saved)
    } else if options.method == nil || options.method == .pursuit {
      var progress: ExactSearch.Progress?
      if case .exact(let saved)? = snapshot?.stage { progress = saved }
      let outcome = exactSearch.run(
        linked, from: progress,
        keep: { keep(Snapshot(events: log.events, stage: .exact($0))) },
        observe: { log.show(.exact($0), to: observe) })
      switch outcome {
      case .recovered(let exact) where fitsEveryColumn(exact): return recovery(exact)
      case .notUnique(let exact) where fitsEveryColumn(exact): finding = .init(ambiguous: exact)
      case .interrupted(let why):
        // One rank more, for an answer.
        // Whoever stopped the search has said why already, and is not asked about these ranks
        // again.
        return noisy(finding) { if case .refitting = $0 { observe($0) } else { why } }
      case .notFound(let energies): (finding.mayBeExact, finding.energies) = (true, energies)
      // What a fit of the largest columns alone left at each rank says nothing of the others.
      case .notUnique: (finding.mayBeExact, finding.energies) = (true, [1])
      case .recovered, .noise: break
      }
    }
    let answer = noisy(
      finding, from: progress,
      keep: { keep(Snapshot(events: log.events, stage: .noisy(finding, $0))) },
      observe: { log.show($0, to: observe) })
    guard finding.mayBeExact, let exact = exactSearch.refine(answer, linked),
      fitsEveryColumn(exact)
    else { return answer }
    return recovery(exact)
  }

  private var exactSearch: ExactSearch {
    var search = ExactSearch(maxRank: options.rank ?? options.maxRank)
    search.tolerance = options.tolerance
    // Whoever asks for an exact fit and nothing else waits for it.
    if options.method == .pursuit { search.budget = nil }
    return search
  }

  /// Whether the fit is exact in the units of every column: a column of small numbers beside large
  /// ones may be fitted badly and leave no trace in the residual of the whole.
  private func fitsEveryColumn(_ exact: ExactSearch.Exact) -> Bool {
    var fitted = [Double](repeating: 0, count: data.count)
    linked.pattern.sample(exact.form.lowRank, into: &fitted)
    var error = [Double](repeating: 0, count: data.columns), energy = error
    for (e, j) in linked.pattern.column.enumerated() {
      error[Int(j)] += (linked.values[e] - fitted[e]) * (linked.values[e] - fitted[e])
      energy[Int(j)] += linked.values[e] * linked.values[e]
    }
    // One column has fewer cells than the table to average rounding over, and its own rounding may
    // be larger: a thousandfold of the tolerance still tells a fit from none.
    let looser = 1e3 * options.tolerance
    return zip(error, energy).allSatisfy { $0 <= looser * looser * $1 || $1 == 0 }
  }

  /// How cells are hidden.
  ///
  /// An error bar is honest only where hidden cells look like the gaps, so their pattern is
  /// inferred from the gaps unless a person names one.
  package var design: HoldOutDesign {
    HoldOutDesign(
      options.holdOut ?? GapPattern.infer(data.pattern, ordered: options.isOrdered),
      fraction: options.holdOutFraction, seed: options.seed)
  }

  /// The data in the folds of a design, each split once, and the units in which they are judged.
  ///
  /// Errors are judged in the data's units, which is where people read them. Intervals are
  /// calibrated in the units of the factors, where the noise is more nearly of one size, and
  /// carried back afterwards: a monotone link keeps their coverage.
  package func heldOut(by design: HoldOutDesign) -> HeldOutData<SparsityPattern> {
    let folds = design.folds(of: linked), units = units
    return HeldOutData(
      folds: folds, budget: folds[0].visible.observations.budget,
      judged: { units.residuals($0.observations, $1) },
      // A link makes the units of the factors others than the data's.
      calibrated: { zip($0.values, $1).map { $0 - $1 } })
  }
}
