import Foundation
import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory
import Testing

@Suite struct DiagonalNetworkTests {
  @Test(arguments: [1, 2, 3, 5])
  func keepTheirLaws(_ depth: Int) {
    let w = gaussian(7, 1, seed: 2).elements
    let plain = DiagonalNetwork(w, depth: depth), normalized = NormalizedNetwork(w, depth: depth)
    #expect(checkVectorSpace(like: plain).worst < 1e-13)
    #expect(checkFactorization(plain).isRight)
    #expect(checkVectorSpace(like: normalized).worst < 1e-13)
    #expect(checkFactorization(normalized).isRight)
    #expect(normalized.matrix.distance(to: plain.matrix) < 1e-14 * plain.matrix.frobeniusNorm)
    for i in 0..<7 {
      let power = (0..<depth).reduce(1) { p, _ in p * w[i] }
      #expect(abs(plain.matrix[i, 0] - power) <= 1e-14 * abs(power))
    }
  }

  /// x does not change with ‖v‖, and neither does the path along `LengthAndDirection`: it is that
  /// of unit vectors renormalised after every step.
  @Test func renormalisingIsScaling() {
    let instance = SparseRegression(seed: 3)
    let fit = instance.fit(over: NormalizedNetwork.self), eta = 0.02, rho = 5.0
    let solution = fit.solve(
      from: NormalizedNetwork(Array(repeating: 0.1, count: 60)),
      by: Descent(along: LengthAndDirection(ratio: rho), step: .constant(eta)),
      until: .iterations(300))
    let count = 60, a = instance.sensing.sensors
    var u = Matrix(rows: count, columns: 1) { _, _ in 1 / Double(60).squareRoot() }
    var g = 0.1 * Double(count).squareRoot()
    for _ in 0..<300 {
      var x = u
      x.withElements { for k in $0.indices { $0[k] = (g * $0[k]) * (g * $0[k]) } }
      var residual = a.times(x)
      residual.add(
        Matrix(rows: a.rows, columns: 1, elements: instance.target), scaledBy: -1)
      var h = a.transposedTimes(residual)
      h.withElements { for k in $0.indices { $0[k] *= 2 * g * u.elements[k] } }
      let along = u.dot(h)
      h.add(u, scaledBy: -along)
      u.add(h, scaledBy: -eta * rho * g)
      u.scale(by: 1 / u.norm)
      g -= eta * along
    }
    let w = u.elements.map { g * $0 }
    let expected = Matrix(rows: count, columns: 1, elements: w.map { $0 * $0 })
    var difference = expected
    difference.add(solution.point.matrix.dense(), scaledBy: -1)
    #expect(difference.norm < 1e-11 * expected.norm)
  }

  /// Chou, Rauhut and Ward's comparison (METHODS B 1e): N = 60, 30 measurements, 3 nonzeros.
  ///
  /// Measured with ‖x*‖₁ = 4.54: at α = 0.1 (‖w₀‖² = 0.6) errors of 7.1e-2 plain and 1.0e-7
  /// normalised; at α = 0.3 (‖w₀‖² = 5.4 > ‖x*‖₁) 0.35 and 0.11.
  @Test(.enabled(if: runsLongTests))
  func normalisingShrinksTheStartWithinItsBound() {
    let instance = SparseRegression(seed: 1)
    #expect(instance.plainError(start: 0.1) > 5e-2)
    #expect(instance.normalizedError(start: 0.1, ratio: 20) < 1e-5)
    #expect(instance.plainError(start: 0.3) > 0.1)
    #expect(instance.normalizedError(start: 0.3, ratio: 20) > 0.1)
  }

  /// The exact limit for L = 2: log(x/w₀²) is in the range of Aᵀ.
  @Test func theLimitIsTheNearestInEntropy() {
    let instance = SparseRegression(seed: 3), start = 0.1
    let x = instance.plainLimit(start: start)
    let z = x.map { log($0 / (start * start)) }
    // z − its projection on the range of Aᵀ.
    let qr = ThinQR(instance.sensing.sensors.transposed)
    let column = Matrix(rows: 60, columns: 1, elements: z)
    var rest = column
    rest.setProduct(qr.q, qr.q.transposedTimes(column), scale: -1, adding: 1)
    // A finite step of 0.01 bends the flow's identity by about the step: 1e-3 measured.
    #expect(rest.norm < 0.02 * column.norm, "\(rest.norm / column.norm)")
  }
}
