import LinearAlgebra
import LowRank

/// Rank growth and flows.
extension SolverProblem
where Point: QuadraticFactorization & GramPreconditioned & Growable & Startable {
  /// With exact steps, along either direction; a growth allocates its column.
  var growths: [SolverRow] {
    row(
      "growth by steepest descent",
      RankGrowth(
        Descent(along: .steepest(), step: .exact), scale: 1e-6, threshold: 1e-4,
        phase: .gradientNorm(1e-6)),
      from: zero, allocates: .inSteps, lawSteps: 40, [(170, 346), (243, 492), (3, 13)])
      + row(
        "growth by scaled descent",
        RankGrowth(
          Descent(along: .gramScaled(damping: 1e-3), step: .exact), scale: 1e-6, threshold: 1e-4,
          phase: .gradientNorm(1e-6)),
        from: zero, allocates: .inSteps, lawSteps: 40, [(77, 160), (97, 200), (3, 13)])
  }

  /// The explicit one to eight digits: with four its errors, not the flow, decide how far it comes.
  /// The stiff one takes a Hessian a step, and so has two rows.
  var flows: [SolverRow] {
    let tolerance = FlowTolerance(relative: 1e-4, absolute: 1e-8)
    return row(
      "gradient flow", GradientFlow(),
      [(202, 1213), (249, 1495), (321, 1957)])
      + row(
        "stiff gradient flow", StiffGradientFlow(tolerance: tolerance), allocates: .inSteps,
        lawSteps: 4, [(38, 10757), (40, 6523), nil])
  }
}

/// Methods of second order.
extension SolverProblem where Point: QuadraticFactorization & FixedRank & Startable {
  /// Their steps decompose a matrix, but for Gauss–Newton's. The rank is told, or found by pursuit.
  var secondOrder: [SolverRow] {
    row("Gauss–Newton", GaussNewton(), [(10, 11), (6, 7), (6, 7)])
      + row(
        "Levenberg–Marquardt", LevenbergMarquardt(), allocates: .inSteps,
        [(12, 13), (6, 7), (4, 5)])
      + row(
        "pursuit", Pursuit(), from: zero, allocates: .inSteps,
        [(9, 10), (10, 11), (27, 28)])
  }

  /// For factors that reach every matrix. The nuclear norm shrinks what it keeps, so no residual of
  /// 1e-6 is to be had: it is stopped on its way, and its gap has tests of its own.
  var spectral: [SolverRow] {
    row(
      "reweighted least squares", ReweightedLeastSquares(rank: truth.rank), from: zero,
      allocates: .inSteps, [(7, 8), nil, (1, 2)])
      + row(
        "nuclear norm", NuclearNorm(strength: 1e-3), from: zero, residual: 5e-3, error: 0.25,
        allocates: .inSteps, [(48, 49), nil, (1, 2)])
  }
}
