public import LinearAlgebra
internal import LowRank
public import LowRankOptimization

/// A synthetic matrix completion instance whose truth is known: W* = P diag(σ) Qᵀ on a random Ω.
///
/// P and Q have Haar orthonormal columns; σ falls from 1 to 1/κ in equal ratios; Ω is uniform
/// without replacement, redrawn until every row and column has more than r entries. Everything is
/// a function of the arguments and `seed`: the same instance on every machine.
///
/// Difficulty is counted in ρ = |Ω| / (r (m + n − r)), the entries per degree of freedom: no method
/// can succeed below 1, and few do below 1.5.
public struct CompletionProblem: Sendable, Equatable {
  /// W*, with σ split evenly over both factors.
  public let truth: LowRankMatrix
  /// σ, descending.
  public let singularValues: [Double]
  /// Ω.
  public let pattern: SparsityPattern
  /// W* on Ω, in the pattern's order, with noise if there is any.
  public let target: [Double]

  /// - Parameters:
  ///   - conditionNumber: κ = σ₁/σᵣ ≥ 1.
  ///   - oversampling: ρ; |Ω| = ⌊ρ r (m + n − r)⌋, and no more than m n.
  ///   - noise: the standard deviation of Gaussian noise, relative to the root mean square of the
  ///     observed entries.
  /// - Precondition: 0 < rank ≤ min(rows, columns), ρ ≥ 1 and κ ≥ 1.
  public init(
    rows: Int, columns: Int, rank: Int, conditionNumber: Double = 1, oversampling: Double,
    noise: Double = 0, seed: UInt64
  ) {
    precondition(rank > 0 && rank <= min(rows, columns), "a rank between 1 and the smaller side")
    precondition(oversampling >= 1, "fewer entries than degrees of freedom determine nothing")
    var generator = SeededGenerator(seed: seed, stream: Self.stream)
    let p = Matrix.orthonormal(rows: rows, columns: rank, using: &generator)
    let q = Matrix.orthonormal(rows: columns, columns: rank, using: &generator)
    let wanted = Int(oversampling * Double(rank * (rows + columns - rank)))
    let draw = EntryDraw(
      rows: rows, columns: columns, count: min(wanted, rows * columns),
      // A line of full length has no more entries than the other side is long.
      moreThan: min(rank, rows - 1, columns - 1), using: &generator)
    self.init(p, q, Self.spectrum(rank, conditionNumber), draw, noise, &generator)
  }

  /// W* = P diag(σ) Pᵀ on a symmetric Ω of ⌊ρ (r n − r (r − 1)/2)⌋ unordered pairs; noise, too, is
  /// symmetric.
  public static func positiveSemidefinite(
    size: Int, rank: Int, conditionNumber: Double = 1, oversampling: Double, noise: Double = 0,
    seed: UInt64
  ) -> CompletionProblem {
    precondition(rank > 0 && rank <= size, "a rank between 1 and the size")
    precondition(oversampling >= 1, "fewer entries than degrees of freedom determine nothing")
    var generator = SeededGenerator(seed: seed, stream: stream &+ 1)
    let p = Matrix.orthonormal(rows: size, columns: rank, using: &generator)
    // A symmetric matrix has r n − r (r − 1)/2 degrees of freedom.
    let wanted = Int(oversampling * Double(rank * size - rank * (rank - 1) / 2))
    let draw = EntryDraw(
      rows: size, columns: size, count: min(wanted, size * (size + 1) / 2),
      moreThan: min(rank, size - 1), symmetric: true, using: &generator)
    return CompletionProblem(p, p, spectrum(rank, conditionNumber), draw, noise, &generator)
  }

  /// P_Ω, which reads W at the entries of Ω.
  public var measurement: EntrySampling { EntrySampling(pattern) }

  /// ½ ‖P_Ω(W(θ)) − b‖², over any parameterisation.
  public func fit<Point: Factorization>(
    over _: Point.Type = Point.self
  ) -> Fit<Point, EntrySampling, SquaredLoss> {
    Fit(measurement, target: target, loss: SquaredLoss())
  }

  /// ‖W − W*‖_F / ‖W*‖_F, over all entries, seen or not.
  public func relativeError(of w: LowRankMatrix) -> Double {
    w.distance(to: truth) / truth.frobeniusNorm
  }

  /// σₖ = κ^(−k/(r−1)): equal ratios from 1 to 1/κ.
  private static func spectrum(_ rank: Int, _ conditionNumber: Double) -> [Double] {
    precondition(conditionNumber >= 1, "a condition number is at least 1")
    return .logSpaced(from: 1, to: 1 / conditionNumber, count: rank)
  }

  /// "Comple" in ASCII; the streams of other problems have other names.
  private static let stream: UInt64 = 0x436f_6d70_6c65

  private init(
    _ p: Matrix, _ q: Matrix, _ spectrum: [Double], _ draw: EntryDraw, _ noise: Double,
    _ generator: inout SeededGenerator
  ) {
    let roots = spectrum.map { $0.squareRoot() }
    truth = LowRankMatrix(left: p.scalingColumns(by: roots), right: q.scalingColumns(by: roots))
    singularValues = spectrum
    let entries = draw.entries
    pattern =
      SparsityPattern.sorting(
        rows: p.rows, columns: q.rows, rowOf: entries.rowOf, columnOf: entries.columnOf
      ).pattern
    var target = [Double](repeating: 0, count: pattern.count)
    pattern.sample(truth, into: &target)
    if noise > 0 {
      let scale = noise * target.norm / Double(target.count).squareRoot()
      draw.addNoise(scale, to: &target, pattern, seed: generator.next())
    }
    self.target = target
  }
}

extension EntryDraw {
  /// Entry (i, j) gets number (i, j) of a stream, or (j, i) below the diagonal of a symmetric draw:
  /// noise belongs to the place, not to the order in which entries are stored.
  fileprivate func addNoise(
    _ scale: Double, to target: inout [Double], _ pattern: SparsityPattern, seed: UInt64
  ) {
    for (e, i) in pattern.rowOfEntry.enumerated() {
      let (i, j) = (Int(i), Int(pattern.column[e]))
      let place = symmetric ? min(i, j) * columns + max(i, j) : i * columns + j
      var numbers = SeededGenerator(seed: seed, stream: UInt64(place))
      target[e] += scale * numbers.normal()
    }
  }
}
