public import LinearAlgebra
internal import LowRank
public import LowRankOptimization

/// max ⟨C, W⟩ over W ⪰ 0 with diag W = 1, by low-rank factors, and proof of how good they are.
///
/// The relaxation of MaxCut (Goemans, Williamson 1995) by the factorisation of Burer and Monteiro
/// (2003): descent on `UnitRows` with Barzilai–Borwein sizes, which need no tuning, from a random
/// start. ⌈√(2n)⌉ + 1 columns are enough for almost every C to leave no spurious local minimum
/// (Boumal, Voroninski, Bandeira 2016); `DiagonalGap` says whether this one did.
///
///     let answer = UnitDiagonalProgram(maximizing: cost).solve()
///     print(answer.gap.value, "≤ optimum ≤", answer.gap.bound)
///
/// Cost of a step: two products with C and 20 n k flops; of the proof see `DiagonalGap`.
public struct UnitDiagonalProgram: Sendable {
  /// C, symmetric.
  public let cost: SparseMatrix
  /// k; nil for ⌈√(2n)⌉ + 1.
  public var width: Int?
  public var seed: UInt64 = 1
  /// ‖∇f‖ ≤ tolerance · ‖C‖_F ends the descent.
  public var tolerance = 1e-11
  /// The most steps.
  public var iterations = 20_000

  public init(maximizing cost: SparseMatrix) {
    precondition(cost.rows == cost.columns && cost.rows > 0, "C is square")
    self.cost = cost
  }

  /// A feasible W and how far it can be from the optimum.
  public struct Answer: Sendable {
    /// Rows of unit length whose Gram matrix is W, and why the descent ended.
    public let solution: Solution<UnitRows>
    /// ⟨C, W⟩ and the bound on it that holds for every feasible matrix.
    public let gap: DiagonalGap
  }

  /// Descent to a stationary point, then the proof of what it is worth. Both are functions of C and
  /// `seed` alone.
  public func solve() -> Answer {
    let n = cost.rows, columns = width ?? Int((2 * Double(n)).squareRoot().rounded(.up)) + 1
    var generator = SeededGenerator(seed: seed, stream: 0x4d61_7843)
    let start = UnitRows(.gaussian(rows: n, columns: columns, using: &generator))
    let size = cost.values.norm
    // ‖∇²f‖ ≤ 4‖C‖₂ where rows have unit length; random rows are √k long.
    let step = Double(columns) / max(4 * size, .leastNormalMagnitude)
    let solution = LinearFunctional<UnitRows>(maximizing: cost).solve(
      from: start, by: Descent(along: .steepest(), step: .barzilaiBorwein(initial: step)),
      until: .gradientNorm(tolerance * size) || .iterations(iterations))
    return Answer(
      solution: solution, gap: DiagonalGap(of: solution.point, maximizing: cost))
  }
}
