internal import LinearAlgebra

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
    Completion(data: self, options: options).run(observe)
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

  func run(_ observe: Observer) -> Recovery {
    var ambiguous: ExactSearch.Exact?, mayBeExact = false
    var search = ExactSearch(maxRank: options.rank ?? options.maxRank)
    search.tolerance = options.tolerance
    if options.method == .pursuit { search.budget = nil }
    if options.method == nil || options.method == .pursuit {
      switch search.run(linked, observe: { observe(.exact($0)) }) {
      case .recovered(let exact) where fitsEveryColumn(exact): return recovery(exact)
      case .notUnique(let exact) where fitsEveryColumn(exact): ambiguous = exact
      case .interrupted(let why): return noisy(interrupted: why, observe)
      case .notFound, .notUnique: mayBeExact = true
      case .recovered, .noise: break
      }
    }
    let answer = noisy(ambiguous: ambiguous, mayBeExact: mayBeExact, observe)
    guard mayBeExact, let exact = search.refine(answer, linked), fitsEveryColumn(exact) else {
      return answer
    }
    return recovery(exact)
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
    return result
  }
}
