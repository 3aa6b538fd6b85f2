internal import LinearAlgebra
public import LowRank

/// How far factors are from the laws of `Growable`.
public struct GrowthGaps: Sendable, Equatable {
  /// −dF/dscale along the appended term against its gain, for F(W) = ⟨G, W⟩; relative.
  public let rate: Double
  /// By how much another term within reach gains more, relative; 0 where none does.
  public let rivals: Double
  /// W with a term of scale 0 against W, relative.
  public let base: Double
  /// Whether every factor gains one column.
  public let addsOne: Bool

  public var worst: Double { addsOne ? max(rate, rivals, base) : .infinity }
}

/// Measures the laws of `Growable` for a random dense G.
///
///     #expect(checkGrowth(Asymmetric(u: u, v: v)).worst < 1e-6)
///
/// Rivals are found by ascent from random terms, of the form a aᵀ where the steepest has it. A rate
/// is a difference quotient extrapolated to 0, good to about nine digits; the term is as good as
/// the eigenvector search behind it.
public func checkGrowth<P: Growable>(
  _ point: P, rivals: Int = 6, seed: UInt64 = 1
) -> GrowthGaps {
  let w = point.matrix, g = randomMatrix(w.rows, w.columns, seed: seed), f = inner(g, w)
  func grown(_ term: RankOneTerm, _ scale: Double) -> P {
    var grown = point
    grown.append(term, scale: scale)
    return grown
  }
  func rate(_ term: RankOneTerm) -> Double {
    // 1e-4: rounding of f over the scale and the square of the scale are about the same.
    let (coarse, fine) = (1e-4, 0.5e-4)
    // Richardson's step: the first-order error of one difference against that of half the scale.
    return 2 * (f - inner(g, grown(term, fine).matrix)) / fine
      - (f - inner(g, grown(term, coarse).matrix)) / coarse
  }
  let term = point.steepestTerm(against: g)
  let excess =
    (0..<rivals).map { k -> Double in
      let other = rival(to: term, against: g, seed: seed &+ 1 &+ UInt64(k))
      return numbered((rate(other) - term.gain) / abs(term.gain))
    }.max() ?? 0
  return GrowthGaps(
    rate: relativeGap(rate(term), term.gain), rivals: max(0, excess),
    base: relativeGap(grown(term, 0).matrix.dense(), w.dense()),
    addsOne: grown(term, 1).rank == point.rank + 1)
}

/// A unit term along which ⟨G, W⟩ falls fast: a + t (−G b) and b + t (−Gᵀ a) in turn, from a random
/// pair.
///
/// For U Vᵀ and U Uᵀ that ends at the best; elsewhere at some term that the best must not be worse
/// than.
private func rival(to term: RankOneTerm, against g: Matrix, seed: UInt64) -> RankOneTerm {
  let isSymmetric = term.left == term.right
  var a = randomMatrix(g.rows, 1, seed: seed)
  var b = isSymmetric ? a : randomMatrix(g.columns, 1, seed: seed &+ 50)
  // The size of G bounds its curvature; a hundred steps part values that differ by some percent.
  let t = 1 / g.norm
  for _ in 0..<100 {
    a.scale(by: 1 / a.norm)
    b.scale(by: 1 / b.norm)
    let (alongA, alongB) = (g.times(b), g.transposedTimes(a))
    a.add(alongA, scaledBy: -t)
    if isSymmetric {
      a.add(alongB, scaledBy: -t)
      b = a
    } else {
      b.add(alongB, scaledBy: -t)
    }
  }
  a.scale(by: 1 / a.norm)
  b.scale(by: 1 / b.norm)
  return RankOneTerm(gain: 0, left: a.elements, right: b.elements)
}
