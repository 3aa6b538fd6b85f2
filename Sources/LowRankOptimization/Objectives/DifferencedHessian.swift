public import LinearAlgebra

/// ∇²f(θ) as an operator on the components of θ, from differences of gradients.
///
/// H d ≈ (∇f(θ + t d) − ∇f(θ − t d)) / 2t with t ‖d‖ = ε^{1/3} (1 + ‖θ‖), which balances the
/// truncation, O(t²) times a fourth derivative, against rounding, ε ‖∇f‖/t: about ten digits.
///
/// Cost: two gradients a column; allocates, as eigenvalue searches may.
public struct DifferencedHessian<Base: Objective>: LinearOperator {
  public let objective: Base
  public let point: Base.Point
  private let count: Int

  public init(_ objective: Base, at point: Base.Point) {
    self.objective = objective
    self.point = point
    count = point.flattened.count
  }

  public var rows: Int { count }
  public var columns: Int { count }

  public func multiply(_ x: Matrix, into y: inout Matrix) {
    var workspace = objective.makeWorkspace(for: point), gradient = point.zeroed()
    for j in 0..<x.columns {
      let column = x.column(j), norm = column.norm
      // H 0 = 0, where no length of step would do.
      guard norm > 0 else {
        for i in 0..<count { y[i, j] = 0 }
        continue
      }
      var direction = point.zeroed()
      direction.setComponents(column)
      // ε^{1/3} = 6e-6.
      let t = 6e-6 * (1 + point.norm) / norm
      func gradientAt(_ t: Double) -> [Double] {
        var moved = point
        moved.add(direction, scaledBy: t)
        _ = objective.differentiate(at: moved, &workspace, into: &gradient)
        return gradient.flattened
      }
      let ahead = gradientAt(t), behind = gradientAt(-t)
      for i in 0..<count { y[i, j] = (ahead[i] - behind[i]) / (2 * t) }
    }
  }

  /// H is symmetric.
  public func multiplyTransposed(_ x: Matrix, into y: inout Matrix) { multiply(x, into: &y) }

  /// H in full, made symmetric: for small dimensions. Cost: two gradients a component.
  func dense() -> Matrix {
    var h = Matrix(rows: count, columns: count)
    multiply(Matrix(diagonal: Array(repeating: 1, count: count)), into: &h)
    return Matrix(rows: count, columns: count) { (h[$0, $1] + h[$1, $0]) / 2 }
  }
}

extension VectorSpace {
  /// All components, buffer after buffer.
  var flattened: [Double] {
    var copy = self, all: [Double] = []
    copy.updateBuffers { all += $0 }
    return all
  }

  /// The inverse of `flattened`, for a point of the same shape.
  mutating func setComponents(_ components: [Double]) {
    var next = 0
    updateBuffers { buffer in
      for k in buffer.indices { buffer[k] = components[next + k] }
      next += buffer.count
    }
  }
}
