import LinearAlgebra
import Testing

@Suite struct SeededGeneratorTests {
  /// The numbers are a promise: stored results name their seeds. Recorded once, never changed.
  @Test func goldenValues() {
    var a = SeededGenerator(seed: 0), b = SeededGenerator(seed: 42, stream: 7)
    let first = (0..<3).map { _ in a.next() }, second = (0..<3).map { _ in b.next() }
    #expect(first == Golden.seed0)
    #expect(second == Golden.seed42)
  }

  @Test func anyNumberWithoutItsPredecessors() {
    var generator = SeededGenerator(seed: 3, stream: 1)
    let byIndex = (0..<10).map { generator[UInt64($0)] }
    let inTurn = (0..<10).map { _ in generator.next() }
    #expect(inTurn == byIndex)
  }

  /// The correlation of n pairs has standard deviation 1/√n; five of them.
  @Test(
    arguments: [(0, 0, 0, 1), (0, 0, 1, 0), (5, 1, 1, 5)] as [(UInt64, UInt64, UInt64, UInt64)])
  func streamsAreIndependent(_ s: (UInt64, UInt64, UInt64, UInt64)) {
    var a = SeededGenerator(seed: s.0, stream: s.1), b = SeededGenerator(seed: s.2, stream: s.3)
    let n = 20_000
    let sum = (0..<n).reduce(0.0) { sum, _ in sum + a.normal() * b.normal() }
    #expect(abs(sum) / Double(n) < 5 / Double(n).squareRoot())
  }

  /// Standard errors of mean, variance, skewness and kurtosis are (1, 2, 15, 96)^½ / √n for raw
  /// moments 1 to 4; five of them, for a fixed seed.
  @Test func normalMoments() {
    var generator = SeededGenerator(seed: 11)
    let n = 100_000, x = (0..<n).map { _ in generator.normal() }
    let moments = (1...4).map { k in
      x.reduce(0.0) { sum, value in sum + (0..<k).reduce(1.0) { p, _ in p * value } } / Double(n)
    }
    let exact = [0.0, 1, 0, 3], spread = [1.0, 2, 15, 96]
    for k in 0..<4 {
      #expect(abs(moments[k] - exact[k]) < 5 * (spread[k] / Double(n)).squareRoot())
    }
  }

  @Test func uniformsFillTheirRange() {
    var generator = SeededGenerator(seed: 2)
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<10_000 { counts[generator.below(10)] += 1 }
    // A binomial count of mean 1000 has standard deviation 30.
    #expect(counts.allSatisfy { abs($0 - 1000) < 150 })
    for _ in 0..<1000 {
      let u = generator.uniform()
      #expect(u >= 0 && u < 1)
    }
  }

  @Test func orthonormalMatricesAreOrthonormal() {
    var generator = SeededGenerator(seed: 4)
    let tall = Matrix.orthonormal(rows: 30, columns: 7, using: &generator)
    let square = Matrix.orthonormal(rows: 5, columns: 5, using: &generator)
    #expect(orthonormalityGap(tall) < 1e-13 && orthonormalityGap(square) < 1e-13)
  }

  @Test func logSpacing() {
    #expect([Double].logSpaced(from: 1, to: 1e-4, count: 1) == [1])
    #expect([Double].logSpaced(from: 1, to: 1e-4, count: 0).isEmpty)
    let five = [Double].logSpaced(from: 1, to: 1e-4, count: 5)
    #expect(five[0] == 1 && five[4] == 1e-4 && abs(five[2] - 1e-2) < 1e-16)
  }
}

private enum Golden {
  static let seed0: [UInt64] = [
    0xd2ce134acb3773b6, 0x5f1b779181118480, 0xef154eb51f35828c,
  ]
  static let seed42: [UInt64] = [
    0x77881c33b2452c59, 0xd0ff23070d1b3410, 0x663880309bb4916d,
  ]
}
