public import LinearAlgebra

/// d = ∇f with each factor's block times (Gram matrix of the other factor + λI)⁻¹.
///
/// The scaling makes the iteration count independent of the condition number of the sought matrix:
/// ScaledGD (Tong, Ma, Chi 2021) at λ = 0, ScaledGD(λ) (Xu, Shen, Chi, Ma 2023) at constant λ,
/// PrecGD (Zhang, Fattahi, Zhang 2021) at λ ∝ ‖residual‖.
///
/// Cost: O((rows + columns) rank²) flops, beside a gradient at 6 rank flops an entry.
public struct GramScaled<Point: GramPreconditioned>: Direction {
  public let damping: Damping

  public init(damping: Damping) { self.damping = damping }

  /// The storage of one Gram matrix and its Cholesky factor.
  public func makeMemory(for point: Point) -> GramSolver { GramSolver(order: point.rank) }

  public func transform(
    _ gradient: inout Point, at point: Point, loss: Double, _ gram: inout GramSolver
  ) {
    point.divideByGram(&gradient, damping: damping.value(at: loss), &gram)
  }
}

/// λ of a Gram-scaled direction.
public enum Damping: Sendable, Equatable, Codable {
  /// λ, best near the smallest singular value sought; at 0 for factors of exactly the right rank.
  case constant(Double)
  /// λ = factor · (2f)^½, the residual norm of a squared loss.
  ///
  /// With more columns than the rank, undamped or constantly damped directions fit the data with a
  /// wrong matrix; λ shrinking with the residual keeps the preference for low rank.
  case residual(factor: Double)

  func value(at loss: Double) -> Double {
    switch self {
    case .constant(let lambda): lambda
    // A loss that has diverged must reach the driver as a loss, not as a failed precondition.
    case .residual(let factor): loss >= 0 && loss.isFinite ? factor * (2 * loss).squareRoot() : 0
    }
  }
}

extension Damping: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  public init(floatLiteral value: Double) { self = .constant(value) }
  public init(integerLiteral value: Int) { self = .constant(Double(value)) }
}

extension Direction {
  /// d = ∇f scaled by inverse Gram matrices.
  public static func gramScaled<P>(damping: Damping = 0.0) -> Self where Self == GramScaled<P> {
    GramScaled(damping: damping)
  }
}
