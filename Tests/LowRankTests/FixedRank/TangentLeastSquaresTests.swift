import LinearAlgebra
import LowRankTesting
import Testing

@testable import LowRankOptimization

@Suite struct TangentLeastSquaresTests {
  private let frame = TangentFrame()
  private let map = twoThirds(12, 9)

  /// All tangent vectors with one coordinate 1 in an orthonormal basis: core entries, then rows of
  /// U's and of V's complement.
  private var basis: [TangentVector] {
    let zero = TangentVector(rows: 12, columns: 9, rank: 3)
    var result: [TangentVector] = []
    for a in 0..<3 {
      for b in 0..<3 {
        var xi = zero
        xi.core[a, b] = 1
        result.append(xi)
      }
      for column in complement(frame.form.u) {
        var xi = zero
        for i in 0..<12 { xi.left[i, a] = column[i] }
        result.append(xi)
      }
      for column in complement(frame.form.v) {
        var xi = zero
        for j in 0..<9 { xi.right[j, a] = column[j] }
        result.append(xi)
      }
    }
    return result
  }

  private func complement(_ q: Matrix) -> [[Double]] {
    let whole = ThinQR(q.appending(columns: gaussian(q.rows, q.rows - q.columns, seed: 3))).q
    return (q.columns..<q.rows).map { whole.column($0) }
  }

  /// argmin ‖e − Jξ‖² + ⟨weights, ξ²⟩ by the normal equations in that basis.
  private func reference(_ e: [Double], _ weights: TangentWeights) throws -> TangentVector {
    let basis = basis
    var jacobian = TangentJacobian(map, u: frame.form.u, v: frame.form.v)
    let images = basis.map { xi in
      var y = e
      jacobian.apply(xi, into: &y)
      return y
    }
    var normal = Matrix(rows: basis.count, columns: basis.count) { images[$0].dot(images[$1]) }
    for k in basis.indices {
      var weighted = basis[k].zeroed()
      weights.add(basis[k], to: &weighted)
      for l in basis.indices { normal[k, l] += basis[l].dot(weighted) }
    }
    var solution = Matrix(rows: 1, columns: basis.count, elements: images.map { $0.dot(e) })
    try #require(Cholesky(normal)).solveRows(&solution)
    var xi = basis[0].zeroed()
    for k in basis.indices { xi.add(basis[k], scaledBy: solution[0, k]) }
    return xi
  }

  static let weights = [
    TangentWeights(uniform: 0.05, rank: 3), TangentWeights(uniform: 0, rank: 3),
    TangentWeights(
      core: Matrix(rows: 3, columns: 3) { 0.1 + Double($0 + $1) }, side: [0.2, 1, 5]),
  ]

  /// 45 unknowns, condition below 1e3: CG to 1e-12 leaves 1e-9 of the solution.
  @Test(arguments: weights.indices, [false, true])
  func isTheDenseSolution(_ k: Int, _ warm: Bool) throws {
    let e = gaussian(1, map.count, seed: 4).elements, weights = Self.weights[k]
    var tangent = TangentLeastSquares(map, u: frame.form.u, v: frame.form.v)
    let iterations = tangent.solve(
      e, weights, curvature: 2.0 / 3, tolerance: 1e-12, iterations: 200,
      from: warm ? frame.random(12) : nil)
    var difference = tangent.solution
    difference.add(try reference(e, weights), scaledBy: -1)
    #expect(difference.norm < 1e-9 * tangent.solution.norm)
    #expect(frame.gaugeGap(tangent.solution) < 1e-12)
    #expect(iterations > 3 && iterations < 120)
  }

  /// Without a weight both kinds of coordinates have the same least squares solution.
  @Test func theFactorsCoordinatesFindTheSame() throws {
    let e = gaussian(1, map.count, seed: 4).elements
    var tangent = TangentLeastSquares(map, u: frame.form.u, v: frame.form.v)
    // What an earlier solve has left in the buffers must not matter.
    _ = tangent.solve(e, Self.weights[2], curvature: 1, tolerance: 0.1, iterations: 3)
    let iterations = tangent.solve(
      e, damping: 0, curvature: 2.0 / 3, tolerance: 1e-12, iterations: 200)
    #expect(tangent.usesLines && iterations < 60)
    let expected = try reference(e, TangentWeights(uniform: 0, rank: 3))
    #expect(tangent.solution.difference(from: expected).norm < 1e-9 * expected.norm)
    #expect(frame.gaugeGap(tangent.solution) < 1e-12)
  }

  /// The weight is on (B, C): of all that give ξ, the least ‖B‖² + ‖C‖² is ‖left‖² + ‖right‖² and
  /// half of ‖core‖², which both share.
  @Test func theFactorsWeightCountsTheCoreHalf() throws {
    let e = gaussian(1, map.count, seed: 4).elements, weight = 0.3
    var tangent = TangentLeastSquares(map, u: frame.form.u, v: frame.form.v)
    _ = tangent.solve(e, damping: weight, curvature: 1, tolerance: 1e-12, iterations: 200)
    let expected = try reference(
      e,
      TangentWeights(
        core: Matrix(rows: 3, columns: 3) { _, _ in weight / 2 },
        side: Array(repeating: weight, count: 3)))
    #expect(tangent.solution.difference(from: expected).norm < 1e-9 * expected.norm)
  }

  /// Other maps, and parameterisations that follow only some tangents, keep to orthonormal ones.
  @Test func otherMapsKeepToOrthonormalCoordinates() {
    let e = gaussian(1, 108, seed: 4).elements
    var full = TangentLeastSquares(
      FullObservation(rows: 12, columns: 9), u: frame.form.u, v: frame.form.v)
    _ = full.solve(e, damping: 0.1, curvature: 1, tolerance: 1e-10, iterations: 50)
    #expect(!full.usesLines && full.solution.norm > 0)
  }

  @Test func aSolutionNeedsNoIterations() {
    let e = gaussian(1, map.count, seed: 4).elements, weights = Self.weights[0]
    var tangent = TangentLeastSquares(map, u: frame.form.u, v: frame.form.v)
    let none = [Double](repeating: 0, count: map.count)
    let zero = tangent.solve(none, weights, curvature: 1, tolerance: 1e-10, iterations: 50)
    #expect(zero == 0 && tangent.solution.norm == 0)
    let nan = [Double](repeating: .nan, count: map.count)
    #expect(tangent.solve(nan, weights, curvature: 1, tolerance: 1e-10, iterations: 50) == 0)
    #expect(tangent.solution.norm == 0)
    #expect(tangent.solve(e, weights, curvature: 1, tolerance: 1e-10, iterations: 7) == 7)
  }
}
