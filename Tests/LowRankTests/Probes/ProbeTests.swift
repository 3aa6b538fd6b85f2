import Foundation
import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory
import Testing

@Suite struct ProbeTests {
  private let diagonal = Asymmetric(
    u: Matrix(rows: 3, columns: 2, elements: [4, 0, 0, 2, 0, 0]),
    v: Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 1]))

  @Test func spectra() {
    #expect(SingularValues<Asymmetric>().observe(diagonal) == [4, 2])
    func rank(_ measure: EffectiveRank<Asymmetric>.Measure) -> Double {
      EffectiveRank(measure).observe(diagonal)
    }
    #expect(abs(rank(.entropy) - exp(-2 / 3 * log(2.0 / 3) - log(1.0 / 3) / 3)) < 1e-14)
    #expect(abs(rank(.stable) - 1.25) < 1e-14 && abs(rank(.nuclear) - 1.5) < 1e-14)
    #expect(rank(.above(fraction: 0.4)) == 2 && rank(.above(fraction: 0.6)) == 1)
    #expect(EffectiveRank<Asymmetric>(.stable).observe(diagonal.zeroed()) == 0)
    // Factors wider than the matrix.
    let wide = Asymmetric(u: gaussian(3, 5), v: gaussian(4, 5, seed: 2))
    let values = SingularValues<Asymmetric>().observe(wide)
    let expected = SmallSVD(wide.matrix.dense()).singularValues
    #expect(zip(values, expected).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func distances() {
    let truth = diagonal.matrix
    var near = diagonal
    near.scale(by: (1 + 1e-9).squareRoot())
    #expect(abs(DistanceToMatrix<Asymmetric>(truth).observe(near) / 1e-9 - 1) < 1e-6)
    var fromStart = DistanceFromStart<Asymmetric>(), length = PathLength<Asymmetric>()
    var point = diagonal
    let step = gaussianPoint(scale: 0.1)
    #expect(fromStart.observe(point) == 0 && length.observe(point) == 0)
    for sign in [1.0, 1, -1] {
      point.add(step, scaledBy: sign)
      _ = length.observe(point)
    }
    #expect(abs(fromStart.observe(point) - step.norm) < 1e-14)
    point.add(step, scaledBy: 1)
    #expect(abs(length.observe(point) - 4 * step.norm) < 1e-13)
  }

  private func gaussianPoint(scale: Double) -> Asymmetric {
    Asymmetric(u: gaussian(3, 2, scale: scale), v: gaussian(2, 2, seed: 5, scale: scale))
  }

  /// A corner path: the foot lies on a segment, on the corner, or beyond an end.
  @Test func polylines() {
    func at(_ x: Double, _ y: Double) -> Matrix { Matrix(rows: 1, columns: 2, elements: [x, y]) }
    let path = Polyline(through: [at(0, 0), at(4, 0), at(4, 3)])
    #expect(abs(path.distance(to: at(1, 2)) - 2) < 1e-15)
    #expect(abs(path.distance(to: at(5, 1.5)) - 1) < 1e-15)
    #expect(abs(path.distance(to: at(-3, -4)) - 5) < 1e-15)
    #expect(abs(path.distance(to: at(5, -1)) - 2.squareRoot()) < 1e-15)
    #expect(abs(path.distance(to: at(4, 5)) - 2) < 1e-15)
    // On the line, where the quick formula cancels: a nearest vertex would be 1 away.
    #expect(path.distance(to: at(3, 1e-12)) < 1.1e-12)
    #expect(Polyline(through: [at(1, 1)]).distance(to: at(1, 3)) == 2)
  }

  /// Known angles, one far below the 1e-8 that a cosine alone resolves.
  @Test(arguments: [1e-12, 0.3, .pi / 2 - 1e-12])
  func angles(_ angle: Double) {
    var generator = SeededGenerator(seed: 3)
    let q = Matrix.orthonormal(rows: 6, columns: 4, using: &generator)
    let space = Matrix(rows: 6, columns: 2) { q[$0, $1] }
    let turned = Matrix(rows: 6, columns: 2) { i, j in
      j == 0 ? q[i, 0] : cos(angle) * q[i, 1] + sin(angle) * q[i, 2]
    }
    let point = Symmetric(turned.scalingColumns(by: [2, 1]))
    let angles = PrincipalAngles<Symmetric>(to: space).observe(point)
    #expect(angles[0] < 1e-14 && abs(angles[1] - angle) < 1e-14)
  }

  @Test func imbalances() {
    let u = gaussian(4, 2), balanced = Asymmetric(u: u, v: u)
    #expect(Imbalance<Asymmetric>().observe(balanced) == 0)
    #expect(abs(Imbalance<Asymmetric>().observe(diagonal) - Double(234).squareRoot()) < 1e-13)
  }

  /// Readings at the start, at every third iterate and at the end; the run is what it is without.
  @Test func readings() {
    let fit = CompletionProblem(
      rows: 20, columns: 15, rank: 2, oversampling: 3, seed: 1
    ).fit(over: Asymmetric.self)
    let method = PlainDescent(along: .steepest(), step: .exact)
    let start = fit.start(.gaussian(scale: 0.3), rank: 2)
    var watched = fit.iterates(from: start, by: method), plain = watched
    let readings = watched.readings(
      of: PathLength(over: Asymmetric.self), every: 3, until: .iterations(10))
    let end = plain.finish(at: .iterations(10))
    #expect(readings.map(\.record.iteration) == [0, 3, 6, 9, 10])
    #expect(readings.map(\.value) == readings.map(\.value).sorted() && readings[1].value > 0)
    #expect(watched.current.point.isIdentical(to: end.point))
  }

  /// ⟨D, ∇²f D⟩ = ‖𝒜(U Dᵀ + D Uᵀ)‖² + 2 ⟨G, D Dᵀ⟩ for ½‖𝒜(U Uᵀ) − b‖²; the least eigenvalue by
  /// probe is that of the matrix of this form.
  @Test func curvature() {
    let truth = plantedSemidefinite(5, [2, 1], seed: 2)
    let map = DenseSensing(rows: 5, columns: 5, count: 40, seed: 3, symmetric: true)
    let fit = squaredFit(truth, by: map, over: Symmetric.self)
    let point = Symmetric(gaussian(5, 2, seed: 4)), size = 10
    var workspace = fit.makeWorkspace(for: point)
    let g = fit.matrixGradient(at: point, &workspace)
    func form(_ d: Matrix, _ e: Matrix) -> Double {
      func measure(_ d: Matrix) -> [Double] {
        var y = [Double](repeating: 0, count: map.count)
        map.apply(
          LowRankMatrix(left: point.u, right: d), plus: LowRankMatrix(left: d, right: point.u),
          into: &y)
        return y
      }
      return measure(d).dot(measure(e)) + 2 * d.dot(g.times(e))
    }
    func unit(_ k: Int) -> Matrix { Matrix(rows: 5, columns: 2) { 2 * $0 + $1 == k ? 1 : 0 } }
    let exact = Matrix(rows: size, columns: size) { form(unit($0), unit($1)) }
    let eigen = SymmetricEigen(exact), scale = eigen.values.last!
    let least = LeastCurvature(of: fit).observe(point)
    #expect(abs(least - eigen.values[0]) < 1e-8 * scale, "\(least), \(eigen.values)")
    // At the truth every direction is flat or up; at zero the way down is along the truth.
    let atTruth = LeastCurvature(of: fit).observe(Symmetric(spectralRoot(truth)))
    #expect(abs(atTruth) < 1e-7 * scale)
    #expect(LeastCurvature(of: fit).observe(point.zeroed()) < -1)
  }

  private func spectralRoot(_ w: LowRankMatrix) -> Matrix { SpectralForm(w).balanced.left }
}
