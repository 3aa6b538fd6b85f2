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
    _ options: CompletionOptions = .init(),
    observe: (RecoveryEvent) -> Interruption? = { _ in nil }
  ) -> Recovery {
    complete(options, from: nil, keep: { _ in }, observe: observe)
  }

  /// The same search, from where an interrupted one had come to, with the same answer to the bit.
  ///
  /// - Parameters:
  ///   - snapshot: of the same observations under the same options (but for `level`); nil to begin
  ///     at the beginning. What it had observed is observed again.
  ///   - keep: called after every rank, and after `observe` of it. A snapshot shares its storage with
  ///     the search, which copies it where the snapshot is kept beyond the call.
  public func complete(
    _ options: CompletionOptions, from snapshot: Snapshot?, keep: (Snapshot) -> Void,
    observe: (RecoveryEvent) -> Interruption?
  ) -> Recovery {
    // Cancelled or not there is an answer: a rank is attempted, the rest is done to the end.
    Execution.current.shielded.run {
      Completion(data: self, options: options).run(from: snapshot, keep: keep, observe)
    }
  }
}

/// The stages of a completion, in order.
struct Completion {
  let data: Observations
  let options: CompletionOptions
  /// The data as the model sees them.
  let linked: Observations
  let units: Units

  init(data: Observations, options: CompletionOptions) {
    let data = data.weighedRelatively()
    self.data = data
    self.options = options
    units = Units(options.link, observed: data)
    let link = options.link
    linked = link == .none ? data : data.replacing(values: data.values.map(link.apply))
  }

  typealias Observer = (RecoveryEvent) -> Interruption?

  func run(
    from snapshot: Snapshot? = nil, keep: (Snapshot) -> Void = { _ in }, _ observe: Observer
  ) -> Recovery {
    if let study = options.study { return studied(study, observe) }
    var events = snapshot?.events ?? []
    // Whoever counts, limits or writes down the events sees those of the whole search. A reply that
    // ends it will come again with the next one.
    for event in events { _ = observe(event) }
    func watch(_ event: RecoveryEvent) -> Interruption? {
      events.append(event)
      return observe(event)
    }
    var finding = ExactSearch.Finding(), progress: TableSearch.Progress?
    if case .noisy(let found, let saved)? = snapshot?.stage {
      (finding, progress) = (found, saved)
    } else if options.method == nil || options.method == .pursuit {
      var progress: ExactSearch.Progress?
      if case .exact(let saved)? = snapshot?.stage { progress = saved }
      let outcome = exactSearch.run(
        linked, from: progress,
        keep: { keep(Snapshot(events: events, stage: .exact($0))) },
        observe: { watch(.exact($0)) })
      switch outcome {
      case .recovered(let exact) where fitsEveryColumn(exact): return recovery(exact)
      case .notUnique(let exact) where fitsEveryColumn(exact): finding = .init(ambiguous: exact)
      case .interrupted(let why): return noisy(finding, interrupted: why, observe)
      case .notFound(let energies): (finding.mayBeExact, finding.energies) = (true, energies)
      // What a fit of the largest columns alone left at each rank says nothing of the others.
      case .notUnique: (finding.mayBeExact, finding.energies) = (true, [1])
      case .recovered, .noise: break
      }
    }
    let answer = noisy(
      finding, from: progress,
      keep: { keep(Snapshot(events: events, stage: .noisy(finding, $0))) }, watch)
    guard finding.mayBeExact, let exact = exactSearch.refine(answer, linked),
      fitsEveryColumn(exact)
    else { return answer }
    return recovery(exact)
  }

  private var exactSearch: ExactSearch {
    var search = ExactSearch(maxRank: options.rank ?? options.maxRank)
    search.tolerance = options.tolerance
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
    let looser = 1e3 * options.tolerance
    return zip(error, energy).allSatisfy { $0 <= looser * looser * $1 || $1 == 0 }
  }

  var holdOutPattern: HoldOutPattern {
    options.holdOut ?? GapPattern.infer(data.pattern, ordered: options.isOrdered)
  }

  /// Warnings about the data, whatever the method.
  func dataWarnings() -> [String] {
    let rows = (0..<data.rows).count { data.pattern.count(inRow: $0) == 0 }
    let columns = (0..<data.columns).count { data.pattern.count(inColumn: $0) == 0 }
    var result: [String] = []
    if rows > 0 {
      result.append("\(rows) of \(data.rows) rows have no observed cell to learn from")
    }
    if columns > 0 {
      result.append("\(columns) of \(data.columns) columns have no observed cell to learn from")
    }
    let parts = data.connectedParts
    if parts > 1 {
      result.append(
        "the cells fall into \(parts) parts that share no row and no column: between them "
          + "nothing is known")
    }
    return result
  }
}
