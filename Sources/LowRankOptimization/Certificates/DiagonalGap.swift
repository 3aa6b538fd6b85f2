public import LinearAlgebra

/// How far W is from the maximum of ⟨C, W⟩ over all W ⪰ 0 with unit diagonal: MaxCut's relaxation.
///
/// Duality (Goemans, Williamson 1995): for every d with diag(d) − C ⪰ 0, ⟨C, W⟩ ≤ Σ dᵢ. At a
/// stationary W = U Uᵀ with unit rows uᵢ the multipliers are dᵢ = ⟨uᵢ, (C U)ᵢ⟩. They need not be
/// feasible, but dᵢ − λ is for every λ ≤ λ_min(diag(d) − C), and `LeastEigenvalue` proves such a λ:
///
///     max ⟨C, W⟩  ≤  Σ dᵢ − n min(0, λ).
///
/// The slack is what is stored: its diagonal d − diag C is rounded once and then *defines* d, so
/// the proof is about C itself. The rounding of the sum is added to the bound.
///
/// Where λ_min < 0 its eigenvector x says how rank should grow: `term` is x xᵀ.
///
/// Cost: one product with C and a `LeastEigenvalue`.
public struct DiagonalGap: Sendable, Equatable, Codable {
  /// ⟨C, W⟩.
  public let value: Double
  /// ⟨C, Z⟩ ≤ bound for all Z ⪰ 0 with unit diagonal; ∞ where there is no evidence.
  public let bound: Double
  /// λ_min(diag(d) − C).
  public let least: LeastEigenvalue

  /// - Parameters:
  ///   - point: W, whose rows are of unit length by construction.
  ///   - cost: C, symmetric and sparse.
  public init(of point: UnitRows, maximizing cost: SparseMatrix) {
    precondition(
      cost.rows == point.u.rows && cost.columns == cost.rows,
      "C is square, with a row for each of U")
    let n = cost.rows, u = point.matrix.left
    var product = u.zeroed()
    cost.multiply(u, into: &product)
    var multipliers = [Double](repeating: 0, count: n)
    RowKernel.dots(u, product, into: &multipliers)
    value = multipliers.reduce(0, +)
    let diagonal = cost.diagonal
    let slack = zip(multipliers, diagonal).map { $0 - $1 }
    least = LeastEigenvalue(Slack(diagonal: slack, cost: cost, costDiagonal: diagonal))
    let terms = slack + diagonal, sum = terms.reduce(0, +)
    // γ_{2n} Σ|terms| for the sum, and the rounding of n λ.
    let rounding = 2 * Double(n + 2) * 0x1p-52 * terms.reduce(0) { $0 + abs($1) }
    bound = (sum + rounding - Double(n) * min(0, least.bound)).nextUp
  }

  public var gap: Double { max(0, bound - value) }
  public var relativeGap: Double { gap / max(abs(value), .leastNormalMagnitude) }

  /// The unit term x xᵀ along which ⟨C, W⟩ less the multipliers' price rises fastest.
  public var term: RankOneTerm {
    RankOneTerm(gain: -least.estimate, left: least.vector, right: least.vector)
  }

  /// - Parameter tolerance: the relative gap up to which W counts as optimal.
  public func certificate(tolerance: Double = 1e-6) -> Certificate {
    let size = Double(least.vector.count)
    let verdict: Certificate.Verdict =
      relativeGap <= tolerance
      ? .optimal
      : -least.estimate * size > tolerance * abs(value) ? .improvable : .undetermined
    let reason =
      verdict == .optimal
      ? "no matrix of unit diagonal, whatever its rank, is above \(bound)"
      : "the best matrix of unit diagonal is at most \(bound), and this one is at \(value)"
    return Certificate(
      kind: .diagonalGap, verdict: verdict, gap: gap, relativeGap: relativeGap,
      reason: reason + least.caveat)
  }
}

/// diag(s) − (C less its diagonal), with s stored.
private struct Slack: LinearOperator {
  let diagonal: [Double]
  let cost: SparseMatrix
  let costDiagonal: [Double]

  var rows: Int { cost.rows }
  var columns: Int { cost.columns }

  /// s x − (C x − diag(C) x): on columns of the identity, as a proof forms it, both differences are
  /// of equal numbers or with zero, hence exact.
  func multiply(_ x: Matrix, into y: inout Matrix) {
    cost.multiply(x, into: &y)
    let width = x.columns, (s, c, x) = (diagonal, costDiagonal, x.elements)
    y.withElements { y in
      for k in y.indices { y[k] = s[k / width] * x[k] - (y[k] - c[k / width] * x[k]) }
    }
  }

  func multiplyTransposed(_ x: Matrix, into y: inout Matrix) { multiply(x, into: &y) }
}

extension SparseMatrix {
  /// The entries (i, i), added up where the pattern repeats one.
  fileprivate var diagonal: [Double] {
    var result = [Double](repeating: 0, count: rows)
    for i in 0..<rows {
      for e in pattern.rowStart[i]..<pattern.rowStart[i + 1] where Int(pattern.column[e]) == i {
        result[i] += values[e]
      }
    }
    return result
  }
}
