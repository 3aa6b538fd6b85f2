import LinearAlgebra
import LowRankTesting
import Testing

@testable import LowRankOptimization

/// A frame of a 12 × 9 matrix of rank 3, and what its tangent space looks like from outside.
struct TangentFrame {
  let form = SpectralForm(
    LowRankMatrix(left: gaussian(12, 3, seed: 1), right: gaussian(9, 3, seed: 2)))

  func random(_ seed: UInt64) -> TangentVector { .random(at: form.u, form.v, seed: seed) }

  /// ξ as a matrix.
  func dense(_ xi: TangentVector) -> Matrix {
    var w = form.u.times(xi.core).timesTransposed(form.v)
    w.setProduct(xi.left, form.v, right: .transposed, adding: 1)
    w.setProduct(form.u, xi.right, right: .transposed, adding: 1)
    return w
  }

  /// ‖Uᵀleft‖ + ‖Vᵀright‖, relative: zero for a tangent vector in its gauge.
  func gaugeGap(_ xi: TangentVector) -> Double {
    (form.u.transposedTimes(xi.left).norm + form.v.transposedTimes(xi.right).norm) / xi.norm
  }

  static let maps: [any MeasurementMap] = [
    twoThirds(12, 9), FullObservation(rows: 12, columns: 9),
    RankOneSensing(rows: 12, columns: 9, count: 80, seed: 5),
  ]
}

/// Sums of a few hundred products: rounding below 1e-13, and a factor 10.
private let rounding = 1e-12

@Suite struct TangentTests {
  private let frame = TangentFrame()

  @Test func isAVectorSpace() {
    #expect(checkVectorSpace(like: frame.random(1)).worst < 1e-13)
  }

  /// The three blocks are orthogonal: the coordinates' inner product is that of the matrices.
  @Test func coordinatesAreOrthonormal() {
    let (xi, eta) = (frame.random(3), frame.random(4))
    #expect(frame.gaugeGap(xi) < rounding)
    let (a, b) = (frame.dense(xi), frame.dense(eta))
    #expect(abs(a.dot(b) - xi.dot(eta)) < rounding * a.norm * b.norm)
    #expect(abs(a.norm - xi.norm) < rounding * a.norm)
  }

  /// Projection leaves a remainder orthogonal to every tangent vector, and keeps tangent vectors.
  @Test func projects() {
    let jacobian = TangentJacobian(Self.full, u: frame.form.u, v: frame.form.v)
    let g = gaussian(12, 9, seed: 6)
    var (projected, again) = (frame.random(1), frame.random(2))
    jacobian.project(g, into: &projected)
    #expect(frame.gaugeGap(projected) < rounding)
    var rest = g
    rest.add(frame.dense(projected), scaledBy: -1)
    #expect(abs(rest.dot(frame.dense(frame.random(7)))) < rounding * g.norm * 10)
    #expect(rest.norm > 0.1 * g.norm)
    jacobian.project(frame.dense(projected), into: &again)
    again.add(projected, scaledBy: -1)
    #expect(again.norm < rounding * projected.norm)
  }

  private static let full = FullObservation(rows: 12, columns: 9)

  /// ⟨Jξ, y⟩ = ⟨ξ, Jᵀy⟩, and Jᵀy is in its gauge.
  @Test(arguments: TangentFrame.maps.indices)
  func adjoint(_ k: Int) {
    func check(_ map: some MeasurementMap) {
      var jacobian = TangentJacobian(map, u: frame.form.u, v: frame.form.v)
      let xi = frame.random(8), y = gaussian(1, map.count, seed: 9).elements
      var seen = y, back = frame.random(10)
      jacobian.apply(xi, into: &seen)
      jacobian.adjoint(y, into: &back)
      #expect(abs(seen.dot(y) - xi.dot(back)) < rounding * seen.norm * y.norm)
      #expect(frame.gaugeGap(back) < rounding)
      var expected = y
      let w = frame.dense(xi)
      let one = Matrix(diagonal: Array(repeating: 1, count: 9))
      map.apply(LowRankMatrix(left: w, right: one), into: &expected)
      expected.add(seen, scaledBy: -1)
      #expect(expected.norm < rounding * seen.norm)
    }
    check(TangentFrame.maps[k])
  }

  /// ‖𝒜(R(tξ)) − 𝒜(W) − t Jξ‖ falls as t²: J is the derivative of 𝒜 along the retraction.
  @Test(arguments: TangentFrame.maps.indices)
  func jacobianIsTheDerivativeAlongTheRetraction(_ k: Int) {
    func check(_ map: some MeasurementMap) {
      var jacobian = TangentJacobian(map, u: frame.form.u, v: frame.form.v)
      let xi = frame.random(11)
      var slope = [Double](repeating: 0, count: map.count)
      jacobian.apply(xi, into: &slope)
      func remainder(_ t: Double) -> Double {
        var step = xi
        step.scale(by: t)
        let moved = frame.form.retracting(core: step.core, left: step.left, right: step.right)
        var there = slope
        map.apply(moved.lowRank, into: &there)
        there.add(observations(of: frame.form.lowRank, by: map), scaledBy: -1)
        there.add(slope, scaledBy: -t)
        return there.norm
      }
      // Quadratic within 5 %: t is a hundredth of the smallest singular value, about 1.
      let ratio = remainder(1e-3) / remainder(5e-4)
      #expect(ratio > 3.8 && ratio < 4.2, "\(ratio)")
    }
    check(TangentFrame.maps[k])
  }

  @Test func meanCurvatureIsTheSamplingRate() {
    var jacobian = TangentJacobian(twoThirds(12, 9), u: frame.form.u, v: frame.form.v)
    #expect(abs(jacobian.meanCurvature(seed: 1) - 2.0 / 3) < 0.15)
    var all = TangentJacobian(Self.full, u: frame.form.u, v: frame.form.v)
    #expect(abs(all.meanCurvature(seed: 1) - 1) < rounding)
  }
}

@Suite struct FixedRankCheckerTests {
  @Test func factorsOfEveryShape() {
    for (m, n, k) in [(9, 7, 3), (4, 9, 4), (2, 3, 4), (5, 5, 0), (1, 1, 1)] {
      let point = Asymmetric(u: gaussian(m, k), v: gaussian(n, k, seed: 2))
      #expect(checkFixedRank(point).worst < 1e-13)
    }
  }

  @Test func theCheckerSeesWrongFactors() {
    struct Halved: FixedRank {
      var base: Asymmetric
      init(spectral form: SpectralForm) {
        base = Asymmetric(spectral: form)
        base.scale(by: 0.5)
      }
      init(_ base: Asymmetric) { self.base = base }
      var spectral: SpectralForm { base.spectral }
      var rank: Int { base.rank }
      func makeScratch() -> Asymmetric.Scratch { base.makeScratch() }
      func product(_ s: inout Asymmetric.Scratch) -> LowRankMatrix { base.product(&s) }
      func pullBack(
        _ g: some LinearOperator, _ s: inout Asymmetric.Scratch, into gradient: inout Halved
      ) { base.pullBack(g, &s, into: &gradient.base) }
      func zeroed() -> Halved { Halved(base.zeroed()) }
      mutating func assign(_ other: Halved) { base.assign(other.base) }
      mutating func add(_ other: Halved, scaledBy s: Double) { base.add(other.base, scaledBy: s) }
      func dot(_ other: Halved) -> Double { base.dot(other.base) }
      mutating func updateBuffers(_ body: (inout [Double]) throws -> Void) rethrows {
        try base.updateBuffers(body)
      }
    }
    let point = Halved(Asymmetric(u: gaussian(9, 3), v: gaussian(7, 3, seed: 2)))
    #expect(checkFixedRank(point).product > 0.4)
  }
}
