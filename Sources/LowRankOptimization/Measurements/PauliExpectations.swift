public import LinearAlgebra

/// 𝒜(W)ₖ = tr(Pₖ ρ): expectations of Pauli strings in a state ρ of n qubits.
///
/// ρ is complex; W is its real embedding E(ρ) = [[Re ρ, −Im ρ], [Im ρ, Re ρ]], 2ⁿ⁺¹ × 2ⁿ⁺¹, for
/// which tr(P ρ) = ½⟨E(P), W⟩. So defined, 𝒜 takes any real W and sees only its complex Hermitian
/// part. No matrix of the operators' size is formed: strings that flip the same bits share one
/// diagonal.
///
///     tr(P L Rᴴ) = Σ_b i^y (−1)^popcount(b & z) Σ_c conj(R[b ⊕ x, c]) L[b, c]
///
/// Cost: `apply` 8 · 2ⁿ rank flops for each distinct x, and 2ⁿ for each string or n 2ⁿ for each x,
/// whichever is less; `adjoint` the same without the rank. The image holds 2ⁿ⁺¹ numbers an x.
public struct PauliExpectations: MeasurementMap {
  public let strings: [PauliString]
  /// n.
  public let qubits: Int
  private let groups: [Group]

  /// The strings that flip the same bits.
  private struct Group: Sendable {
    let flip: Int
    let members: [Int]
    /// Whether one transform for all is cheaper than one sum for each.
    let isTransformed: Bool
  }

  /// - Parameter strings: at least one, all of the same number of qubits.
  public init(_ strings: [PauliString]) {
    precondition(!strings.isEmpty, "at least one string")
    precondition(strings.allSatisfy { $0.qubits == strings[0].qubits }, "one number of qubits")
    self.strings = strings
    qubits = strings[0].qubits
    let members = Dictionary(grouping: strings.indices, by: { strings[$0].x })
    // Sorted: the order of a dictionary differs from run to run, and sums would with it.
    groups = members.keys.sorted().map { flip in
      Group(
        flip: flip, members: members[flip]!,
        isTransformed: members[flip]!.count > strings[0].qubits)
    }
  }

  /// 2ⁿ.
  public var dimension: Int { 1 << qubits }
  public var rows: Int { 2 * dimension }
  public var columns: Int { 2 * dimension }
  public var count: Int { strings.count }

  public func apply(_ w: LowRankMatrix, into y: inout [Double]) {
    precondition(w.rows == rows && w.columns == columns && y.count == count, "shapes differ")
    var real = [Double](repeating: 0, count: dimension), imaginary = real
    for group in groups {
      BitStringKernel.overlaps(
        w.left, w.right, flip: group.flip, real: &real, imaginary: &imaginary)
      if group.isTransformed {
        WalshHadamard.transform(&real)
        WalshHadamard.transform(&imaginary)
      }
      for k in group.members {
        func sum(_ t: [Double]) -> Double {
          group.isTransformed ? t[strings[k].z] : BitStringKernel.signedSum(t, signs: strings[k].z)
        }
        // Re(iʸ s), halved: the embedding counts the trace twice.
        switch strings[k].phase {
        case 0: y[k] = sum(real) / 2
        case 1: y[k] = -sum(imaginary) / 2
        case 2: y[k] = -sum(real) / 2
        default: y[k] = sum(imaginary) / 2
        }
      }
    }
  }

  public func makeImage() -> PauliSum { PauliSum(dimension: dimension, flips: groups.map(\.flip)) }

  /// ½ E(Σ yₖ Pₖ), one complex diagonal for each flip.
  public func adjoint(_ y: [Double], into image: inout PauliSum) {
    precondition(y.count == count, "one number per string")
    for (g, group) in groups.enumerated() {
      image.update(g) { real, imaginary in
        for k in group.members {
          // iʸ is 1, i, −1, −i: its second bit is the sign, its first says whether the diagonal is
          // imaginary.
          let weight = (strings[k].phase & 2 == 0 ? 0.5 : -0.5) * y[k]
          func add(to t: inout [Double]) {
            if group.isTransformed {
              t[strings[k].z] += weight
            } else {
              BitStringKernel.addSigns(weight, signs: strings[k].z, into: &t)
            }
          }
          if strings[k].phase & 1 == 0 { add(to: &real) } else { add(to: &imaginary) }
        }
        if group.isTransformed {
          WalshHadamard.transform(&real)
          WalshHadamard.transform(&imaginary)
        }
      }
    }
  }
}

/// E(Σ over flips x of Xˣ diag(dₓ)) for complex diagonals dₓ: a weighted sum of Pauli strings.
///
/// Symmetric where the sum is Hermitian, as every 𝒜*(y) is. Cost of a product: 8 · 2ⁿ k flops a
/// flip.
public struct PauliSum: LinearOperator {
  let dimension: Int
  /// x of each group, by which its diagonal is moved.
  let flips: [Int]
  /// dₓ of each flip, 2ⁿ numbers in each part.
  private var real: [[Double]]
  private var imaginary: [[Double]]

  init(dimension: Int, flips: [Int]) {
    self.dimension = dimension
    self.flips = flips
    real = Array(repeating: Array(repeating: 0, count: dimension), count: flips.count)
    imaginary = real
  }

  public var rows: Int { 2 * dimension }
  public var columns: Int { 2 * dimension }

  /// Replaces the diagonal of flip number g, which `body` finds zero.
  mutating func update(_ g: Int, _ body: (inout [Double], inout [Double]) -> Void) {
    real[g].clear()
    imaginary[g].clear()
    body(&real[g], &imaginary[g])
  }

  public func multiply(_ x: Matrix, into y: inout Matrix) {
    precondition(x.rows == columns, "shapes differ")
    y.clear()
    for g in flips.indices {
      BitStringKernel.addFlipped(
        x, flip: flips[g], real: real[g], imaginary: imaginary[g], into: &y)
    }
  }

  /// Every weighted sum of Pauli strings with real weights is Hermitian, its embedding symmetric.
  public func multiplyTransposed(_ x: Matrix, into y: inout Matrix) { multiply(x, into: &y) }
}
