/// An option that cannot be what it is: out of bounds, at odds with another, or unfit for the data.
///
/// Options say which field, which value and which bound; how a person is addressed (the name of a
/// flag, of a keyword argument, of a text field) is left to the door.
///
/// A bound is a value, not a sentence, so that a door can say "--rank" where the library says
/// "rank", and a test can compare errors without comparing prose.
public enum OptionError: Error, Sendable, Equatable {
  /// The value is outside the bound.
  case outOfBounds(Field, Value, Bound)
  /// Two settings exclude each other.
  case conflict(Setting, with: Setting)
  /// The same thing was said in two ways.
  case saidTwice(Field)
  /// The rank asked for is above the largest rank allowed.
  case rankAboveLargest(rank: Int, largest: Int)
  /// The setting does not suit what is to be recovered.
  case unsuited(Setting, to: Subject)
  /// The setting describes one run of a method, and a search was asked for.
  case needsStudy(Setting)
  /// A symmetric factorisation of a matrix that is not square.
  case notSquare(rows: Int, columns: Int)
  /// The value observed at this place, counted from 0, is none that the link can take.
  case outsideDomain(row: Int, column: Int, value: Double, Link)
  /// The field is about distances between points, and something else was measured.
  case needsDistances(Field)

  /// What an option is about.
  ///
  /// The raw value is the plain name, for messages of a program without flags.
  public enum Field: String, Sendable, CaseIterable {
    case rank
    case largestRank = "largest rank"
    case tolerance
    case holdOutFraction = "hold-out fraction"
    case holdOutLength = "hold-out length"
    case level
    case link
    case centred = "row and column effects"
    case weights
    case method
    case factors = "factorisation"
    case start
    case scale = "size of the start"
    case step = "step size"
    case width
    case iterations
    case timeLimit = "time limit"
    case strength
    case radius
    case fourthField = "fourth field"
    case distances = "distances between points"
    case period
    case indexColumns = "index columns"
    case threads
    case count
    case checkpoint
    case resume = "a checkpoint to go on from"
  }

  /// A value as it was given.
  public enum Value: Sendable, Equatable {
    case integer(Int)
    case real(Double)
    case name(String)
  }

  /// A field and the value it has, where it is one that can be written down.
  public struct Setting: Sendable, Equatable {
    public let field: Field
    public let value: Value?

    public init(_ field: Field, _ value: Value? = nil) {
      self.field = field
      self.value = value
    }
  }

  /// The values that a field takes.
  public enum Bound: Sendable, Equatable {
    case atLeast(Int)
    /// Above `low`, and up to `high` where that is included.
    case between(_ low: Double, _ high: Double, includesHigh: Bool = false)
    /// Above zero and finite.
    case positive
    case above(Double)
  }

  /// What is to be recovered, where a parameterisation may not suit it.
  ///
  /// The raw value completes "… does not go with".
  public enum Subject: String, Sendable {
    case table
    case realMatrix = "real matrices"
    case quantumState = "a quantum state"
    case points
    case measurements
    case judgement = "a judgement"
    case conversion = "a conversion"
  }
}

extension OptionError.Bound {
  /// Comparisons are written so that NaN is admitted by none.
  func admits(_ value: Double) -> Bool {
    switch self {
    case .atLeast(let least): value >= Double(least)
    case .between(let low, let high, let includesHigh):
      value > low && (value < high || includesHigh && value == high)
    case .positive: value > 0 && value.isFinite
    case .above(let low): value > low
    }
  }
}

extension OptionError {
  /// Throws unless the bound admits the value; nil is always admitted.
  public static func check(
    _ field: Field, _ value: Double?, _ bound: Bound
  ) throws(OptionError) {
    guard let value, !bound.admits(value) else { return }
    throw .outOfBounds(field, .real(value), bound)
  }

  /// Throws unless the bound admits the value; nil is always admitted.
  public static func check(
    _ field: Field, _ value: Int?, _ bound: Bound
  ) throws(OptionError) {
    guard let value, !bound.admits(Double(value)) else { return }
    throw .outOfBounds(field, .integer(value), bound)
  }
}
