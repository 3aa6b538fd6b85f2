import LinearAlgebra
import LowRank

/// A map by dense matrices with one requirement of its own, wrong on purpose.
protocol PlantedMap: MeasurementMap where Image == Matrix {
  var base: DenseSensing { get }
}

extension PlantedMap {
  var base: DenseSensing { DenseSensing(rows: 5, columns: 4, count: 15, seed: 3) }
  var rows: Int { base.rows }
  var columns: Int { base.columns }
  var count: Int { base.count }
  func apply(_ w: LowRankMatrix, into y: inout [Double]) { base.apply(w, into: &y) }
  func apply(_ a: LowRankMatrix, plus b: LowRankMatrix, into y: inout [Double]) {
    base.apply(a, plus: b, into: &y)
  }
  func makeImage() -> Matrix { base.makeImage() }
  func adjoint(_ y: [Double], into image: inout Matrix) { base.adjoint(y, into: &image) }
}

struct RightMap: PlantedMap {}

struct AdjointAdds: PlantedMap {
  func adjoint(_ y: [Double], into image: inout Matrix) {
    var own = makeImage()
    base.adjoint(y, into: &own)
    image.add(own, scaledBy: 1)
  }
}

/// 𝒜*(y)ᵀ.
struct AdjointIsTransposed: PlantedMap {
  var base: DenseSensing { DenseSensing(rows: 5, columns: 5, count: 15, seed: 3) }
  func adjoint(_ y: [Double], into image: inout Matrix) {
    base.adjoint(y, into: &image)
    image = image.transposed
  }
}

/// Entries that are measured as zero keep what the last call left.
struct AdjointSkipsZeros: MeasurementMap {
  let rows = 4
  let columns = 4
  let count = 16
  func apply(_ w: LowRankMatrix, into y: inout [Double]) { w.writeDense(into: &y) }
  func makeImage() -> Matrix { Matrix(rows: 4, columns: 4) }
  func adjoint(_ y: [Double], into image: inout Matrix) {
    for k in y.indices where y[k] != 0 { image[k / 4, k % 4] = y[k] }
  }
}

struct ApplyAdds: PlantedMap {
  func apply(_ w: LowRankMatrix, into y: inout [Double]) {
    var own = y
    base.apply(w, into: &own)
    y.add(own, scaledBy: 1)
  }
}

struct ApplyDoubles: PlantedMap {
  func apply(_ w: LowRankMatrix, into y: inout [Double]) {
    base.apply(w, into: &y)
    y.scale(by: 2)
  }
}

struct ApplyIsAffine: PlantedMap {
  func apply(_ w: LowRankMatrix, into y: inout [Double]) {
    base.apply(w, into: &y)
    y[0] += 1
  }
}

struct SumForgetsTheSecond: PlantedMap {
  func apply(_ a: LowRankMatrix, plus _: LowRankMatrix, into y: inout [Double]) {
    base.apply(a, into: &y)
  }
}

/// A preconditioner for another shift than is asked for.
struct LinesForgetTheShift: MeasurementMap {
  private var base: EntrySampling { twoThirds(7, 6) }
  var rows: Int { base.rows }
  var columns: Int { base.columns }
  var count: Int { base.count }
  func apply(_ w: LowRankMatrix, into y: inout [Double]) { base.apply(w, into: &y) }
  func makeImage() -> SparseMatrix { base.makeImage() }
  func adjoint(_ y: [Double], into image: inout SparseMatrix) { base.adjoint(y, into: &image) }
  func linePreconditioner(
    left: Matrix, right: Matrix, shift _: Double
  ) -> LinePreconditioner? { base.linePreconditioner(left: left, right: right, shift: 1e-9) }
}

// MARK: Operators

/// A matrix with one product of its own, wrong on purpose.
protocol PlantedOperator: LinearOperator {}

extension PlantedOperator {
  var base: Matrix { gaussian(5, 4, seed: 3) }
  var rows: Int { 5 }
  var columns: Int { 4 }
  func multiply(_ x: Matrix, into y: inout Matrix) { base.multiply(x, into: &y) }
  func multiplyTransposed(_ x: Matrix, into y: inout Matrix) {
    base.multiplyTransposed(x, into: &y)
  }
}

struct ProductAdds: PlantedOperator {
  func multiply(_ x: Matrix, into y: inout Matrix) { y.setProduct(base, x, adding: 1) }
}

struct TransposedProductAdds: PlantedOperator {
  func multiplyTransposed(_ x: Matrix, into y: inout Matrix) {
    y.setProduct(base, x, left: .transposed, adding: 1)
  }
}

struct TransposedProductHalves: PlantedOperator {
  func multiplyTransposed(_ x: Matrix, into y: inout Matrix) {
    y.setProduct(base, x, left: .transposed, scale: 0.5)
  }
}

/// |G x|, whose transposed product is taken the same way.
struct ProductIsAbsolute: PlantedOperator {
  func multiply(_ x: Matrix, into y: inout Matrix) {
    base.multiply(x, into: &y)
    y.withElements { for k in $0.indices { $0[k] = abs($0[k]) } }
  }
}
