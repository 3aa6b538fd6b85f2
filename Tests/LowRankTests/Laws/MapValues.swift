import LinearAlgebra
import LowRank
import Testing

/// Each map against the matrices it stands for, written out.
@Suite struct MapValues {
  /// Rounding of a few hundred terms of size one; 1e-12 leaves a factor 10.
  private func expectEqual(_ a: [Double], _ b: [Double], _ tolerance: Double = 1e-12) {
    #expect(a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < tolerance })
  }

  private let w = LowRankMatrix(left: gaussian(6, 2), right: gaussian(6, 2, seed: 2))

  private func inner(_ matrix: Matrix) -> Double { matrix.dot(w.dense()) }

  @Test func dense() {
    let a = gaussian(4, 36, seed: 3)
    let expected = (0..<4).map { inner(Matrix(rows: 6, columns: 6, elements: a.row($0))) }
    expectEqual(observations(of: w, by: DenseMeasurements(a, rows: 6, columns: 6)), expected)
  }

  @Test func packed() {
    let packed = gaussian(4, 21, seed: 3)
    let expected = (0..<4).map { k in
      var place = 0, a = Matrix(rows: 6, columns: 6)
      for i in 0..<6 {
        for j in i..<6 {
          (a[i, j], a[j, i]) = (packed[k, place], packed[k, place])
          place += 1
        }
      }
      return inner(a)
    }
    expectEqual(observations(of: w, by: SymmetricMeasurements(packed: packed, size: 6)), expected)
  }

  @Test func rankOne() {
    let (a, b) = (gaussian(4, 6, seed: 3), gaussian(4, 6, seed: 4))
    let expected = (0..<4).map { k in inner(Matrix(rows: 6, columns: 6) { a[k, $0] * b[k, $1] }) }
    expectEqual(observations(of: w, by: RankOneMeasurements(a: a, b: b)), expected)
  }

  /// The regenerated entries are those of the stored ensemble; their moments are N(0, 1/p)'s.
  @Test func gaussianEnsemble() {
    let map = GaussianEnsemble(rows: 6, columns: 6, count: 300, seed: 9), stored = map.stored()
    expectEqual(observations(of: w, by: map), observations(of: w, by: stored))
    var (image, storedImage) = (map.makeImage(), stored.makeImage())
    let y = gaussian(1, 300, seed: 4).elements
    map.adjoint(y, into: &image)
    stored.adjoint(y, into: &storedImage)
    expectEqual(image.elements, storedImage.elements)
    let entries = stored.matrices.elements, count = Double(entries.count)
    // Four standard errors: 4/√n for the mean and 4 √(2/n) for the variance, n = 10 800.
    #expect(abs(entries.reduce(0, +) * 300.0.squareRoot() / count) < 0.04)
    #expect(abs(entries.dot(entries) * 300 / count - 1) < 0.055)
    let other = GaussianEnsemble(rows: 6, columns: 6, count: 300, seed: 10).stored()
    #expect(abs(entries.dot(other.matrices.elements) * 300 / count) < 0.04)
  }

  @Test func symmetricEntries() {
    let map = SymmetricEntrySampling(size: 6, first: [4, 0, 3], second: [1, 5, 3])
    let d = w.dense()
    expectEqual(
      observations(of: w, by: map),
      [(d[4, 1] + d[1, 4]) / 2, (d[0, 5] + d[5, 0]) / 2, d[3, 3]])
  }

  @Test func distances() {
    let points = gaussian(6, 3, seed: 5), gram = LowRankMatrix(left: points, right: points)
    let map = SquaredDistances(points: 6, first: [4, 0, 3], second: [1, 5, 2])
    let expected = [(4, 1), (0, 5), (3, 2)].map { i, j in
      (0..<3).reduce(0.0) { $0 + (points[i, $1] - points[j, $1]) * (points[i, $1] - points[j, $1]) }
    }
    expectEqual(observations(of: gram, by: map), expected)
    var image = map.makeImage(), constant = Matrix(rows: 6, columns: 1)
    map.adjoint([1, -2, 3], into: &image)
    image.multiply(Matrix(rows: 6, columns: 1) { _, _ in 1 }, into: &constant)
    #expect(constant.norm == 0)
  }

  /// K = Bᵀ X Xᵀ B has the distances of X, whatever X's centre; B K Bᵀ is X's Gram matrix, centred.
  @Test func centredDistances() {
    let points = Matrix(rows: 6, columns: 3) { gaussian(6, 3, seed: 5)[$0, $1] + 10 }
    let map = CentredDistances(points: 6, first: [4, 0, 3], second: [1, 5, 2])
    let reduced = map.reduce(points), gram = LowRankMatrix(left: reduced, right: reduced)
    let all = LowRankMatrix(left: points, right: points)
    let plain = SquaredDistances(points: 6, first: [4, 0, 3], second: [1, 5, 2])
    expectEqual(observations(of: gram, by: map), observations(of: all, by: plain), 1e-11)
    let centred = map.expand(reduced)
    for j in 0..<3 {
      let mean = points.column(j).reduce(0, +) / 6
      expectEqual(centred.column(j), points.column(j).map { $0 - mean }, 1e-11)
    }
  }

  @Test func selection() {
    let y = observations(of: LowRankMatrix(left: w.left, right: w.right), by: twoThirds(6, 6))
    let part = SelectedMeasurements(twoThirds(6, 6), [7, 2])
    expectEqual(observations(of: w, by: part), [y[7], y[2]])
  }

  @Test func pauliExpectations() {
    let labels = ["XIZ", "YYX", "IIZ", "ZYY", "III", "YII", "IYI"]
    let strings = labels.map { PauliString($0)! }
    #expect(strings.map(\.description) == labels)
    let state = randomState(dimension: 8, rank: 2)
    let expected = labels.map { label in state.expectation(of: Complex.kronecker(label)) }
    expectEqual(observations(of: state.embedding, by: PauliExpectations(strings)), expected)
  }

  @Test func settingFrequencies() {
    let map = SettingFrequencies(["XY", "ZZ", "YX"].map { PauliString($0)! })
    let state = randomState(dimension: 4, rank: 2)
    let expected = ["XY", "ZZ", "YX"].flatMap { setting in
      (0..<4).map { outcome in
        let letters = Array(setting)
        let first = Complex.projector(letters[0], minus: outcome & 2 != 0)
        let second = Complex.projector(letters[1], minus: outcome & 1 != 0)
        return state.expectation(of: first.kronecker(second))
      }
    }
    expectEqual(observations(of: state.embedding, by: map), expected)
  }

  @Test(arguments: ["", "XA", "X Z", "1"])
  func refusesOtherLetters(_ label: String) { #expect(PauliString(label) == nil) }
}

/// A small complex matrix, as slow and as plain as can be.
private struct Complex {
  var real: Matrix
  var imaginary: Matrix

  static func letter(_ c: Character) -> Complex {
    let zero = Matrix(rows: 2, columns: 2)
    func real(_ e: [Double]) -> Complex {
      Complex(real: Matrix(rows: 2, columns: 2, elements: e), imaginary: zero)
    }
    switch c {
    case "X": return real([0, 1, 1, 0])
    case "Y":
      return Complex(real: zero, imaginary: Matrix(rows: 2, columns: 2, elements: [0, -1, 1, 0]))
    case "Z": return real([1, 0, 0, -1])
    default: return real([1, 0, 0, 1])
    }
  }

  /// (I ± P)/2.
  static func projector(_ c: Character, minus: Bool) -> Complex {
    var result = letter("I")
    result.real.add(letter(c).real, scaledBy: minus ? -1 : 1)
    result.imaginary.add(letter(c).imaginary, scaledBy: minus ? -1 : 1)
    result.real.scale(by: 0.5)
    result.imaginary.scale(by: 0.5)
    return result
  }

  static func kronecker(_ label: String) -> Complex {
    label.dropFirst().reduce(letter(label.first!)) { $0.kronecker(letter($1)) }
  }

  func kronecker(_ other: Complex) -> Complex {
    let (n, m) = (real.rows, other.real.rows)
    func part(_ f: (Double, Double, Double, Double) -> Double) -> Matrix {
      Matrix(rows: n * m, columns: n * m) { i, j in
        f(
          real[i / m, j / m], imaginary[i / m, j / m], other.real[i % m, j % m],
          other.imaginary[i % m, j % m])
      }
    }
    return Complex(
      real: part { a, b, c, d in a * c - b * d }, imaginary: part { a, b, c, d in a * d + b * c })
  }
}

/// ρ = U Uᴴ.
private struct State {
  let real: Matrix
  let imaginary: Matrix
  /// [[Re ρ, −Im ρ], [Im ρ, Re ρ]], as thin factors.
  let embedding: LowRankMatrix

  /// Re tr(H ρ).
  func expectation(of h: Complex) -> Double {
    h.real.transposed.dot(real) - h.imaginary.transposed.dot(imaginary)
  }
}

private func randomState(dimension n: Int, rank: Int) -> State {
  let (a, b) = (gaussian(n, rank, seed: 11), gaussian(n, rank, seed: 12))
  var re = a.timesTransposed(a), im = b.timesTransposed(a)
  re.add(b.timesTransposed(b), scaledBy: 1)
  im.add(a.timesTransposed(b), scaledBy: -1)
  let factor = Matrix(rows: 2 * n, columns: 2 * rank) { i, j in
    switch (i < n, j < rank) {
    case (true, true): a[i, j]
    case (true, false): -b[i, j - rank]
    case (false, true): b[i - n, j]
    case (false, false): a[i - n, j - rank]
    }
  }
  return State(
    real: re, imaginary: im, embedding: LowRankMatrix(left: factor, right: factor))
}
