internal import LinearAlgebra
internal import LowRank
public import LowRankOptimization
internal import RealModule

/// Where gradient flow from a start of any smallness has come to when it leaves the linear phase.
///
/// Near zero the flow of ½‖𝒜(U Uᵀ) − b‖² is U′ = 2 M U with M = −sym ∇F(0) = Q diag(μ) Qᵀ, so from
/// U₀ = α G
///
///     U(t) = Q e^{2μt + ln α} Qᵀ G,
///
/// with an error of ‖U‖² relative. Only ln α enters: α = 1e-1000, far below the least double, is as
/// easy as any. Of U V ᵀ the same holds with the singular values of M in the place of 2μ.
public struct LinearPhase<Point: Sendable>: Sendable {
  /// U at the end of the phase.
  public let point: Point
  /// How long the phase took in the flow's time.
  public let duration: Double
}

extension Fit where Point == Symmetric {
  /// The end of the linear phase from α times a Gaussian start, ‖rows‖ ≈ α at any rank.
  ///
  /// Cost: one dense eigendecomposition of ∇F(0).
  /// - Parameters:
  ///   - logScale: ln α.
  ///   - size: ‖U‖ at which the phase ends; its square is the relative error.
  public func linearPhase(
    rank: Int, logScale: Double, endingAt size: Double = 1e-4, seed: UInt64 = 1
  ) -> LinearPhase<Symmetric> {
    let n = measurement.rows, start = start(.gaussian(scale: 1), rank: rank, seed: seed)
    var workspace = makeWorkspace(for: start), dense = Matrix(rows: n, columns: n)
    let gradient = matrixGradient(at: start.zeroed(), &workspace)
    SymmetricPart(gradient).multiply(
      Matrix(diagonal: Array(repeating: 1, count: n)), into: &dense)
    let eigen = SymmetricEigen(dense), rates = eigen.values.map { -2 * $0 }
    var part = eigen.vectors.transposedTimes(start.u)
    // −∇F(0) has its greatest eigenvalue first, for ∇F(0) has its least.
    let top = part.row(0).norm, exponent = Double.log(size / top)
    guard exponent > logScale, rates[0] > 0 else {
      return LinearPhase(point: scaled(start, by: .exp(logScale)), duration: 0)
    }
    let duration = (exponent - logScale) / rates[0]
    // The largest exponent is known; the others differ from it by −(μ₁ − μₖ) t.
    for k in 0..<n {
      let growth = Double.exp(exponent - (rates[0] - rates[k]) * duration)
      for j in 0..<rank { part[k, j] *= growth }
    }
    return LinearPhase(point: Symmetric(eigen.vectors.times(part)), duration: duration)
  }

  private func scaled(_ point: Symmetric, by scale: Double) -> Symmetric {
    var point = point
    point.scale(by: scale)
    return point
  }
}
