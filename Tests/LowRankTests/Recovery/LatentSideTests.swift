import LinearAlgebra
import LowRankTesting
import Testing

@testable import LowRank

/// Systems of at most 5 unknowns with condition numbers below 1e4: 1e4 ε, and a factor 10.
private let rounding = 2e-11

@Suite struct LatentSideTests {
  /// Which of the optional parts of an update are in use.
  struct Form: Sendable, CustomTestStringConvertible {
    let rank: Int
    let effects: Bool
    let weights: Bool
    let crossing: Bool
    let line: Bool

    var testDescription: String {
      "rank \(rank)" + (effects ? ", effects" : "") + (weights ? ", weights" : "")
        + (crossing ? ", crossing" : "") + (line ? ", line" : "")
    }
  }

  static let forms: [Form] = [0, 1, 4].flatMap { rank in
    (0..<16).map { bits in
      Form(
        rank: rank, effects: bits & 1 > 0, weights: bits & 2 > 0, crossing: bits & 4 > 0,
        line: bits & 8 > 0)
    }
  }

  private func positive(_ count: Int, seed: UInt64) -> [Double] {
    gaussian(1, count, seed: seed).elements.map { 0.2 + $0 * $0 }
  }

  /// 23 lines, of which lines 4 and 11 are empty, over `crossings` of which only 17 hold entries.
  private func data(_ form: Form, crossings: Int = 17) -> SparseLines {
    let pattern = randomPattern(23, 17, density: 0.35, seed: 4)
    let rows = pattern.rowOfEntry
    let (kept, _) = pattern.filter { rows[$0] != 4 && rows[$0] != 11 }
    let wide = SparsityPattern(
      rows: 23, columns: crossings, rowStart: kept.rowStart, column: kept.column)
    return .rows(
      wide, gaussian(1, kept.count, seed: 6).elements,
      weights: form.weights ? positive(kept.count, seed: 7) : nil)
  }

  /// The other side with covariances of its own: each line's belief after seeing three values.
  private func other(_ form: Form, crossings: Int = 17) -> LatentSide {
    var side = LatentSide(
      effect: form.effects
        ? gaussian(1, crossings, seed: 8).elements
        : Array(repeating: 0, count: crossings), hasEffect: form.effects)
    side.grow(by: gaussian(crossings, form.rank, seed: 9))
    var seen = LatentSide(effect: [0.3, -0.2, 0.1], hasEffect: form.effects)
    if !form.effects { seen = LatentSide(effect: [0, 0, 0], hasEffect: false) }
    seen.grow(by: gaussian(3, form.rank, seed: 10))
    // Numbered by crossing, so that more crossings leave the first ones as they are.
    let all = SparsityPattern(
      rows: crossings, columns: 3, rowStart: (0...crossings).map { 3 * $0 },
      column: (0..<3 * crossings).map { Int32($0 % 3) })
    _ = side.update(
      from: .rows(all, gaussian(1, all.count, seed: 11).elements), given: seen,
      LatentPrecision(prior: Array(repeating: 0.5, count: form.rank), effectPrior: 0.7))
    return side
  }

  private func precision(_ form: Form, crossings: Int = 17) -> LatentPrecision {
    LatentPrecision(
      prior: (0..<form.rank).map { 0.5 + Double($0) }, effectPrior: 0.4,
      crossing: form.crossing ? positive(crossings, seed: 12) : nil,
      line: form.line ? positive(23, seed: 13) : nil)
  }

  private func blank(_ form: Form) -> LatentSide {
    var side = LatentSide(effect: Array(repeating: 0, count: 23), hasEffect: form.effects)
    side.grow(by: gaussian(23, form.rank, seed: 14))
    return side
  }

  /// Updated lines and energies, on so many threads.
  private func update(_ form: Form, crossings: Int = 17, threads: Int = 1) -> (LatentSide, [Double])
  {
    var side = blank(form)
    let energy = Execution(threads: threads).run {
      side.update(
        from: data(form, crossings: crossings), given: other(form, crossings: crossings),
        precision(form, crossings: crossings))
    }
    return (side, energy)
  }

  @Test(arguments: forms)
  func isTheTextbookPosterior(_ form: Form) {
    let (side, energy) = update(form)
    let reference = LatentReference(
      data: data(form), other: other(form), precision: precision(form))
    for i in 0..<23 {
      let (found, expected) = (LatentLine(side, i), reference.line(i))
      #expect(distance(found.mean, expected.mean) < rounding)
      #expect(distance(found.covariance, expected.covariance) < rounding)
      #expect(abs(found.effect - expected.effect) < rounding)
      #expect(abs(found.effectVariance - expected.effectVariance) < rounding)
      if form.effects { #expect(side.features[i, form.rank] == 1) }
      if !form.crossing {
        #expect(abs(energy[i] - reference.energy(i)) < rounding * max(1, energy[i]))
      }
    }
  }

  /// With 400 crossings 6 % of which hold entries the sums are sparse, with 17 one dense product.
  @Test(arguments: forms)
  func denseIsSparse(_ form: Form) {
    #expect(data(form).density >= 1.0 / 16 && data(form, crossings: 400).density < 1.0 / 16)
    let (dense, energy) = update(form), (sparse, sparseEnergy) = update(form, crossings: 400)
    #expect(distance(dense.features, sparse.features) < rounding)
    #expect(distance(dense.moments, sparse.moments) < rounding)
    #expect(zip(dense.effect, sparse.effect).allSatisfy { abs($0 - $1) < rounding })
    #expect(zip(energy, sparseEnergy).allSatisfy { abs($0 - $1) < rounding * max(1, $0) })
  }

  @Test(arguments: forms, [17, 400])
  func oneThreadIsMany(_ form: Form, _ crossings: Int) {
    let (one, energy) = update(form, crossings: crossings)
    for threads in [2, 3] {
      let (many, again) = update(form, crossings: crossings, threads: threads)
      #expect(one.features == many.features && one.moments == many.moments && energy == again)
      #expect(one.effect == many.effect && one.effectVariance == many.effectVariance)
    }
  }

  /// A line without entries believes its prior.
  @Test func emptyLinesKeepTheirPrior() {
    let form = Form(rank: 4, effects: true, weights: false, crossing: false, line: true)
    let (side, energy) = update(form), prior = precision(form)
    for i in [4, 11] {
      let line = LatentLine(side, i)
      #expect(line.mean.norm == 0 && line.effect == 0 && energy[i] == 0)
      #expect(distance(line.covariance, Matrix(diagonal: prior.prior.map { 1 / $0 })) < 1e-15)
      #expect(abs(line.effectVariance - 1 / prior.effectPrior) < 1e-15)
    }
  }

  /// A system that is not positive definite leaves the line as it was.
  @Test func singularSystemsChangeNothing() {
    let form = Form(rank: 4, effects: true, weights: false, crossing: false, line: false)
    var side = blank(form)
    let before = side
    _ = side.update(
      from: data(form), given: other(form),
      LatentPrecision(prior: [-1e9, 1, 1, 1], effectPrior: 1))
    #expect(side.features == before.features && side.moments == before.moments)
    #expect(side.effect == before.effect)
  }
}

@Suite struct LatentSideShapeTests {
  private let form = LatentSideTests.Form(
    rank: 3, effects: true, weights: false, crossing: false, line: false)

  /// Two sides with means, covariances and effects, all different.
  private func sides(effects: Bool) -> (LatentSide, LatentSide) {
    func side(_ lines: Int, _ seed: UInt64) -> LatentSide {
      var seen = LatentSide(effect: [0.3, -0.2, 0.1, 0], hasEffect: effects)
      seen.grow(by: gaussian(4, 3, seed: seed))
      var side = LatentSide(effect: Array(repeating: 0, count: lines), hasEffect: effects)
      side.grow(by: gaussian(lines, 3, seed: seed + 1))
      let pattern = randomPattern(lines, 4, density: 0.8, seed: seed)
      _ = side.update(
        from: .rows(pattern, gaussian(1, pattern.count, seed: seed + 2).elements), given: seen,
        LatentPrecision(prior: [0.5, 1, 2], effectPrior: 0.7))
      return side
    }
    return (side(9, 20), side(7, 30))
  }

  @Test(arguments: [false, true])
  func predictiveVarianceIsItsClosedForm(_ effects: Bool) {
    let (left, right) = sides(effects: effects)
    for i in 0..<9 {
      for j in 0..<7 {
        let expected = LatentLine(left, i).predictiveVariance(LatentLine(right, j))
        #expect(abs(left.predictiveVariance(i, right, j) - expected) < rounding * expected)
      }
    }
  }

  @Test(arguments: [false, true])
  func growingKeepsWhatIsBelieved(_ effects: Bool) {
    let (left, right) = sides(effects: effects)
    var (taller, wider) = (left, right)
    taller.grow(by: gaussian(9, 2, seed: 40))
    wider.grow(by: gaussian(7, 2, seed: 41))
    #expect(taller.rank == 5 && taller.width == 5 + (effects ? 1 : 0))
    #expect(taller.means == left.means.appending(columns: gaussian(9, 2, seed: 40)))
    for i in 0..<9 {
      let (before, after) = (LatentLine(left, i), LatentLine(taller, i))
      for a in 0..<5 {
        for b in 0..<5 {
          let expected = a < 3 && b < 3 ? before.covariance[a, b] : 0
          #expect(abs(after.covariance[a, b] - expected) < 1e-14)
        }
      }
      for j in 0..<7 {
        // vᵀ S v of the old coordinates alone: the new ones are certain and S does not reach them.
        let expected = left.predictiveVariance(i, right, j)
        #expect(abs(taller.predictiveVariance(i, wider, j) - expected) < rounding)
      }
    }
    #expect(taller.effect == left.effect && taller.effectVariance == left.effectVariance)
    #expect(taller.variance(ofCoordinate: 4).allSatisfy { $0 == 0 })
    #expect(
      zip(taller.variance(ofCoordinate: 1), left.variance(ofCoordinate: 1))
        .allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test(arguments: [false, true])
  func dividingLeavesPredictionsAlone(_ effects: Bool) {
    let (left, right) = sides(effects: effects), scales = [0.01, 3, 700]
    var (divided, multiplied) = (left, right)
    divided.divideCoordinates(by: scales)
    multiplied.divideCoordinates(by: scales.map { 1 / $0 })
    let product = left.means.timesTransposed(right.means)
    #expect(distance(divided.means.timesTransposed(multiplied.means), product) < 1e-14)
    #expect(abs(divided.means[2, 0] - left.means[2, 0] * 100) < 1e-12)
    #expect(divided.effect == left.effect && divided.effectVariance == left.effectVariance)
    for i in 0..<9 {
      if effects { #expect(divided.features[i, 3] == 1) }
      for j in 0..<7 {
        let (before, after) = (
          left.predictiveVariance(i, right, j), divided.predictiveVariance(i, multiplied, j)
        )
        #expect(abs(after - before) < rounding * before)
      }
    }
  }
}

/// ‖a − b‖_F relative to the greater norm, or absolute when both are below 1.
private func distance(_ a: Matrix, _ b: Matrix) -> Double {
  var difference = a
  difference.add(b, scaledBy: -1)
  return difference.norm / max(a.norm, b.norm, 1)
}

/// A pattern in which each place is present with probability `density`.
private func randomPattern(
  _ rows: Int, _ columns: Int, density: Double, seed: UInt64 = 1
) -> SparsityPattern {
  var generator = SeededGenerator(seed: seed, stream: 9)
  var rowOf: [Int32] = [], columnOf: [Int32] = []
  for i in 0..<rows {
    for j in 0..<columns where generator.uniform() < density {
      rowOf.append(Int32(i))
      columnOf.append(Int32(j))
    }
  }
  return SparsityPattern.sorting(
    rows: rows, columns: columns, rowOf: rowOf, columnOf: columnOf
  ).pattern
}
