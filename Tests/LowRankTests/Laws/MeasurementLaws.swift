import LinearAlgebra
import LowRank
import LowRankTesting
import Testing

/// Rounding of sums of a few hundred terms, relative to the norms: 1e-13 leaves a factor 10.
private let rounding = 1e-13

@Suite struct MeasurementLaws {
  static let maps: [any MeasurementMap] = [
    twoThirds(9, 7), twoThirds(7, 9), twoThirds(1, 5), EntrySampling(emptyPattern),
    FullObservation(rows: 9, columns: 7), FullObservation(rows: 1, columns: 3),
    FullObservation(rows: 200, columns: 150),
    RankOneSensing(rows: 6, columns: 5, count: 20, seed: 3),
    DenseMeasurements(gaussian(20, 30, seed: 3), rows: 6, columns: 5),
    DenseMeasurements(Matrix(rows: 0, columns: 30), rows: 6, columns: 5),
    DenseMeasurements(gaussian(500, 900, seed: 3), rows: 30, columns: 30),
    SymmetricMeasurements(packed: gaussian(20, 21, seed: 4), size: 6),
    RankOneMeasurements(a: gaussian(20, 6, seed: 5), b: gaussian(20, 5, seed: 6)),
    RankOneMeasurements(a: gaussian(20, 6, seed: 5)),
    GaussianEnsemble(rows: 6, columns: 5, count: 20, seed: 7),
    GaussianEnsemble(rows: 23, columns: 25, count: 130, seed: 7),
    SymmetricEntrySampling(size: 5, first: [0, 3, 2, 4], second: [1, 3, 4, 0]),
    SquaredDistances(points: 5, first: [0, 3, 2, 4], second: [1, 0, 4, 3]),
    CentredDistances(points: 5, first: [0, 3, 2, 4], second: [1, 0, 4, 3]),
    SelectedMeasurements(twoThirds(9, 7), [3, 5, 6, 20]),
    ScaledMeasurements(
      GaussianEnsemble(rows: 6, columns: 5, count: 20, seed: 7), by: gaussian(1, 20).elements),
    PauliExpectations(["XIZY", "IIII", "YYXZ", "XIII", "ZZZZ"].map { PauliString($0)! }),
    PauliExpectations(everyString),
    SettingFrequencies(["XYZ", "ZZZ", "YXX"].map { PauliString($0)! }),
  ]
  /// All 16 strings of two qubits: more of them share each flip than there are qubits.
  private static let everyString = "IXYZ".flatMap { a in
    "IXYZ".map { b in PauliString("\(a)\(b)")! }
  }
  private static let emptyPattern = SparsityPattern.sorting(
    rows: 4, columns: 3, rowOf: [], columnOf: []
  ).pattern

  @Test(arguments: maps.indices, [1, 3])
  func keepTheirLaws(_ k: Int, _ rank: Int) {
    #expect(checkMeasurement(Self.maps[k], rank: rank).worst < rounding)
  }

  @Test func entriesAreNumberedByThePattern() {
    let map = twoThirds(5, 4)
    let w = LowRankMatrix(left: gaussian(5, 2), right: gaussian(4, 2, seed: 2))
    let y = observations(of: w, by: map), rowOf = map.pattern.rowOfEntry
    for e in 0..<map.count {
      #expect(abs(y[e] - w[Int(rowOf[e]), Int(map.pattern.column[e])]) < 1e-14)
    }
  }
}

@Suite struct LossLaws {
  static let losses: [any Loss] = [
    SquaredLoss(), SquaredLoss(weights: (0..<50).map { Double($0 % 4) }), HuberLoss(threshold: 0.5),
  ]

  @Test(arguments: losses.indices)
  func keepTheirLaw(_ k: Int) {
    let prediction = gaussian(1, 50).elements, target = gaussian(1, 50, seed: 2).elements
    let report = checkLoss(Self.losses[k], prediction: prediction, target: target)
    // Huber's second derivative jumps, so its remainder is t² only while few terms cross δ.
    #expect(report.slope > 1.8 && report.differenceGap < 1e-6 && report.valueGap < 1e-13)
    #expect(Self.losses[k].value(target, target) == 0)
  }

  @Test func knownValues() {
    #expect(SquaredLoss().value([1, 2], [0, 4]) == 2.5)
    #expect(SquaredLoss(weights: [2, 0.5]).value([1, 2], [0, 4]) == 2)
    #expect(HuberLoss(threshold: 1).value([0.5, 3, -3], [0, 0, 0]) == 0.125 + 2.5 + 2.5)
    var derivative = [0.5, 3, -3]
    _ = HuberLoss(threshold: 1).differentiate(&derivative, [0, 0, 0])
    #expect(derivative == [0.5, 1, -1])
  }

  @Test(arguments: losses.indices)
  func aNaNStaysVisible(_ k: Int) {
    var prediction = gaussian(1, 50).elements
    prediction[7] = .nan
    let target = gaussian(1, 50, seed: 2).elements
    #expect(Self.losses[k].value(prediction, target).isNaN)
    #expect(Self.losses[k].differentiate(&prediction, target).isNaN)
  }
}
