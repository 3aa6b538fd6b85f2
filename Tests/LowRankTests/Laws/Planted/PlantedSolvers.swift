import LinearAlgebra
import LowRank
import LowRankTheory

/// Memory that copies share, as no value should.
final class SharedCount: @unchecked Sendable { var value = 0 }

/// Descent on U Vᵀ whose state or step is wrong on purpose.
protocol PlantedSolver: Solver where Objective == SmallFit, State == PlantedState {}

/// The state of descent, and what a wrong solver keeps beside it.
struct PlantedState: SolverState {
  var inner: Descent<SmallFit, Steepest<Asymmetric>>.State
  var record: StepRecord
  let count = SharedCount()
  var waste: [Double] = []
  var point: Asymmetric { inner.point }
}

extension PlantedSolver {
  var base: Descent<SmallFit, Steepest<Asymmetric>> {
    Descent(along: .steepest(), step: .constant(0.05))
  }
  func start(_ objective: SmallFit, at point: Asymmetric) -> PlantedState {
    let inner = base.start(objective, at: point)
    return PlantedState(inner: inner, record: inner.record)
  }
  func step(_ objective: SmallFit, _ state: inout PlantedState) {
    base.step(objective, &state.inner)
    state.record = state.inner.record
  }
}

struct RightSolver: PlantedSolver {}

/// Every eighth step is taken twice, by a count that copies of the state share.
struct CountIsShared: PlantedSolver {
  func step(_ objective: SmallFit, _ state: inout PlantedState) {
    state.count.value += 1
    let iteration = state.record.iteration
    base.step(objective, &state.inner)
    if state.count.value % 8 == 0 { base.step(objective, &state.inner) }
    state.record = state.inner.record
    state.record.iteration = iteration + 1
  }
}

struct StartIsElsewhere: PlantedSolver {
  func start(_ objective: SmallFit, at point: Asymmetric) -> PlantedState {
    var nearby = point
    nearby.scale(by: 1 + 1e-9)
    let inner = base.start(objective, at: nearby)
    return PlantedState(inner: inner, record: inner.record)
  }
}

/// Writes into the storage that the caller's point shares.
struct StartIsChanged: PlantedSolver {
  func start(_ objective: SmallFit, at point: Asymmetric) -> PlantedState {
    overwrite(point.u)
    let inner = base.start(objective, at: point)
    return PlantedState(inner: inner, record: inner.record)
  }
}

/// The record of the point before.
struct RecordIsLate: PlantedSolver {
  func step(_ objective: SmallFit, _ state: inout PlantedState) {
    let loss = state.inner.record.loss
    base.step(objective, &state.inner)
    state.record = state.inner.record
    state.record.loss = loss
  }
}

struct StepsAreNotCounted: PlantedSolver {
  func step(_ objective: SmallFit, _ state: inout PlantedState) {
    base.step(objective, &state.inner)
    state.record = state.inner.record
    state.record.iteration = 1
  }
}

struct StepAllocates: PlantedSolver {
  func step(_ objective: SmallFit, _ state: inout PlantedState) {
    base.step(objective, &state.inner)
    state.record = state.inner.record
    state.waste = Array(repeating: 1, count: state.record.iteration)
  }
}

/// Two steps of the flow for one, so that a piece of the path is missing.
struct FlowSkips: Solver {
  private let base = GradientFlow<SmallFit>()
  func start(_ objective: SmallFit, at point: Asymmetric) -> GradientFlow<SmallFit>.State {
    base.start(objective, at: point)
  }
  func step(_ objective: SmallFit, _ state: inout GradientFlow<SmallFit>.State) {
    base.step(objective, &state)
    base.step(objective, &state)
  }
}

// MARK: Probes

/// Changes the point that it is shown.
struct ProbeChangesPoints: Probe {
  func observe(_ point: Asymmetric) -> Double {
    overwrite(point.u)
    return point.norm
  }
}

/// The number of points shown to all copies together.
struct ProbeSharesMemory: Probe {
  private let count = SharedCount()
  func observe(_: Asymmetric) -> Int {
    count.value += 1
    return count.value
  }
}

/// Doubles a number where it lies, behind the back of value semantics.
private func overwrite(_ matrix: Matrix) {
  matrix.elements.withUnsafeBufferPointer {
    UnsafeMutablePointer(mutating: $0.baseAddress!).pointee *= 2
  }
}
