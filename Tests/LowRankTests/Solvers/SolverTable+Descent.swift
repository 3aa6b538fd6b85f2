import LinearAlgebra
import LowRank
import LowRankTheory

/// Every direction that all factors have, with every step size.
extension SolverProblem where Point: QuadraticFactorization & GramPreconditioned {
  var descents: [SolverRow] {
    plain + momentum + scaled
  }

  private var plain: [SolverRow] {
    let step = plainStep
    return row(
      "steepest constant", Descent(along: .steepest(), step: .constant(step)),
      [(400, 401), (773, 774), (729, 730)])
      + row(
        "steepest backtracking", Descent(along: .steepest(), step: .backtracking(initial: 8)),
        [(149, 449), (224, 675), (205, 617)])
      + row(
        "steepest exact", Descent(along: .steepest(), step: .exact),
        [(172, 345), (237, 475), (544, 1089)])
      + row(
        "steepest Polyak", Descent(along: .steepest(), step: .polyak(target: 0)),
        [(87, 88), (129, 130), (113, 114)])
      + row(
        "steepest Barzilai–Borwein",
        Descent(along: .steepest(), step: .barzilaiBorwein(initial: step / 2)),
        [(68, 69), (84, 85), (56, 57)])
  }

  /// Momentum 0.7 throughout. Polyak's and Barzilai and Borwein's sizes are made for gradients.
  /// Where everything is observed, momentum with Polyak's wanders: a heavy ball does not come to
  /// the goal, and how long Nesterov's takes is decided by rounding. A heavy ball with Barzilai
  /// and Borwein's wanders nearly everywhere and has no row.
  private var momentum: [SolverRow] {
    let step = plainStep
    return row(
      "heavy ball constant", Descent(along: .heavyBall(beta: 0.7), step: .constant(step / 2)),
      [(222, 223), (446, 447), (240, 241)])
      + row(
        "heavy ball backtracking",
        Descent(along: .heavyBall(beta: 0.7), step: .backtracking(initial: 8)),
        [(77, 233), (77, 234), (86, 261)])
      + row(
        "heavy ball exact", Descent(along: .heavyBall(beta: 0.7), step: .exact),
        [(77, 155), (75, 151), (82, 165)])
      + row(
        "heavy ball Polyak", Descent(along: .heavyBall(beta: 0.7), step: .polyak(target: 0)),
        [(146, 147), (150, 151), nil])
      + row(
        "Nesterov constant", Descent(along: .nesterov(momentum: 0.7), step: .constant(step / 2)),
        [(227, 228), (451, 452), (318, 319)])
      + row(
        "Nesterov backtracking",
        Descent(along: .nesterov(momentum: 0.7), step: .backtracking(initial: 8)),
        [(69, 210), (64, 195), (349, 1051)])
      + row(
        "Nesterov exact", Descent(along: .nesterov(momentum: 0.7), step: .exact),
        [(64, 129), (67, 135), (73, 147)])
      + row(
        "Nesterov Polyak", Descent(along: .nesterov(momentum: 0.7), step: .polyak(target: 0)),
        [(72, 73), (97, 98), nil])
      + row(
        "Nesterov Barzilai–Borwein",
        Descent(along: .nesterov(momentum: 0.7), step: .barzilaiBorwein(initial: step / 2)),
        [(67, 68), (78, 79), (78, 79)])
  }

  private var scaled: [SolverRow] {
    let step = scaledStep
    return row(
      "scaled constant", Descent(along: .gramScaled(), step: .constant(step)),
      [(98, 99), (111, 112), (21, 22)])
      + row(
        "scaled backtracking", Descent(along: .gramScaled(), step: .backtracking(initial: 4)),
        [(48, 146), (70, 212), (62, 189)])
      + row(
        "scaled exact", Descent(along: .gramScaled(), step: .exact),
        [(50, 101), (79, 159), (13, 27)])
      + row(
        "scaled Polyak", Descent(along: .gramScaled(), step: .polyak(target: 0)),
        [(48, 49), (49, 50), (22, 23)])
      + row(
        "scaled Barzilai–Borwein",
        Descent(along: .gramScaled(), step: .barzilaiBorwein(initial: step)),
        [(32, 33), (40, 41), (11, 12)])
      + row(
        "scaled by residual",
        Descent(along: .gramScaled(damping: .residual(factor: 0.1)), step: .exact),
        [(51, 103), (78, 157), (15, 31)])
  }
}

/// Directions that need blocks. From this start, which does not show the smallest singular value,
/// exact least squares overfits the rows that are seen least, as it says of itself; single steps do
/// not.
extension SolverProblem where Point: Blocked & QuadraticFactorization & GramPreconditioned {
  var blockwise: [SolverRow] {
    row(
      "alternating scaled exact", Descent(along: Alternating(GramScaled(damping: 0)), step: .exact),
      [(60, 121), nil, (2, 5)])
      + row(
        "alternating steepest exact",
        Descent(along: Alternating(Steepest()), step: .exact),
        [(250, 501), nil, (437, 875)])
      + row(
        "faster first block",
        Descent(along: BlockScaled([1.5, 0.75]), step: .constant(plainStep * 0.6)),
        [(873, 874), nil, nil])
      + row(
        "alternating least squares", AlternatingLeastSquares(),
        [nil, nil, (2, 15)])
  }
}

/// A change of factors on the way.
extension SolverProblem where Point: LeftOrthonormalizable {
  var rebalanced: [SolverRow] {
    row(
      "rebalancing",
      Rebalancing(
        Descent(along: .steepest(), step: .constant(plainStep)), when: .iterations(5)),
      [(1346, 1348), nil, (338, 340)])
  }
}

/// A direction for a factor whose length is redundant.
extension SolverProblem where Point: LengthInvariant {
  var directional: [SolverRow] {
    row(
      "length and direction",
      Descent(along: LengthAndDirection(ratio: 3), step: .constant(plainStep / 5)),
      [nil, nil, nil, (1061, 1062)])
      + row(
        "length and direction backtracking",
        Descent(along: LengthAndDirection(ratio: 3), step: .backtracking(initial: 1)),
        [nil, nil, nil, (588, 1769)])
  }
}
