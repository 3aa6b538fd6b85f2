public import LinearAlgebra
internal import LowRank
public import LowRankOptimization
internal import RealModule

/// A path through matrices W₀, W₁, … with straight lines between them.
///
/// Comparing paths by their nearest vertices has a floor of half the spacing; a polyline has not.
///
/// Cost: memory vertices · rows · columns; `distance` is one product of that size.
public struct Polyline: Sendable {
  /// One row a vertex.
  private let vertices: Matrix
  /// ‖aᵢ‖² and ⟨aᵢ, aᵢ₊₁⟩.
  private let energy: [Double]
  private let overlap: [Double]

  /// The path through the given matrices; there must be one.
  public init(through matrices: [Matrix]) {
    precondition(!matrices.isEmpty, "a path has a point")
    let size = matrices[0].rows * matrices[0].columns
    vertices = Matrix(
      rows: matrices.count, columns: size, elements: matrices.flatMap(\.elements))
    energy = matrices.map { $0.dot($0) }
    overlap = zip(matrices, matrices.dropFirst()).map { $0.dot($1) }
  }

  /// The number of vertices.
  public var count: Int { vertices.rows }

  /// min over the path of ‖w − ·‖_F.
  ///
  /// All candidates come from one product with w; as that cancels near the path, the distance to
  /// the best of them is then computed directly.
  public func distance(to w: Matrix) -> Double {
    let target = Matrix(rows: vertices.columns, columns: 1, elements: w.elements)
    let along = vertices.times(target).elements
    var best = (gap: energy[0] - 2 * along[0], segment: 0, fraction: 0.0)
    for i in overlap.indices {
      let length = energy[i + 1] - 2 * overlap[i] + energy[i]
      let slope = along[i + 1] - along[i] - overlap[i] + energy[i]
      // The foot of the perpendicular, held to the segment; one of no length is its first vertex.
      let s = length > 0 ? min(max(slope / length, 0), 1) : 0
      let gap = energy[i] - 2 * along[i] - 2 * s * slope + s * s * length
      if gap < best.gap { best = (gap, i, s) }
    }
    var difference = w.elements
    difference.add(vertices.row(best.segment), scaledBy: best.fraction - 1)
    if best.fraction > 0 {
      difference.add(vertices.row(best.segment + 1), scaledBy: -best.fraction)
    }
    return difference.norm
  }
}

extension Run where S.Objective.Point: Factorization {
  /// The path of W along the run until `rule` fires, with a vertex wherever W has moved by more
  /// than `spacing` since the last one, and at both ends.
  public mutating func path(spacing: Double, until rule: StopRule) -> Polyline {
    var vertices = [current.point.matrix.dense()]
    let last = finish(at: rule) {
      let w = $0.point.matrix.dense()
      var move = w
      move.add(vertices.last!, scaledBy: -1)
      if move.norm > spacing { vertices.append(w) }
    }
    return Polyline(through: vertices + [last.point.matrix.dense()])
  }
}

/// The distance of W(θ) from a path.
public struct DistanceToPath<Point: Factorization>: Probe {
  public let path: Polyline

  public init(_ path: Polyline, over _: Point.Type = Point.self) { self.path = path }

  public func observe(_ point: Point) -> Double { path.distance(to: point.matrix.dense()) }
}
