internal import LinearAlgebra
internal import LowRankOptimization

extension Sensing {
  /// What W says of some measurements, in their own units.
  ///
  /// Cost: one 𝒜, whatever the number of places: maps are applied as a whole.
  package func predictions(of w: LowRankMatrix, at places: [Int]) -> [Double] {
    var predicted = [Double](repeating: 0, count: map.count)
    map.apply(w, into: &predicted)
    return places.map { predicted[$0] }
  }

  /// Standard deviations of some measurements, up to a common factor.
  package func deviations(at places: [Int]) -> [Double] {
    places.map { place in heldOutWeights.map { 1 / $0[place].squareRoot() } ?? 1 }
  }

  /// The measurements in the folds of a design, and the units in which they are judged. No fold
  /// where what is left visible would not determine rank one.
  package func heldOut(fraction: Double, seed: UInt64) -> HeldOutData<[Int]> {
    let design = HoldOutDesign(.entry, fraction: fraction, seed: seed)
    let folds = design.masks(overMeasurements: map.count, groups: groups)
      .map { Fold(target, weights: heldOutWeights, $0) }
      .prefix { $0.visible.count > degreesOfFreedom(rank: 1) }
    let difference = difference
    let judged: HeldOutData<[Int]>.Residuals = { zip($0.values, $1).map { difference($0, $1) } }
    return HeldOutData(
      folds: Array(folds), budget: budget(of: folds.first?.visible.count ?? 0), judged: judged,
      calibrated: judged)
  }

  /// What so many measurements let one tell of each rank.
  func budget(of measurements: Int) -> MeasurementBudget {
    let (rows, columns) = (map.rows, map.columns)
    return MeasurementBudget(measurements: measurements, fullRank: fullRank) {
      Point.degreesOfFreedom(rows: rows, columns: columns, rank: Point.columnsPerRank * $0)
    }
  }

  /// Growth from nothing on the visible measurements of a fold.
  ///
  /// The scale of the measurements is that of all of them, visible or not: it comes from the
  /// weights alone, which say nothing of values.
  func path(
    on visible: Fold<[Int]>.Part, limit: Int
  ) -> SensingPath<Point, SelectedMeasurements<ScaledMeasurements<Map>>, Map> {
    let scaled = scaledMap, y = scaled.scaled(target)
    let growth = MeasuredGrowth<Point, SelectedMeasurements<ScaledMeasurements<Map>>>(
      SelectedMeasurements(scaled, visible.places), visible.places.map { y[$0] },
      guess: guess?(visible.places), iterations: innerIterations)
    return SensingPath(growth, of: self, limit: limit)
  }

  /// Growth from nothing on all measurements.
  func wholePath(limit: Int) -> SensingPath<Point, ScaledMeasurements<Map>, Map> {
    let scaled = scaledMap
    let growth = MeasuredGrowth<Point, ScaledMeasurements<Map>>(
      scaled, scaled.scaled(target), guess: guess?(Array(target.indices)),
      iterations: innerIterations)
    return SensingPath(growth, of: self, limit: limit)
  }
}

extension HeldOutData<[Int]> {
  /// What the mean of the visible measurements of each fold leaves of the hidden ones.
  ///
  /// The baseline: an answer that does not beat it is of no use.
  package var meanResiduals: [Double] {
    residuals(
      folds.map { fold in
        let mean = fold.visible.values.reduce(0, +) / Double(max(1, fold.visible.count))
        return Array(repeating: mean, count: fold.hidden.count)
      })
  }
}
