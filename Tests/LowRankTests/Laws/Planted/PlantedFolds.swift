import LinearAlgebra
import LowRank

/// The folds of twenty numbered measurements, and what may be wrong with them.
struct PlantedFolds: Sendable {
  static let values = gaussian(1, 20, seed: 9).elements
  static let weights = (0..<20).map { 1 + Double($0 % 3) }

  /// Which measurements each fold hides.
  var hidden: @Sendable (_ values: [Double]) -> [[Int]] = { _ in [[1, 4, 7], [2, 13]] }
  /// What a part is made of.
  var part: @Sendable (_ places: [Int], _ values: [Double]) -> Fold<[Int]>.Part = {
    places, values in
    Fold.Part(
      places: places, values: places.map { values[$0] },
      weights: places.map { Self.weights[$0] })
  }
  var visible: @Sendable (_ hidden: [Int]) -> [Int] = { hidden in
    (0..<20).filter { !hidden.contains($0) }
  }
  /// In units of this.
  var unit: @Sendable (_ values: [Double]) -> Double = { _ in 1 }

  func folds(_ values: [Double] = Self.values) -> [Fold<[Int]>] {
    hidden(values).map { Fold(visible: part(visible($0), values), hidden: part($0, values)) }
  }

  func data(_ values: [Double]) -> HeldOutData<[Int]> {
    let unit = unit(values), folds = folds(values)
    return HeldOutData(
      folds: folds,
      budget: MeasurementBudget(measurements: folds[0].visible.count, fullRank: 4) { 3 * $0 },
      judged: { zip($0.values, $1).map { ($0 - $1) / unit } })
  }

  static let right = PlantedFolds()
  static let overlapping = PlantedFolds(hidden: { _ in [[1, 4, 7], [2, 7, 13]] })
  static let unordered = PlantedFolds(hidden: { _ in [[4, 1, 7], [2, 13]] })
  static let leaking = PlantedFolds(visible: { _ in Array(0..<20) })
  static let losing = PlantedFolds(
    visible: { hidden in (0..<19).filter { !hidden.contains($0) } })
  static let shifted = PlantedFolds(
    part: { places, values in
      Fold.Part(
        places: places, values: places.map { values[max(0, $0 - 1)] },
        weights: places.map { weights[$0] })
    })
  static let weightless = PlantedFolds(
    part: { places, values in
      Fold.Part(places: places, values: places.map { values[$0] }, weights: nil)
    })
  /// Hides what is large.
  static let choosing = PlantedFolds(
    hidden: { values in
      [values.indices.filter { values[$0] > 0.5 }, values.indices.filter { values[$0] < -0.5 }]
    })
  /// Judges in units of the largest value, hidden or not.
  static let measuring = PlantedFolds(unit: { $0.max()! })
}
