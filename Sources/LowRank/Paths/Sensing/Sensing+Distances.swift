internal import LinearAlgebra
internal import LowRankOptimization
internal import RealModule

/// How the distance of two points is measured.
///
/// Lengths of any unit, the same for all distances and the radius.
public enum DistanceUnits: Sendable, Equatable {
  case straight
  /// Along great circles of a sphere of this radius.
  case greatCircle(radius: Double)

  /// The straight line between points at a distance: 2 R sin(d / 2R) on a sphere.
  ///
  /// Only straight lines have a Gram matrix of low rank: on a sphere the points are recovered in
  /// the space around it.
  public func chord(_ distance: Double) -> Double {
    switch self {
    case .straight: distance
    case .greatCircle(let radius): 2 * radius * Double.sin(distance / (2 * radius))
    }
  }

  /// The distance of points with a squared chord; negative squares, which only noise makes, are
  /// zero.
  ///
  /// Chords longer than the diameter, which only noise makes, are half the circumference.
  public func distance(squaredChord: Double) -> Double {
    let chord = max(0, squaredChord).squareRoot()
    switch self {
    case .straight: return chord
    case .greatCircle(let radius): return 2 * radius * Double.asin(min(1, chord / (2 * radius)))
    }
  }
}

extension Sensing where Point == Symmetric, Map == CentredDistances {
  /// Points from some of their distances: the recovery of their centred Gram matrix, its rank the
  /// dimension of the space that they lie in.
  ///
  /// Distances are taken to be equally accurate, squared ones therefore less so the longer they
  /// are: weights 1/(4 d²). Beside growth from zero every rank is tried from the shortest paths
  /// through the graph of pairs (Tenenbaum, de Silva, Langford 2000), where pairs are known only
  /// when near. Errors of hidden distances are in the units of the distances.
  ///
  /// - Parameters:
  ///   - distances: of the pairs {first[e], second[e]}, not squared.
  ///   - weights: reciprocal variances of the distances; nil for equal ones.
  public init(
    points: Int, first: [Int32], second: [Int32], distances: [Double], weights: [Double]? = nil,
    units: DistanceUnits = .straight
  ) {
    let map = CentredDistances(points: points, first: first, second: second)
    let chords = distances.map(units.chord)
    self.init(map, target: chords.map { $0 * $0 })
    // Of a distance near zero the square is near zero whatever the noise: no weight may run away.
    let floor = 1e-3 * chords.norm / Double(max(1, chords.count)).squareRoot()
    // d² errs by 2 d σ where d errs by σ, hence the variance 4 d² σ².
    self.weights = chords.indices.map { e in
      let chord = max(chords[e], floor)
      return (weights?[e] ?? 1) / (4 * chord * chord)
    }
    heldOutWeights = weights
    difference = { units.distance(squaredChord: $0) - units.distance(squaredChord: $1) }
    guard points <= Self.mostPoints else { return }
    // Chains of near pairs are badly conditioned: 223 atoms known to 8 Å take about 300 iterations.
    innerIterations = 600
    guess = { visible in
      Self.shortestPaths(
        map, first: visible.map { first[$0] }, second: visible.map { second[$0] },
        chords: visible.map { chords[$0] })
    }
    let scales = self.weights?.map { $0.squareRoot() }
    let longest = chords.max() ?? 0
    doubt = { form, isExact in
      // Exact distances determine far pairs as well as near ones if the framework is rigid at all.
      let diameter = isExact ? 0 : Self.diameter(map.expand(Symmetric(spectral: form).u))
      if diameter > 2 * longest {
        return .farPairsUnknown(diameter: diameter, longest: longest)
      }
      let rigidity = GlobalRigidity(of: form, under: map, scales: scales)
      return rigidity.isRigid ? nil : .movablePoints(excess: rigidity.excess)
    }
  }

  /// Beyond this the dense eigenproblems of the guess and of the rigidity test take minutes.
  private static var mostPoints: Int { 2000 }
  /// The greatest distance of two rows.
  ///
  /// Cost: the square of the points, which `mostPoints` bounds.
  private static func diameter(_ x: Matrix) -> Double {
    var greatest = 0.0
    for i in 0..<x.rows {
      for j in 0..<i {
        let square = (0..<x.columns).reduce(0.0) {
          $0 + (x[i, $1] - x[j, $1]) * (x[i, $1] - x[j, $1])
        }
        greatest = max(greatest, square)
      }
    }
    return greatest.squareRoot()
  }

  /// Three dimensions and as many again: a way around obstacles that three dimensions do not leave.
  private static var guessedRank: Int { 6 }

  /// Classical scaling of shortest paths: the leading part of −½ Bᵀ D² B; nil where the pairs leave
  /// points unconnected.
  ///
  /// Where points sample a convex body densely, shortest paths are near the distances themselves,
  /// and classical scaling of them is near the points; elsewhere it is a start. Cost: a dense
  /// eigenproblem.
  private static func shortestPaths(
    _ map: CentredDistances, first: [Int32], second: [Int32], chords: [Double]
  ) -> SpectralForm? {
    let paths = ShortestPaths(
      points: map.points, first: first, second: second, lengths: chords
    ).lengths
    guard paths.elements.allSatisfy(\.isFinite) else { return nil }
    var squares = Matrix(
      rows: paths.rows, columns: paths.columns, elements: paths.elements.map { -$0 * $0 / 2 })
    squares = map.reduce(map.reduce(squares).transposed)
    let eigen = SymmetricEigen(squares), order = squares.rows
    let kept = (0..<min(guessedRank, order)).prefix { eigen.values[order - 1 - $0] > 0 }.count
    let u = Matrix(rows: order, columns: kept) { eigen.vectors[$0, order - 1 - $1] }
    return SpectralForm(
      u: u, singularValues: (0..<kept).map { eigen.values[order - 1 - $0] }, v: u)
  }
}
