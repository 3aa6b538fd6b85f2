internal import LinearAlgebra

/// How far W ⪰ 0 is from the least value of a convex F over all positive semidefinite matrices.
///
/// With G = ∇F(W), convexity gives for every Z ⪰ 0 with tr Z ≤ T
///
///     F(W) − F(Z)  ≤  ⟨G, W⟩ − ⟨G, Z⟩  ≤  ⟨G, W⟩ − T min(0, λ_min(G)),
///
/// whatever the rank of Z, and `LeastEigenvalue` bounds λ_min from below. At a first-order point
/// G U = 0, so ⟨G, W⟩ = 0. It certifies the *convex* optimum, which fits noise as well as it can:
/// below it the rank was limited, which may be just what was wanted.
///
/// Where λ_min(G) < 0 the eigenvector says how rank should grow: `term` is what `Growable.append`
/// takes, and F falls at the rate `term.gain` along it.
///
/// Cost: one gradient of F and a `LeastEigenvalue`.
public struct SemidefiniteGap: Sendable, Equatable, Codable {
  /// F(W).
  public let value: Double
  /// F(0): what `relativeGap` is relative to, where it is the greater.
  public let valueAtZero: Double
  /// T.
  public let traceBound: Double
  /// F(W) − F(Z) ≤ gap for all Z ⪰ 0 with tr Z ≤ T; ∞ where there is no evidence.
  public let gap: Double
  /// λ_min((G + Gᵀ)/2).
  public let least: LeastEigenvalue

  /// - Parameters:
  ///   - point: of a parameterisation that reaches positive semidefinite matrices only.
  ///   - objective: convex as a function of W.
  ///   - traceBound: T ≥ tr W; twice tr W where nothing is known of the trace sought.
  public init<O: MatrixObjective>(of point: O.Point, _ objective: O, traceBound: Double? = nil) {
    var workspace = objective.makeWorkspace(for: point)
    let w = point.matrix, trace = w.left.dot(w.right)
    let bound = traceBound ?? 2 * trace
    precondition(bound >= trace * (1 - 1e-9), "the bound of the trace is below that of W")
    self.traceBound = bound
    value = objective.value(at: point, &workspace)
    valueAtZero = objective.value(at: point.zeroed(), &workspace)
    let g = SymmetricPart(objective.matrixGradient(at: point, &workspace))
    var product = w.left.zeroed()
    g.multiply(w.right, into: &product)
    least = LeastEigenvalue(g)
    // Rounding must not make W better than the best.
    let reached = product.dot(w.left) - min(0, least.bound) * bound
    gap = reached.isNaN ? .infinity : max(0, reached)
  }

  /// `gap` over the greater of F(W) and F(0).
  public var relativeGap: Double {
    let scale = max(value, valueAtZero)
    return gap == 0 ? 0 : scale > 0 ? gap / scale : .infinity
  }

  /// The unit term a aᵀ along which F falls fastest; its gain is positive where it falls at all.
  public var term: RankOneTerm {
    RankOneTerm(gain: -least.estimate, left: least.vector, right: least.vector)
  }

  /// - Parameter tolerance: the relative gap up to which W counts as optimal.
  public func certificate(tolerance: Double = 1e-6) -> Certificate {
    let scale = max(value, valueAtZero)
    let verdict: Certificate.Verdict =
      relativeGap <= tolerance
      ? .optimal : -least.estimate * traceBound > tolerance * scale ? .improvable : .undetermined
    let reach = "positive semidefinite matrix of trace up to \(figures(traceBound))"
    let reason =
      switch verdict {
      case .optimal: "no \(reach) has a misfit lower by more than \(figures(gap))"
      case .improvable:
        "one more column lowers the misfit; no \(reach) has one lower by more than \(figures(gap))"
      default: "the bound \(figures(gap)) on what a \(reach) could gain is too loose to tell"
      }
    return Certificate(
      kind: .semidefiniteGap, verdict: verdict, gap: gap, relativeGap: relativeGap,
      reason: reason + least.caveat)
  }
}
