/// A statement about the library's methods that running it can contradict.
///
/// A conformer is one value: its stored properties are the setting, at the quick size unless
/// `.full` is asked for, so that another setting (a wrong step, a tied start, a wrong rank) is one
/// assignment away.
///
///     var claim = ExcessRank(.quick)
///     claim.excess = [1, 2]
///     print(claim.evidence(seed: 1).holds)
///
/// Laws, checked by `checkClaim`: the same seed gives the same comparisons and figures, at any
/// number of threads (a remark may name seconds); no claim holds by itself: some setting makes it
/// fail.
public protocol Claim: Sendable {
  /// The numbers of the setting that can be changed by name.
  static var settings: Settings<Self> { get }
  init(_ extent: Extent)
  /// How it is called for: "G7".
  var id: String { get }
  /// A few words, as a heading.
  var name: String { get }
  /// What is claimed, in one sentence.
  var statement: String { get }
  /// Author, year, theorem or figure; "derived" where no paper says it in these words.
  var source: String { get }
  /// What theory predicts and how it is measured, in a paragraph.
  var theory: String { get }
  /// The sizes and steps used, in a sentence.
  var setting: String { get }
  /// Runs the claim. Everything random is a function of `seed`.
  func evidence(seed: UInt64) -> Evidence
}

/// How large the instances of a claim are.
public enum Extent: String, Sendable, CaseIterable {
  /// Seconds; also what the tests run.
  case quick
  /// Minutes, at the papers' dimensions or above.
  case full
}

/// What running a claim showed.
public struct Evidence: Sendable, Equatable {
  /// The claim holds when all of these do.
  public var comparisons: [Comparison]
  public var figures: [Figure]
  /// What a reader should know besides.
  public var remarks: [String]
  /// Where a statement holds only in a limit or under a bound, and where what is measured is not
  /// what the paper says.
  public var reservations: [String]

  public init(
    comparisons: [Comparison], figures: [Figure] = [], remarks: [String] = [],
    reservations: [String] = []
  ) {
    self.comparisons = comparisons
    self.figures = figures
    self.remarks = remarks
    self.reservations = reservations
  }

  /// Computed, never asserted: something was compared and nothing fell outside its margin.
  public var holds: Bool { !comparisons.isEmpty && comparisons.allSatisfy(\.holds) }
}
