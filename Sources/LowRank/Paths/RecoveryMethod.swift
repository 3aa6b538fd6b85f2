/// How a matrix was found.
///
/// The names stand in reports and checkpoints: once published they stay.
public enum RecoveryMethod: String, Sendable, Codable {
  /// Rank growth with a second-order inner solver: exact data, and linear measurements.
  case pursuit
  /// Variational Bayes along a rank path: a noisy table.
  case variational
  /// Row and column effects alone.
  case effects
  /// Methods of a `Study`: rank growth by descent; descent, plain, Gram-scaled, or with one change
  /// of factors; gradient flow; stochastic descent.
  case greedy, descent, scaled, modified, flow, sgd
  /// Alternating and iteratively reweighted least squares, and nuclear-norm minimisation.
  case als, irls, nuclear
}
