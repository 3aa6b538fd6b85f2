import LinearAlgebra

@testable import LowRank

/// A believed latent vector and effect, unpacked: what the formulas of a textbook are about.
struct LatentLine {
  let mean: Matrix
  let covariance: Matrix
  let effect: Double
  let effectVariance: Double

  /// Line i of `side`: Sᵢ is the moment minus the square of the mean.
  init(_ side: LatentSide, _ i: Int) {
    let q = side.rank
    mean = Matrix(rows: q, columns: 1) { a, _ in side.features[i, a] }
    covariance = Matrix(rows: q, columns: q) { a, b in
      let (row, column) = (max(a, b), min(a, b))
      let packed = side.moments[i, row * (row + 1) / 2 + column]
      let moment = a == b ? packed : packed / 2.0.squareRoot()
      return moment - side.features[i, a] * side.features[i, b]
    }
    effect = side.effect[i]
    effectVariance = side.effectVariance[i]
  }

  init(mean: Matrix, covariance: Matrix, effect: Double, effectVariance: Double) {
    self.mean = mean
    self.covariance = covariance
    self.effect = effect
    self.effectVariance = effectVariance
  }

  /// var(u·v + b + c) of independent u, v, b, c: vᵀSᵤv + uᵀSᵥu + tr(Sᵤ Sᵥ) + var b + var c.
  func predictiveVariance(_ other: LatentLine) -> Double {
    other.mean.dot(covariance.times(other.mean)) + mean.dot(other.covariance.times(mean))
      + covariance.dot(other.covariance) + effectVariance + other.effectVariance
  }

  func predict(_ other: LatentLine) -> Double { mean.dot(other.mean) + effect + other.effect }
}

/// Half a sweep by its definition: for every line one dense system in (u, b), assembled entry by
/// entry and solved by LAPACK's Cholesky.
struct LatentReference {
  let data: SparseLines
  let other: LatentSide
  let precision: LatentPrecision

  func line(_ i: Int) -> LatentLine {
    let k = other.rank, q = k + (other.hasEffect ? 1 : 0)
    var system = Matrix(
      diagonal: precision.prior + (other.hasEffect ? [precision.effectPrior] : []))
    var target = Matrix(rows: 1, columns: q)
    for place in data.start[i]..<data.start[i + 1] {
      let j = Int(data.crossing[place]), v = LatentLine(other, j), w = weight(i, place)
      // E f fᵀ of the feature f = (v, 1).
      for a in 0..<q {
        let fa = a < k ? v.mean[a, 0] : 1
        target[0, a] += w * (data.values[place] - v.effect) * fa
        for b in 0..<q {
          let fb = b < k ? v.mean[b, 0] : 1
          system[a, b] += w * (fa * fb + (a < k && b < k ? v.covariance[a, b] : 0))
        }
      }
    }
    var inverse = Matrix(diagonal: Array(repeating: 1, count: q))
    Cholesky(system)!.solveRows(&inverse)
    let solution = inverse.times(target.transposed)
    return LatentLine(
      mean: Matrix(rows: k, columns: 1) { a, _ in solution[a, 0] },
      covariance: Matrix(rows: k, columns: k) { inverse[$0, $1] },
      effect: other.hasEffect ? solution[k, 0] : 0,
      effectVariance: other.hasEffect ? inverse[k, k] : 0)
  }

  /// Σⱼ ωᵢⱼ (residual² + predictive variance).
  func energy(_ i: Int) -> Double {
    let u = line(i)
    return (data.start[i]..<data.start[i + 1]).reduce(0.0) { sum, place in
      let v = LatentLine(other, Int(data.crossing[place]))
      let residual = data.values[place] - u.predict(v)
      let omega = data.weights?[place] ?? 1
      return sum + omega * (residual * residual + u.predictiveVariance(v))
    }
  }

  private func weight(_ i: Int, _ place: Int) -> Double {
    (data.weights?[place] ?? 1) * (precision.line?[i] ?? 1)
      * (precision.crossing?[Int(data.crossing[place])] ?? 1)
  }
}
