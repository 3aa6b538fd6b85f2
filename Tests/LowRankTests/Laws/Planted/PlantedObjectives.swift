import LinearAlgebra
import LowRank

typealias SmallFit = Fit<Asymmetric, FullObservation, SquaredLoss>

/// ½‖U Vᵀ − B‖² with one requirement of its own, wrong on purpose.
protocol PlantedObjective: LeastSquaresObjective, LineMinimizable, Separable
where Point == Asymmetric, Workspace == SmallFit.Workspace, Map == FullObservation {}

extension PlantedObjective {
  var base: SmallFit {
    Fit(
      FullObservation(rows: 6, columns: 5), target: gaussian(1, 30, seed: 9).elements,
      loss: SquaredLoss())
  }
  var measurement: FullObservation { base.measurement }
  var target: [Double] { base.target }
  var weights: [Double]? { nil }

  func makeWorkspace(for point: Asymmetric) -> SmallFit.Workspace {
    base.makeWorkspace(for: point)
  }
  func value(at point: Asymmetric, _ workspace: inout SmallFit.Workspace) -> Double {
    base.value(at: point, &workspace)
  }
  func differentiate(
    at point: Asymmetric, _ workspace: inout SmallFit.Workspace, into gradient: inout Asymmetric
  ) -> Double { base.differentiate(at: point, &workspace, into: &gradient) }
  func matrixGradient(
    at point: Asymmetric, _ workspace: inout SmallFit.Workspace
  ) -> FullObservation.Image { base.matrixGradient(at: point, &workspace) }
  func restriction(
    at point: Asymmetric, along direction: Asymmetric, _ workspace: inout SmallFit.Workspace
  ) -> Quartic { base.restriction(at: point, along: direction, &workspace) }
  func differentiate(
    at point: Asymmetric, keeping fraction: Double, by generator: SeededGenerator,
    _ workspace: inout SmallFit.Workspace, into gradient: inout Asymmetric
  ) -> Double {
    base.differentiate(at: point, keeping: fraction, by: generator, &workspace, into: &gradient)
  }
}

struct RightObjective: PlantedObjective {}

struct GradientClimbs: PlantedObjective {
  func differentiate(
    at point: Asymmetric, _ workspace: inout SmallFit.Workspace, into gradient: inout Asymmetric
  ) -> Double {
    defer { gradient.scale(by: -1) }
    return base.differentiate(at: point, &workspace, into: &gradient)
  }
}

struct GradientAdds: PlantedObjective {
  func differentiate(
    at point: Asymmetric, _ workspace: inout SmallFit.Workspace, into gradient: inout Asymmetric
  ) -> Double {
    var own = point
    defer { gradient.add(own, scaledBy: 1) }
    return base.differentiate(at: point, &workspace, into: &own)
  }
}

/// ‖·‖² where the gradient is that of ½‖·‖².
struct ValueDoubles: PlantedObjective {
  func value(at point: Asymmetric, _ workspace: inout SmallFit.Workspace) -> Double {
    2 * base.value(at: point, &workspace)
  }
}

/// A term in one column of U: no function of W.
struct ValueSeesAColumn: PlantedObjective {
  func value(at point: Asymmetric, _ workspace: inout SmallFit.Workspace) -> Double {
    base.value(at: point, &workspace) + point.u[0, 0]
  }
  func differentiate(
    at point: Asymmetric, _ workspace: inout SmallFit.Workspace, into gradient: inout Asymmetric
  ) -> Double {
    let value = base.differentiate(at: point, &workspace, into: &gradient)
    var u = gradient.u
    u[0, 0] += 1
    gradient = Asymmetric(u: u, v: gradient.v)
    return value + point.u[0, 0]
  }
}

struct LineForgetsTheCubic: PlantedObjective {
  func restriction(
    at point: Asymmetric, along direction: Asymmetric, _ workspace: inout SmallFit.Workspace
  ) -> Quartic {
    var quartic = base.restriction(at: point, along: direction, &workspace)
    quartic.cubic = 0
    return quartic
  }
}

struct MatrixGradientDoubles: PlantedObjective {
  func matrixGradient(
    at point: Asymmetric, _ workspace: inout SmallFit.Workspace
  ) -> FullObservation.Image {
    var image = base.matrixGradient(at: point, &workspace)
    image.scale(by: 2)
    return image
  }
}

/// Weights that the value does not have.
struct WeightsAreIdle: PlantedObjective {
  var weights: [Double]? { Array(repeating: 3, count: 30) }
}

// MARK: Parts of the terms

/// Not divided by the part that is kept.
struct PartIsBiased: PlantedObjective {
  func differentiate(
    at point: Asymmetric, keeping fraction: Double, by generator: SeededGenerator,
    _ workspace: inout SmallFit.Workspace, into gradient: inout Asymmetric
  ) -> Double {
    defer { gradient.scale(by: fraction) }
    return base.differentiate(
      at: point, keeping: fraction, by: generator, &workspace, into: &gradient)
  }
}

struct PartIsAll: PlantedObjective {
  func differentiate(
    at point: Asymmetric, keeping _: Double, by _: SeededGenerator,
    _ workspace: inout SmallFit.Workspace, into gradient: inout Asymmetric
  ) -> Double { base.differentiate(at: point, &workspace, into: &gradient) }
}

/// The number of the next draw is shared by all copies.
struct DrawIsShared: StochasticGradient {
  final class Count: @unchecked Sendable { var draw: UInt64 = 0 }
  let base: SmallFit
  let seed: UInt64 = 1
  private let count = Count()

  init(_ base: SmallFit) { self.base = base }

  func differentiate(
    at point: Asymmetric, _ workspace: inout StochasticGradientWorkspace<SmallFit>,
    into gradient: inout Asymmetric
  ) -> Double {
    count.draw += 1
    var plain = base.makeWorkspace(for: point)
    return base.differentiate(
      at: point, keeping: 0.5, by: SeededGenerator(seed: seed, stream: count.draw), &plain,
      into: &gradient)
  }
}

// MARK: Losses, penalties, directions

struct LossClimbs: Loss {
  func value(_ prediction: [Double], _ target: [Double]) -> Double {
    SquaredLoss().value(prediction, target)
  }
  func differentiate(_ prediction: inout [Double], _ target: [Double]) -> Double {
    defer { prediction.scale(by: -1) }
    return SquaredLoss().differentiate(&prediction, target)
  }
}

struct LossReturnsTwice: Loss {
  func value(_ prediction: [Double], _ target: [Double]) -> Double {
    SquaredLoss().value(prediction, target)
  }
  func differentiate(_ prediction: inout [Double], _ target: [Double]) -> Double {
    2 * SquaredLoss().differentiate(&prediction, target)
  }
}

/// ½‖θ‖² with one requirement of its own, wrong on purpose.
protocol PlantedPenalty: Regularizer where Point == Asymmetric, Workspace == Void {}

extension PlantedPenalty {
  var base: Ridge<Asymmetric> { Ridge(1) }
  func value(at point: Asymmetric, _ workspace: inout Void) -> Double {
    base.value(at: point, &workspace)
  }
  func addGradient(
    at point: Asymmetric, _ workspace: inout Void, into gradient: inout Asymmetric
  ) -> Double { base.addGradient(at: point, &workspace, into: &gradient) }
  func restriction(
    at point: Asymmetric, along direction: Asymmetric, _ workspace: inout Void
  ) -> Quartic { base.restriction(at: point, along: direction, &workspace) }
}

struct PenaltyOverwrites: PlantedPenalty {
  func addGradient(
    at point: Asymmetric, _ workspace: inout Void, into gradient: inout Asymmetric
  ) -> Double {
    gradient.assign(point)
    return value(at: point, &workspace)
  }
}

struct PenaltyIsNegative: PlantedPenalty {
  func value(at point: Asymmetric, _: inout Void) -> Double { -point.dot(point) / 2 }
  func addGradient(
    at point: Asymmetric, _ workspace: inout Void, into gradient: inout Asymmetric
  ) -> Double {
    gradient.add(point, scaledBy: -1)
    return value(at: point, &workspace)
  }
}

/// The line θ + t d instead of θ − t d.
struct PenaltyTurnsTheLine: PlantedPenalty {
  func restriction(
    at point: Asymmetric, along direction: Asymmetric, _ workspace: inout Void
  ) -> Quartic {
    var quartic = base.restriction(at: point, along: direction, &workspace)
    quartic.linear *= -1
    return quartic
  }
}

struct DirectionClimbs: Direction {
  func transform(_ gradient: inout Asymmetric, at _: Asymmetric, loss _: Double, _: inout Void) {
    gradient.scale(by: -1)
  }
}

/// The signs of the components: a descent direction that no rotation of the columns commutes with.
struct DirectionOfSigns: Direction {
  func transform(_ gradient: inout Asymmetric, at _: Asymmetric, loss _: Double, _: inout Void) {
    gradient.updateBuffers { for k in $0.indices { $0[k] = $0[k] < 0 ? -1 : 1 } }
  }
}
