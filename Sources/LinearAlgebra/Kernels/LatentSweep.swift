internal import COpenBLAS

/// Where a half sweep writes; each line's part is written by one thread only.
struct LatentOutput {
  let features: UnsafeMutableBufferPointer<Double>
  let moments: UnsafeMutableBufferPointer<Double>
  let effect: UnsafeMutableBufferPointer<Double>
  let effectVariance: UnsafeMutableBufferPointer<Double>
}

/// One worker's memory for a block of lines, allocated once per half sweep.
final class LatentScratch {
  let gram: UnsafeMutablePointer<Double>
  let pattern: UnsafeMutablePointer<Double>
  let triangle: UnsafeMutablePointer<Double>
  let covariance: UnsafeMutablePointer<Double>
  let vector: UnsafeMutablePointer<Double>
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

/// The half sweep over a block of lines. Pointers throughout: the loops run on several threads
/// and are short (`width` numbers), so a bounds check per element would dominate them.
struct LatentSweep {
  let data: SparseLines
  let other: LatentSide
  let precision: LatentPrecision
  /// The prior precision of every unknown of a line, the effect last.
  let prior: [Double]

  init(data: SparseLines, other: LatentSide, precision: LatentPrecision) {
    self.data = data
    self.other = other
    self.precision = precision
    prior = precision.prior + (other.hasEffect ? [precision.effectPrior] : [])
  }

  func update(
    _ range: Range<Int>, _ scratch: LatentScratch, dense: Bool, _ output: LatentOutput,
    _ energy: UnsafeMutableBufferPointer<Double>
  ) {
    if dense { accumulateDense(range, scratch) } else { accumulateSparse(range, scratch) }
    for i in range {
      energy[i] = solve(i, scratch, scratch.gram + (i - range.lowerBound) * packed, output)
    }
  }

  private var width: Int { other.width }
  private var packed: Int { other.moments.columns }

  /// The precision of the measurement at a place, without the line's own factor.
  @inline(__always)
  private func weight(_ place: Int) -> Double {
    (data.weights?[place] ?? 1) * (precision.crossing?[Int(data.crossing[place])] ?? 1)
  }

  /// Σⱼ wᵢⱼ Mⱼ of every line as one product of the weighted pattern with the table of moments.
  private func accumulateDense(_ range: Range<Int>, _ scratch: LatentScratch) {
    let n = other.lines
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
      Int32(packed), Int32(n), 1, scratch.pattern, Int32(n), other.moments.elements,
      Int32(packed), 0, scratch.gram, Int32(packed))
  }

  private func accumulateSparse(_ range: Range<Int>, _ scratch: LatentScratch) {
    other.moments.elements.withUnsafeBufferPointer { moments in
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
    _ i: Int, _ scratch: LatentScratch, _ gram: UnsafeMutablePointer<Double>,
    _ output: LatentOutput
  ) -> Double {
    let lineWeight = precision.line?[i] ?? 1
    rightHandSide(i, scratch.vector, lineWeight)
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
    other.features.elements.withUnsafeBufferPointer { features in
      guard let features = features.baseAddress else { return }
      for place in data.start[i]..<data.start[i + 1] {
        let j = Int(data.crossing[place])
        let target = lineWeight * weight(place) * (data.values[place] - other.effect[j])
        Kernel.axpy(target, features + j * width, vector, width)
      }
    }
  }

  /// Stores mean, moment and effect of line i. A system that is singular to rounding keeps what
  /// was there: the next sweep starts from better-scaled factors.
  private func write(_ i: Int, _ scratch: LatentScratch, kept: Bool, _ output: LatentOutput) {
    let rank = other.rank
    let feature = output.features.baseAddress! + i * width
    guard !kept else {
      for a in 0..<rank { scratch.solution[a] = feature[a] }
      if other.hasEffect { scratch.solution[rank] = output.effect[i] }
      return
    }
    for a in 0..<rank { feature[a] = scratch.solution[a] }
    if other.hasEffect {
      output.effect[i] = scratch.solution[rank]
      output.effectVariance[i] = scratch.covariance[rank * width + rank]
      // The effect is a number of its own, not part of what the other side multiplies.
      for a in 0..<width { scratch.covariance[rank * width + a] = 0 }
    }
    if width > 0 {
      PackedSymmetric.moment(
        feature, plus: scratch.covariance, order: width,
        into: output.moments.baseAddress! + i * packed)
    }
  }

  /// Σⱼ ω (xᵢⱼ − cⱼ − bᵢ − uᵢ·vⱼ)² plus the predictive variances, which sum to
  /// ⟨Mᵢ, Σⱼ Mⱼ⟩ − Σⱼ (uᵢ·vⱼ)² + Σⱼ (var bᵢ + var cⱼ).
  private func energy(
    _ i: Int, _ solution: UnsafeMutablePointer<Double>, _ gram: UnsafeMutablePointer<Double>,
    _ lineWeight: Double, _ output: LatentOutput
  ) -> Double {
    let rank = other.rank
    let moment = output.moments.baseAddress.map { $0 + i * packed }
    var squares = 0.0, variance = 0.0
    if let moment, lineWeight > 0, precision.crossing == nil {
      variance = Kernel.dot(moment, gram, PackedSymmetric.count(order: rank)) / lineWeight
    }
    other.features.elements.withUnsafeBufferPointer { features in
      for place in data.start[i]..<data.start[i + 1] {
        let j = Int(data.crossing[place]), omega = data.weights?[place] ?? 1
        let product = features.baseAddress.map { Kernel.dot($0 + j * width, solution, rank) } ?? 0
        let residual = data.values[place] - other.effect[j] - output.effect[i] - product
        squares += omega * residual * residual
        variance += omega * (output.effectVariance[i] + other.effectVariance[j] - product * product)
      }
    }
    return squares + max(0, variance)
  }
}
