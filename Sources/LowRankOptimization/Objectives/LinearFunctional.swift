public import LinearAlgebra

/// F(W) = −⟨C, W⟩: the linear objective of a semidefinite program, to be maximised.
///
/// ∇F = −C everywhere, so all curvature comes from the parameterisation; bounded below only where
/// that bounds W, as `UnitRows` does.
///
/// Cost of `value`: one product with C; of `differentiate` a pull-back more.
public struct LinearFunctional<Point: Factorization>: MatrixObjective {
  /// C.
  public let cost: SparseMatrix
  private let gradient: SparseMatrix

  public init(maximizing cost: SparseMatrix, over _: Point.Type = Point.self) {
    self.cost = cost
    gradient = SparseMatrix(pattern: cost.pattern, values: cost.values.map { -$0 })
  }

  public struct Workspace: Sendable {
    var scratch: Point.Scratch
    /// −C R.
    var product: Matrix
  }

  public func makeWorkspace(for point: Point) -> Workspace {
    Workspace(
      scratch: point.makeScratch(),
      product: Matrix(rows: cost.rows, columns: point.matrix.rank))
  }

  public func value(at point: Point, _ workspace: inout Workspace) -> Double {
    let w = point.product(&workspace.scratch)
    gradient.multiply(w.right, into: &workspace.product)
    return workspace.product.dot(w.left)
  }

  public func differentiate(
    at point: Point, _ workspace: inout Workspace, into gradient: inout Point
  ) -> Double {
    let value = value(at: point, &workspace)
    point.pullBack(self.gradient, &workspace.scratch, into: &gradient)
    return value
  }

  public func matrixGradient(at _: Point, _: inout Workspace) -> SparseMatrix { gradient }
}
