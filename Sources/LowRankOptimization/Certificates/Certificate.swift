internal import RealModule

/// What a check of an answer found, in the form in which reports carry it.
///
/// Every certificate is computed from data and factors alone, never from the state of the solver
/// that found them; each type of certificate gives its own summary by `certificate`.
public struct Certificate: Sendable, Equatable, Codable {
  public enum Kind: String, Sendable, Codable {
    /// Whether an answer is locally the only one of its rank.
    case uniqueness
    /// Whether an answer of fixed rank can be improved by moving its factors.
    case stationarity
    /// How far a positive semidefinite matrix is from the best of any rank.
    case semidefiniteGap = "semidefinite-gap"
    /// How far a matrix is from the best of any rank for a nuclear-norm penalty.
    case nuclearGap = "nuclear-gap"
    /// How far a matrix of unit diagonal is from the best of any rank.
    case diagonalGap = "diagonal-gap"
  }

  public enum Verdict: String, Sendable, Codable {
    /// No admissible matrix, whatever its rank, is better by more than the tolerance.
    case optimal
    /// A better matrix of higher rank is known: the certificate carries the direction to it.
    case improvable
    /// Stationary, and no direction of negative curvature.
    case stationary = "locally optimal"
    /// Stationary, and a direction down is known.
    case saddle
    /// A step at this rank lowers the misfit.
    case notStationary = "not stationary"
    case unique = "locally unique"
    case ambiguous = "not unique"
    /// The bound is too loose, or the work allowed too little, to say either.
    case undetermined

    /// Whether it speaks for the answer.
    public var isPositive: Bool { [.optimal, .stationary, .unique].contains(self) }
  }

  public let kind: Kind
  public let verdict: Verdict
  /// How far from the best, at most, in the units of the objective; nil where that is not bounded.
  public let gap: Double?
  /// `gap` relative to the objective at the zero matrix.
  public let relativeGap: Double?
  /// One sentence for a person.
  public let reason: String

  public init(
    kind: Kind, verdict: Verdict, gap: Double? = nil, relativeGap: Double? = nil, reason: String
  ) {
    (self.kind, self.verdict) = (kind, verdict)
    (self.gap, self.relativeGap) = (gap, relativeGap)
    self.reason = reason
  }
}

/// Three digits, for sentences.
package func figures(_ x: Double) -> String {
  guard x != 0, x.isFinite else { return "\(x)" }
  let place = Int(Double.log10(abs(x)).rounded(.down)) - 2
  guard abs(place) < 300 else { return "\(x)" }
  // A quotient of whole numbers and powers of ten is rounded once, so it prints short.
  let unit = Double.pow(10, abs(place))
  return "\(place < 0 ? (x * unit).rounded() / unit : (x / unit).rounded() * unit)"
}
