internal import LinearAlgebra

/// L Rᵀ + scale · G, never formed.
struct ShiftedImage<Image: LinearOperator>: LinearOperator {
  let matrix: LowRankMatrix
  let image: Image
  let scale: Double

  var rows: Int { matrix.rows }
  var columns: Int { matrix.columns }

  func multiply(_ x: Matrix, into y: inout Matrix) {
    image.multiply(x, into: &y)
    y.setProduct(matrix.left, matrix.right.transposedTimes(x), adding: scale)
  }

  func multiplyTransposed(_ x: Matrix, into y: inout Matrix) {
    image.multiplyTransposed(x, into: &y)
    y.setProduct(matrix.right, matrix.left.transposedTimes(x), adding: scale)
  }
}
