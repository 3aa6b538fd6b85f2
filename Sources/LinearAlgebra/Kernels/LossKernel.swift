import RealModule

/// The passes over predictions and targets that losses are made of.
///
/// Fused, because at a million entries a pass is bound by memory: computing a residual and its
/// energy together halves the traffic. No pass allocates or runs on more than one thread; each
/// traps where the counts differ.
package enum LossKernel {
  /// Σ (xₖ − yₖ)², reading both vectors once and writing nothing.
  package static func squaredError(_ x: [Double], _ y: [Double]) -> Double {
    precondition(x.count == y.count, "one target per prediction")
    let (x, y) = (x.span, y.span)
    var sum = 0.0
    for k in 0..<x.count {
      let e = x[unchecked: k] - y[unchecked: k]
      sum = Relaxed.multiplyAdd(e, e, sum)
    }
    return sum
  }

  /// Σ wₖ (xₖ − yₖ)², reading the three vectors once.
  package static func squaredError(_ x: [Double], _ y: [Double], weights: [Double]) -> Double {
    precondition(x.count == y.count && weights.count == x.count, "one weight per prediction")
    let (x, y, w) = (x.span, y.span, weights.span)
    var sum = 0.0
    for k in 0..<x.count {
      let e = x[unchecked: k] - y[unchecked: k]
      sum = Relaxed.multiplyAdd(w[unchecked: k] * e, e, sum)
    }
    return sum
  }

  /// x ← x − y; returns Σ (xₖ − yₖ)². The residual and its energy in one pass,
  /// in place of the predictions, which nobody needs once they have been compared.
  package static func subtract(_ y: [Double], from x: inout [Double]) -> Double {
    precondition(x.count == y.count, "one target per prediction")
    let y = y.span
    var x = x.mutableSpan, sum = 0.0
    for k in 0..<y.count {
      let e = x[unchecked: k] - y[unchecked: k]
      x[unchecked: k] = e
      sum = Relaxed.multiplyAdd(e, e, sum)
    }
    return sum
  }

  /// x ← w (x − y) by components; returns Σ wₖ (xₖ − yₖ)².
  ///
  /// What is left in x is the derivative of half the sum, not the residual: the weights are in it.
  package static func subtract(
    _ y: [Double], from x: inout [Double], weights: [Double]
  ) -> Double {
    precondition(x.count == y.count && weights.count == x.count, "one weight per prediction")
    let (y, w) = (y.span, weights.span)
    var x = x.mutableSpan, sum = 0.0
    for k in 0..<y.count {
      let e = x[unchecked: k] - y[unchecked: k]
      let weighted = w[unchecked: k] * e
      x[unchecked: k] = weighted
      sum = Relaxed.multiplyAdd(weighted, e, sum)
    }
    return sum
  }

  /// Σ wₖ xₖ yₖ.
  ///
  /// The inner product of data space in which weighted least squares is plain least squares.
  package static func dot(_ x: [Double], _ y: [Double], weights: [Double]) -> Double {
    precondition(x.count == y.count && weights.count == x.count, "one weight per component")
    let (x, y, w) = (x.span, y.span, weights.span)
    var sum = 0.0
    for k in 0..<x.count {
      sum = Relaxed.multiplyAdd(w[unchecked: k] * x[unchecked: k], y[unchecked: k], sum)
    }
    return sum
  }

  /// Σ h(xₖ − yₖ) with h(e) = c (|e| − c/2), c = min(|e|, δ): Huber's function without a branch.
  ///
  /// Quadratic up to δ and linear beyond (Huber 1964). Precondition: δ ≥ 0, which is not checked.
  package static func huber(_ x: [Double], _ y: [Double], threshold: Double) -> Double {
    precondition(x.count == y.count, "one target per prediction")
    let (x, y) = (x.span, y.span)
    var sum = 0.0
    for k in 0..<x.count {
      let size = abs(x[unchecked: k] - y[unchecked: k])
      // A NaN fails both comparisons and passes through `size`, so divergence stays visible.
      let clipped = size > threshold ? threshold : size
      sum = Relaxed.multiplyAdd(clipped, size - clipped / 2, sum)
    }
    return sum
  }

  /// x ← x − y clipped to [−δ, δ]: the derivative of Huber's function.
  ///
  /// Bounded by δ, so that no single target moves an answer far; a NaN fails both comparisons and
  /// stays.
  package static func clippedDifference(
    _ x: inout [Double], _ y: [Double], threshold: Double
  ) {
    precondition(x.count == y.count, "one target per prediction")
    let y = y.span
    var x = x.mutableSpan
    for k in 0..<y.count {
      let e = x[unchecked: k] - y[unchecked: k]
      x[unchecked: k] = e > threshold ? threshold : (e < -threshold ? -threshold : e)
    }
  }
}
