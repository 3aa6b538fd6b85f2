/// How many measurements there are for how many unknowns, rank by rank, and what that lets one
/// tell.
///
/// A rank that fits noise lowers the residual's energy by about its share of the degrees of freedom
/// that are left, at most twice that for the greediest choice of directions; a rank that fits
/// signal lowers it by much more. Where little is left even noise is fitted nearly to the end, and
/// energies tell nothing.
public struct MeasurementBudget: Sendable {
  /// How many numbers were observed.
  public let measurements: Int
  /// The rank of a matrix of full rank.
  public let fullRank: Int
  private let unknowns: @Sendable (_ rank: Int) -> Int

  /// - Parameter unknowns: the degrees of freedom of a matrix of each rank, growing with it.
  public init(
    measurements: Int, fullRank: Int, unknowns: @escaping @Sendable (_ rank: Int) -> Int
  ) {
    (self.measurements, self.fullRank, self.unknowns) = (measurements, fullRank, unknowns)
  }

  /// How many times its share of the degrees of freedom a rank must explain to count as signal.
  ///
  /// Twice, since the greediest choice of directions in pure noise explains up to that.
  public static let evidence = 2.0

  /// The degrees of freedom of a matrix of rank k: no determined rank has more than `measurements`.
  public func unknowns(ofRank k: Int) -> Int { unknowns(k) }

  /// The largest rank with no more unknowns than measurements.
  public var largestDeterminedRank: Int {
    var k = 0
    while k < fullRank, unknowns(k + 1) <= measurements { k += 1 }
    return k
  }

  /// The part of what rank k − 1 left unexplained that rank k explains of pure noise, on average.
  ///
  /// (dₖ − dₖ₋₁) / (p − dₖ₋₁), with d the degrees of freedom and p the measurements: a projection
  /// of white noise on d of p dimensions keeps d/p of its energy.
  public func share(ofRank k: Int) -> Double { share(from: k - 1, to: k) }

  /// The same for all ranks above `few` up to `more` together.
  public func share(from few: Int, to more: Int) -> Double {
    let before = unknowns(few)
    return Double(unknowns(more) - before) / Double(max(1, measurements - before))
  }

  /// The largest rank that would explain visibly more of signal than of noise. Where even noise is
  /// explained nearly to the end, as close to the information limit, nothing can be told.
  ///
  /// From 0.8 on a rank would have to explain four fifths of what is left to count as signal.
  public var largestRankShowingNoise: Int {
    var rank = 0
    while rank < largestDeterminedRank, Self.evidence * share(ofRank: rank + 1) < 0.8 { rank += 1 }
    return rank
  }

  /// How many of the last ranks running have explained no more than noise would give them.
  ///
  /// - Parameter energies: ‖residual‖² / ‖data‖² of the fits of rank 0, 1, ….
  public func ranksOfNoise(_ energies: [Double]) -> Int {
    let top = largestRankShowingNoise
    var count = 0
    // From the last rank back: an early rank of noise says nothing once a later one has found
    // signal.
    for k in stride(from: energies.count - 1, to: 0, by: -1) {
      guard k <= top, 1 - energies[k] / energies[k - 1] < Self.evidence * share(ofRank: k)
      else { break }
      count += 1
    }
    return count
  }
}

extension Observations {
  /// What the observed cells let one tell of each rank.
  public var budget: MeasurementBudget {
    let (rows, columns) = (rows, columns)
    return MeasurementBudget(measurements: count, fullRank: min(rows, columns)) {
      $0 * (rows + columns - $0)
    }
  }

  /// The degrees of freedom of a rank-k matrix of this shape: k (m + n − k).
  public func degreesOfFreedom(rank k: Int) -> Int { budget.unknowns(ofRank: k) }

  /// The largest rank with no more degrees of freedom than observations.
  public var largestDeterminedRank: Int { budget.largestDeterminedRank }
}
