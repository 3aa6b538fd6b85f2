internal import LowRankOptimization

/// Why a recovery ended where it did.
///
/// Every one of these is a result, not an error: there is an answer in each case, and remarks say
/// what it is worth.
public enum RecoveryReason: Sendable, Equatable, Codable, CustomStringConvertible {
  /// The residual is at round-off and no other matrix of this rank fits nearby.
  case exactFit
  /// Held-out error was worse for two ranks running.
  case heldOutErrorRose
  /// Every rank that the data's shape allows, or that was asked for, was tried.
  case pathEnded
  /// No rank predicted hidden cells better than row and column effects.
  case noFactorHelped
  /// The method went on until a step changed nothing worth the name.
  case converged
  /// Every strength or rank of the sweep was tried.
  case sweepEnded
  /// The method had not converged after the most steps that it is given.
  case stepsSpent
  /// The loss is no longer a number.
  case diverged
  /// Stopped from outside, by a person or by a limit.
  case interrupted(Interruption)

  /// Then the work was not done to its end, and certificates are not worth computing.
  package var isInterruption: Bool { if case .interrupted = self { true } else { false } }

  public var description: String {
    switch self {
    case .exactFit: "the residual is at round-off and the answer is locally unique"
    case .heldOutErrorRose: "held-out error rose"
    case .pathEnded: "the last rank was reached"
    case .noFactorHelped: "no rank beat row and column effects"
    case .converged: "the method converged"
    case .sweepEnded: "the last strength or rank of the sweep was reached"
    case .stepsSpent: "the steps were spent"
    case .diverged: "the method diverged"
    case .interrupted(.cancelled): "interrupted"
    case .interrupted(.timeLimit): "the time limit was reached"
    case .interrupted(.iterationLimit): "the iteration limit was reached"
    }
  }
}

/// Who stopped a recovery before it was done.
public enum Interruption: String, Sendable, Equatable, Codable {
  case cancelled, timeLimit, iterationLimit
}
