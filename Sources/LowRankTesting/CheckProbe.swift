internal import LinearAlgebra
public import LowRankTheory

/// Whether a probe keeps its laws; all comparisons are to the bit.
public struct ProbeReport: Sendable, Equatable {
  /// The points shown are what they were.
  public let pointsAreUnchanged: Bool
  /// Another copy that is shown the same points in the same order says the same.
  public let isReproducible: Bool
  /// A copy made half-way goes on by itself: what it is shown does not reach the other.
  public let copiesAreIndependent: Bool

  public var isRight: Bool { pointsAreUnchanged && isReproducible && copiesAreIndependent }
}

/// Shows `points` to copies of a probe, whole and by way of a copy half-way.
///
///     #expect(checkProbe(PathLength(), on: [start, next, end]).isRight)
public func checkProbe<P: Probe>(_ probe: P, on points: [P.Point]) -> ProbeReport
where P.Value: Equatable {
  let before = points.map { $0.components.map(\.bitPattern) }
  var first = probe, second = probe, half = probe
  // In turn and not in step: a memory behind a reference would have been used up by the first.
  let readings = points.map { first.observe($0) }
  let again = points.map { second.observe($0) }
  let middle = points.count / 2
  let begun = points.prefix(middle).map { half.observe($0) }
  var copy = half
  let ended = points.dropFirst(middle).map { half.observe($0) }
  // Another way first, so that memory in common would show.
  var astray = copy
  for point in points.reversed() { _ = astray.observe(point) }
  let endedByCopy = points.dropFirst(middle).map { copy.observe($0) }
  return ProbeReport(
    pointsAreUnchanged: points.map { $0.components.map(\.bitPattern) } == before,
    isReproducible: readings == again,
    copiesAreIndependent: begun + ended == readings && begun + endedByCopy == readings)
}
