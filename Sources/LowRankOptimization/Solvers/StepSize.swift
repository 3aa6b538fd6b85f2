/// How far to go: η in θ ← θ − η d.
public enum StepSize: Sendable, Equatable, Codable {
  /// η, to be chosen below 1/L for steepest descent; near ½ for Gram-scaled directions.
  case constant(Double)

  /// The first of η, shrink η, shrink² η, … with f(θ − η d) ≤ f(θ) − sufficient · η ⟨∇f, d⟩
  /// (Armijo 1966). Starts at `initial`, later at the last accepted size divided by `shrink`, so
  /// the size can recover; never above `initial`. One value of f a trial.
  case backtracking(initial: Double, shrink: Double = 0.5, sufficient: Double = 1e-4)

  /// η = (f − target) / ⟨∇f, d⟩ (Polyak 1969), for a known least value such as 0.
  case polyak(target: Double)

  /// η = ⟨s, s⟩ / ⟨s, y⟩ of the last step s and change of gradient y, both in the metric in which
  /// d is the gradient (Barzilai, Borwein 1988): η times slope / (slope − new slope). Costs
  /// nothing; not monotone. Where the curvature was not positive the last size is kept.
  case barzilaiBorwein(initial: Double)

  /// The size to begin with.
  var initial: Double {
    switch self {
    case .constant(let size), .backtracking(let size, _, _), .barzilaiBorwein(let size): size
    case .polyak: 0
    }
  }
}

/// η = argmin f(θ − η d), exactly: offered where the objective is a quartic along lines.
///
/// Costs two products 𝒜 a step, needs no tuning, and never ascends.
public struct ExactLineSearch: Sendable {
  /// The exact minimiser along the line.
  public static var exact: ExactLineSearch { ExactLineSearch() }
}
