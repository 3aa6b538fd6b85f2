internal import COpenBLAS

/// A regression for every line of a sparse matrix, on features that are known with some
/// uncertainty.
///
/// Line i has values xᵢⱼ at some of its crossings j. Crossing j has a feature fⱼ with second moment
/// Mⱼ, packed as in `PackedSymmetric`, and an offset cⱼ. With precisions wᵢⱼ of the values, the
/// coefficients of line i have covariance and mean
///
///     Sᵢ = (diag(prior) + Σⱼ wᵢⱼ Mⱼ)⁻¹,   uᵢ = Sᵢ Σⱼ wᵢⱼ (xᵢⱼ − cⱼ) fⱼ.
///
/// With moments Mⱼ = E fⱼfⱼᵀ of the other side's posterior, and prior and precisions from the
/// noise, this is the step of variational matrix factorisation for one side (Lim, Teh 2007); with
/// Mⱼ = fⱼfⱼᵀ it is ridge regression.
///
/// Pointers throughout: the loops run on several threads and are short (as long as a feature), so a
/// bounds check per element would dominate them.
///
/// Cost: count · width²/2 multiplications where fewer than 1/16 of the places hold a value,
/// lines · crossings · width²/2 at BLAS speed where more do, and lines · width³ to invert. Scratch:
/// 32 lines for each thread.
package struct LineRegression {
  /// The values, and the precision of each up to the two factors below.
  let data: SparseLines
  /// fⱼ and Mⱼ, one row for each crossing.
  let features: Matrix
  let moments: Matrix
  /// cⱼ and its variance, one number for each crossing.
  let offset: [Double]
  let offsetVariance: [Double]
  /// Whether the last feature is the constant 1, whose coefficient is kept apart as an intercept.
  let hasIntercept: Bool
  /// The prior precision of every coefficient.
  let prior: [Double]
  /// The precision of every value of a crossing, and of a line, or nil for one.
  let crossingPrecision: [Double]?
  let linePrecision: [Double]?

  /// Preconditions: features, moments, offsets and variances one for each crossing; one prior
  /// precision a coefficient; moments packed for as many coefficients as there are.
  package init(
    _ data: SparseLines, features: Matrix, moments: Matrix, offset: [Double],
    offsetVariance: [Double], hasIntercept: Bool, prior: [Double],
    crossingPrecision: [Double]?, linePrecision: [Double]?
  ) {
    precondition(
      features.rows == data.crossings && moments.rows == data.crossings
        && offset.count == data.crossings && offsetVariance.count == data.crossings,
      "one feature, moment and offset per crossing")
    precondition(
      prior.count == features.columns
        && moments.columns == PackedSymmetric.count(order: features.columns), "shapes differ")
    self.data = data
    self.features = features
    self.moments = moments
    self.offset = offset
    self.offsetVariance = offsetVariance
    self.hasIntercept = hasIntercept
    self.prior = prior
    self.crossingPrecision = crossingPrecision
    self.linePrecision = linePrecision
  }

  private var width: Int { features.columns }
  /// The length of a packed moment, width (width + 1)/2.
  private var packed: Int { moments.columns }
  /// The number of coefficients but for the intercept.
  private var rank: Int { width - (hasIntercept ? 1 : 0) }
  /// Whether zeros are multiplied along at BLAS speed rather than values gathered one by one.
  private var isDense: Bool { data.density >= 1.0 / 16 }

  /// Solves for every line: its mean and second moment, and its intercept with the variance.
  ///
  /// - Returns: for every line, Σⱼ ωᵢⱼ E(xᵢⱼ − prediction)² over its entries, ω the entries' own
  ///   weights. With precisions of the crossings, which weigh the sum of moments otherwise than ω,
  ///   the variance of the coefficients is left out.
  ///
  /// What the four arguments held is overwritten but for lines without a solution. Every line is
  /// one part's, so results do not depend on the number of threads. Precondition: one row of means
  /// and moments, one intercept and one variance for every line.
  package func solve(
    means: inout Matrix, moments: inout Matrix, intercept: inout [Double],
    interceptVariance: inout [Double]
  ) -> [Double] {
    let count = data.lines
    precondition(
      means.rows == count && means.columns == width && moments.rows == count
        && moments.columns == packed && intercept.count == count
        && interceptVariance.count == count, "shapes differ")
    // By the number of lines alone: blocks of 32 for GEMM to have rows to work on, smaller ones
    // where there would not be four parts to share.
    let block = max(1, min(32, (count + 3) / 4)), parts = (count + block - 1) / block
    // Looked up once: as many scratches as workers.
    let execution = Execution.current
    let scratch = (0..<execution.workers(for: parts)).map { _ in
      RegressionScratch(
        width: width, block: block, packed: packed, crossings: isDense ? data.crossings : 0)
    }
    var energy = [Double](repeating: 0, count: count)
    withBuffers(
      &means.elements, &moments.elements, &intercept, &interceptVariance, &energy
    ) { output in
      Backend.onOneThread {
        Parallel.forEach(parts: parts, by: execution) { part, worker in
          solve(part * block..<min(count, (part + 1) * block), scratch[worker], output)
        }
      }
    }
    return energy
  }

  /// A block of lines: first the moments of all of them, then each line's own small system.
  private func solve(
    _ range: Range<Int>, _ scratch: RegressionScratch, _ output: RegressionOutput
  ) {
    if isDense { accumulateDense(range, scratch) } else { accumulateSparse(range, scratch) }
    for i in range {
      output.energy[i] = solve(i, scratch, scratch.gram + (i - range.lowerBound) * packed, output)
    }
  }

  /// The precision of the value at a place, without the line's own factor.
  @inline(__always)
  private func weight(_ place: Int) -> Double {
    (data.weights?[place] ?? 1) * (crossingPrecision?[Int(data.crossing[place])] ?? 1)
  }

  /// Σⱼ wᵢⱼ Mⱼ of every line as one product of the weighted pattern with the table of moments.
  private func accumulateDense(_ range: Range<Int>, _ scratch: RegressionScratch) {
    let n = data.crossings
    // The scratch still holds the block before.
    for k in 0..<range.count * n { scratch.pattern[k] = 0 }
    for i in range {
      let row = scratch.pattern + (i - range.lowerBound) * n
      for place in data.start[i]..<data.start[i + 1] {
        row[Int(data.crossing[place])] = weight(place)
      }
    }
    guard packed > 0 else { return }
    cblas_dgemm(
      Backend.rowMajor, Backend.noTranspose, Backend.noTranspose, Int32(range.count),
      Int32(packed), Int32(n), 1, scratch.pattern, Int32(n), moments.elements,
      Int32(packed), 0, scratch.gram, Int32(packed))
  }

  /// The same sums gathered place by place, so that what is not there costs nothing.
  private func accumulateSparse(_ range: Range<Int>, _ scratch: RegressionScratch) {
    moments.elements.withUnsafeBufferPointer { moments in
      guard let moments = moments.baseAddress else { return }
      for i in range {
        let gram = scratch.gram + (i - range.lowerBound) * packed
        for k in 0..<packed { gram[k] = 0 }
        for place in data.start[i]..<data.start[i + 1] {
          Kernel.axpy(weight(place), moments + Int(data.crossing[place]) * packed, gram, packed)
        }
      }
    }
  }

  /// Solves for line i, writes it, and returns the energy of its residuals.
  private func solve(
    _ i: Int, _ scratch: RegressionScratch, _ gram: UnsafeMutablePointer<Double>,
    _ output: RegressionOutput
  ) -> Double {
    let lineWeight = linePrecision?[i] ?? 1
    rightHandSide(i, scratch.vector, lineWeight)
    // A line's own precision is common to all its terms: the sum is weighed, not each of them.
    for k in 0..<packed { gram[k] *= lineWeight }
    let solved = PackedSymmetric.invert(
      gram, prior: prior, order: width, scratch: scratch.triangle, into: scratch.covariance)
    if solved {
      PackedSymmetric.multiply(
        scratch.covariance, scratch.vector, order: width, into: scratch.solution)
    }
    write(i, scratch, kept: !solved, output)
    return energy(i, scratch.solution, gram, lineWeight, output)
  }

  /// Σⱼ wᵢⱼ (xᵢⱼ − cⱼ) fⱼ.
  private func rightHandSide(
    _ i: Int, _ vector: UnsafeMutablePointer<Double>, _ lineWeight: Double
  ) {
    for a in 0..<width { vector[a] = 0 }
    features.elements.withUnsafeBufferPointer { features in
      guard let features = features.baseAddress else { return }
      for place in data.start[i]..<data.start[i + 1] {
        let j = Int(data.crossing[place])
        let target = lineWeight * weight(place) * (data.values[place] - offset[j])
        Kernel.axpy(target, features + j * width, vector, width)
      }
    }
  }

  /// Stores mean, moment and intercept of line i. A system that is singular to rounding keeps what
  /// was there: the next one starts from better-scaled features.
  private func write(
    _ i: Int, _ scratch: RegressionScratch, kept: Bool, _ output: RegressionOutput
  ) {
    let mean = output.means.baseAddress! + i * width
    guard !kept else {
      for a in 0..<rank { scratch.solution[a] = mean[a] }
      if hasIntercept { scratch.solution[rank] = output.intercept[i] }
      return
    }
    for a in 0..<rank { mean[a] = scratch.solution[a] }
    if hasIntercept {
      output.intercept[i] = scratch.solution[rank]
      output.interceptVariance[i] = scratch.covariance[rank * width + rank]
      // The intercept is a number of its own, not part of what the other side multiplies.
      for a in 0..<width { scratch.covariance[rank * width + a] = 0 }
    }
    if width > 0 {
      PackedSymmetric.moment(
        mean, plus: scratch.covariance, order: width,
        into: output.moments.baseAddress! + i * packed)
    }
  }

  /// Σⱼ ω (xᵢⱼ − cⱼ − bᵢ − uᵢ·fⱼ)² plus the predictive variances, which sum to
  /// ⟨Mᵢ, Σⱼ Mⱼ⟩ − Σⱼ (uᵢ·fⱼ)² + Σⱼ (var bᵢ + var cⱼ), with the intercept bᵢ apart.
  private func energy(
    _ i: Int, _ solution: UnsafeMutablePointer<Double>, _ gram: UnsafeMutablePointer<Double>,
    _ lineWeight: Double, _ output: RegressionOutput
  ) -> Double {
    let moment = output.moments.baseAddress.map { $0 + i * packed }
    var squares = 0.0, variance = 0.0
    // ⟨Mᵢ, Σⱼ wᵢⱼ Mⱼ⟩ is there already, as the sum of the system; without the intercept it is a
    // prefix.
    if let moment, lineWeight > 0, crossingPrecision == nil {
      variance = Kernel.dot(moment, gram, PackedSymmetric.count(order: rank)) / lineWeight
    }
    features.elements.withUnsafeBufferPointer { features in
      for place in data.start[i]..<data.start[i + 1] {
        let j = Int(data.crossing[place]), omega = data.weights?[place] ?? 1
        let product = features.baseAddress.map { Kernel.dot($0 + j * width, solution, rank) } ?? 0
        let residual = data.values[place] - offset[j] - output.intercept[i] - product
        squares += omega * residual * residual
        variance += omega * (output.interceptVariance[i] + offsetVariance[j] - product * product)
      }
    }
    // A sum of variances that cancels to rounding may come out below zero.
    return squares + max(0, variance)
  }
}

/// Where the regressions are written; each line's part by one thread only.
private struct RegressionOutput {
  let means: UnsafeMutableBufferPointer<Double>
  let moments: UnsafeMutableBufferPointer<Double>
  let intercept: UnsafeMutableBufferPointer<Double>
  let interceptVariance: UnsafeMutableBufferPointer<Double>
  let energy: UnsafeMutableBufferPointer<Double>
}

/// `body` with the storage of five arrays: their pointers are valid no longer than the closures.
private func withBuffers(
  _ a: inout [Double], _ b: inout [Double], _ c: inout [Double], _ d: inout [Double],
  _ e: inout [Double], _ body: (RegressionOutput) -> Void
) {
  a.withUnsafeMutableBufferPointer { a in
    b.withUnsafeMutableBufferPointer { b in
      c.withUnsafeMutableBufferPointer { c in
        d.withUnsafeMutableBufferPointer { d in
          e.withUnsafeMutableBufferPointer { e in
            body(
              RegressionOutput(
                means: a, moments: b, intercept: c, interceptVariance: d, energy: e))
          }
        }
      }
    }
  }
}

/// One worker's memory for a block of lines, allocated once for all regressions.
///
/// A class for its `deinit`, which gives the memory back whichever way the work ends.
private final class RegressionScratch {
  /// Σⱼ wᵢⱼ Mⱼ, packed, for every line of the block.
  let gram: UnsafeMutablePointer<Double>
  /// wᵢⱼ of the block's lines as a dense matrix; empty where the values are sparse.
  let pattern: UnsafeMutablePointer<Double>
  /// One line's system as a square, then the inverse of its Cholesky factor.
  let triangle: UnsafeMutablePointer<Double>
  /// Sᵢ as a square.
  let covariance: UnsafeMutablePointer<Double>
  /// The right-hand side.
  let vector: UnsafeMutablePointer<Double>
  /// uᵢ with its intercept.
  let solution: UnsafeMutablePointer<Double>
  private let whole: UnsafeMutablePointer<Double>

  init(width: Int, block: Int, packed: Int, crossings: Int) {
    let square = max(1, width * width)
    let sizes = [block * packed, block * crossings, square, square, width, width]
    whole = .allocate(capacity: sizes.reduce(1, +))
    gram = whole
    pattern = gram + sizes[0]
    triangle = pattern + sizes[1]
    covariance = triangle + sizes[2]
    vector = covariance + sizes[3]
    solution = vector + sizes[4]
  }

  deinit { whole.deallocate() }
}
