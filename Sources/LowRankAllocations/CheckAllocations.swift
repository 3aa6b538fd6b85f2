public import LowRankOptimization

/// How many allocations more a run of `steps` steps takes than one of ten; nil where they cannot be
/// counted. 0 for a solver that keeps its law: whatever a run allocates, it allocates once.
///
///     #expect(checkAllocations(GaussNewton(), on: fit, from: start) == 0)
///
/// Choose a problem so small that no work is handed to other threads, whose allocations are not
/// seen. `rule` is checked at every step besides, for what watching costs; it must not end the run.
public func checkAllocations<S: Solver>(
  _ solver: S, on objective: S.Objective, from start: S.Objective.Point, steps: Int = 60,
  besides rule: StopRule = .loss(-1)
) -> Int? {
  func run(_ steps: Int) -> Int? {
    let stop = rule || .iterations(steps)
    return allocations { _ = objective.solve(from: start, by: solver, until: stop) }
  }
  // The first run pays for whatever the process sets up once.
  guard run(1) != nil, let few = run(10), let many = run(steps) else { return nil }
  return many - few
}
