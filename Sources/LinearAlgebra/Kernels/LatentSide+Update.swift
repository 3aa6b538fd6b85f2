internal import COpenBLAS

/// How precise a line's unknowns and its measurements are taken to be.
public struct LatentPrecision: Sendable {
  /// 1 / prior variance of each latent coordinate.
  public var prior: [Double]
  /// 1 / prior variance of the effects.
  public var effectPrior: Double
  /// 1 / noise variance of every crossing line, or nil for one.
  public var crossing: [Double]?
  /// 1 / noise variance of every line, or nil for one.
  public var line: [Double]?

  public init(
    prior: [Double], effectPrior: Double, crossing: [Double]? = nil, line: [Double]? = nil
  ) {
    self.prior = prior
    self.effectPrior = effectPrior
    self.crossing = crossing
    self.line = line
  }
}

extension LatentSide {
  /// Half a sweep: the posterior of every line given the other side.
  ///
  /// With features fⱼ, moments Mⱼ and effects cⱼ of the other side and precisions wᵢⱼ,
  ///     Sᵢ = (diag(prior) + Σⱼ wᵢⱼ Mⱼ)⁻¹,   uᵢ = Sᵢ Σⱼ wᵢⱼ (xᵢⱼ − cⱼ) fⱼ
  /// over the observed j (mean-field variational Bayes; Lim, Teh 2007). Σ Mⱼ is a dense product
  /// with the 0/1 pattern where at least 1/16 of the places are observed, sparse otherwise.
  ///
  /// - Returns: for every line, Σⱼ ωᵢⱼ E(xᵢⱼ − prediction)² over its entries, ω the entries' own
  ///   weights. With crossing precisions, which weigh the sum of moments otherwise than ω, the
  ///   latent vectors' variance is left out: only the other side's half sweep gives the energy.
  /// Cost: count · width²/2 multiplications sparse, lines · crossings · width²/2 at BLAS speed
  /// dense, and lines · width³ to invert. Scratch: 32 lines for each thread.
  public mutating func update(
    from data: SparseLines, given other: LatentSide, _ precision: LatentPrecision
  ) -> [Double] {
    precondition(data.lines == lines && data.crossings == other.lines, "shapes differ")
    precondition(rank == other.rank && hasEffect == other.hasEffect, "ranks differ")
    let block = max(1, min(32, (lines + 3) / 4)), parts = (lines + block - 1) / block
    let workers = min(Parallel.threads, parts)
    let dense = data.density >= 1.0 / 16
    let scratch = (0..<workers).map { _ in
      LatentScratch(
        width: width, block: block, packed: moments.columns, crossings: dense ? other.lines : 0)
    }
    var energy = [Double](repeating: 0, count: lines)
    Backend.prepare()
    let sweep = LatentSweep(data: data, other: other, precision: precision)
    let count = lines
    energy.withUnsafeMutableBufferPointer { energy in
      withOutput { output in
        Parallel.forEach(parts: parts, workers: workers) { part, worker in
          let range = part * block..<min(count, (part + 1) * block)
          sweep.update(range, scratch[worker], dense: dense, output, energy)
        }
      }
    }
    return energy
  }

  private mutating func withOutput(_ body: (LatentOutput) -> Void) {
    withBuffers(&features.elements, &moments.elements, &effect, &effectVariance) {
      body(LatentOutput(features: $0, moments: $1, effect: $2, effectVariance: $3))
    }
  }
}

private typealias Buffer = UnsafeMutableBufferPointer<Double>

private func withBuffers(
  _ a: inout [Double], _ b: inout [Double], _ c: inout [Double], _ d: inout [Double],
  _ body: (Buffer, Buffer, Buffer, Buffer) -> Void
) {
  a.withUnsafeMutableBufferPointer { a in
    b.withUnsafeMutableBufferPointer { b in
      c.withUnsafeMutableBufferPointer { c in
        d.withUnsafeMutableBufferPointer { d in body(a, b, c, d) }
      }
    }
  }
}
