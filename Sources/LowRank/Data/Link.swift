internal import LowRankOptimization
internal import RealModule

/// A monotone function between the units of the data and those in which a matrix is low-rank.
///
/// `apply` goes from the data to the model, `invert` back.
/// Law: invert(apply(x)) = x for x in the domain; `apply` is NaN or infinite elsewhere.
///
/// Multiplicative structure becomes additive under a logarithm, and only sums of products are
/// low-rank. Which link suits is not chosen by the data: held-out errors in different units say
/// little about each other, and a person knows whether values are counts or shares.
public enum Link: Sendable, Equatable, Codable {
  /// The identity.
  case none
  /// log x, for positive data.
  case log
  /// log(1 + x), for data from 0 on, such as counts.
  case log1p
  /// √x, for data from 0 on.
  case sqrt
  /// log((x − low) / (high − x)), for data strictly between two bounds.
  case logit(low: Double, high: Double)
  /// The identity, clipped to [low, high] on the way back.
  case box(low: Double, high: Double)

  /// The value in the units of the model.
  public func apply(_ x: Double) -> Double {
    switch self {
    case .none, .box: x
    case .log: .log(x)
    // Accurate near 0, where log(1 + x) would lose the digits of x.
    case .log1p: .log(onePlus: x)
    case .sqrt: x.squareRoot()
    case .logit(let low, let high): .log((x - low) / (high - x))
    }
  }

  /// The value in the units of the data.
  public func invert(_ y: Double) -> Double {
    switch self {
    case .none: y
    case .log: .exp(y)
    case .log1p: .expMinusOne(y)
    // Below 0 no datum has this root; 0 is the nearest.
    case .sqrt: max(y, 0) * max(y, 0)
    case .logit(let low, let high): low + (high - low) / (1 + .exp(-y))
    case .box(let low, let high): min(max(y, low), high)
    }
  }
}

extension Link {
  /// Whether the model has a finite value for x.
  ///
  /// A box admits what lies outside it too: data may be noisy, only predictions are clipped.
  public func admits(_ x: Double) -> Bool {
    switch self {
    case .none, .box: true
    case .log: x > 0
    case .log1p: x > -1
    case .sqrt: x >= 0
    case .logit(let low, let high): x > low && x < high
    }
  }

  /// The values that the link can take, in words.
  public var domain: String {
    switch self {
    case .none, .box: "any number"
    case .log: "positive values"
    case .log1p: "values above −1"
    case .sqrt: "values from 0 on"
    case .logit(let low, let high): "values strictly between \(low) and \(high)"
    }
  }

  /// The place of the first value that is outside the domain.
  public func offence(in values: [Double]) -> Int? { values.firstIndex { !admits($0) } }
}
