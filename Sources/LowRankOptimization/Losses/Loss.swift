/// p ↦ Σₖ ℓₖ(pₖ, tₖ), a separable misfit between predictions p and targets t.
///
/// Laws, checked by `checkLoss` in LowRankTesting:
///  - `differentiate` replaces pₖ by ∂ℓₖ/∂pₖ and returns what `value` returns;
///  - the value is at least zero, and zero where p = t unless the loss says otherwise.
///
/// Whole vectors at a time: a requirement called once per entry across a module border made an
/// iteration of completion 57 times slower.
///
/// Cost: one pass over p and t, no allocation.
public protocol Loss: Sendable {
  /// Σₖ ℓₖ(pₖ, tₖ).
  func value(_ prediction: [Double], _ target: [Double]) -> Double
  /// p ← (∂ℓₖ/∂pₖ)ₖ; returns Σₖ ℓₖ(pₖ, tₖ).
  func differentiate(_ prediction: inout [Double], _ target: [Double]) -> Double
}
