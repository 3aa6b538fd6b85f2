public import LinearAlgebra

/// A linear map 𝒜 : ℝᵐˣⁿ → ℝᵖ: what is observed of the unknown matrix.
///
/// Laws, checked by `checkMeasurement` in LowRankTesting:
///  - ⟨𝒜(L Rᵀ), y⟩ = ⟨L, 𝒜*(y) R⟩ for all L, R, y: `adjoint` is the adjoint of `apply`;
///  - `apply(a, plus: b)` gives 𝒜(a) + 𝒜(b), and `apply` is linear in either factor;
///  - all three overwrite what they fill, whatever it held.
///
/// Cost: stated by each conformer. Only `makeImage` and the default `apply(_:plus:into:)` allocate,
/// and what a conformer says of itself.
///
/// To add a map, write `apply`, `makeImage` and `adjoint`; 𝒜 sees the matrix only through its thin
/// factors, and 𝒜*(y) is any operator that multiplies thin blocks.
public protocol MeasurementMap: Sendable {
  /// The natural form of 𝒜*(y): sparse for entries, dense where everything is observed.
  associatedtype Image: LinearOperator

  /// m, the number of rows of the unknown matrix.
  var rows: Int { get }
  /// n, the number of columns of the unknown matrix.
  var columns: Int { get }
  /// p, the number of measurements.
  var count: Int { get }

  /// y = 𝒜(w).
  func apply(_ w: LowRankMatrix, into y: inout [Double])
  /// y = 𝒜(a + b): the shape in which a tangent U Eᵀ + D Vᵀ arrives.
  func apply(_ a: LowRankMatrix, plus b: LowRankMatrix, into y: inout [Double])
  /// An image to be filled by `adjoint`, once per run.
  func makeImage() -> Image
  /// image = 𝒜*(y).
  func adjoint(_ y: [Double], into image: inout Image)

  /// What preconditions least squares in B and C of B Vᵀ + U Cᵀ, with U `left` and V `right`; nil
  /// (the default) where measurements see more than one row and one column.
  func linePreconditioner(left: Matrix, right: Matrix, shift: Double) -> LinePreconditioner?
}

extension MeasurementMap {
  /// 𝒜([L₁ L₂] [R₁ R₂]ᵀ): right for every map, but it copies the factors.
  public func apply(_ a: LowRankMatrix, plus b: LowRankMatrix, into y: inout [Double]) {
    let both = LowRankMatrix(
      left: a.left.appending(columns: b.left), right: a.right.appending(columns: b.right))
    apply(both, into: &y)
  }

  public func linePreconditioner(
    left _: Matrix, right _: Matrix, shift _: Double
  ) -> LinePreconditioner? { nil }
}
