extension Run {
  /// The run on a task of its own, as a stream of every `stride`-th iterate and the last one.
  ///
  /// Only the newest iterate is kept: a slow reader misses frames instead of holding up the run or
  /// filling memory. Leaving the loop over the stream cancels the run.
  public consuming func updates(
    every stride: Int, until rule: StopRule
  ) -> AsyncStream<Iterate<S.Objective.Point>> {
    precondition(stride > 0, "every how many iterations")
    let run = self
    return AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
      let task = Task.detached {
        var run = run
        let last = run.finish(at: rule) {
          if $0.record.iteration % stride == 0 { continuation.yield($0) }
        }
        continuation.yield(Iterate(point: last.point, record: last.record))
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }
}

extension Objective {
  /// The iterates of `solver` on this objective, without end.
  public func iterates<S: Solver>(from start: Point, by solver: S) -> Run<S>
  where S.Objective == Self {
    Run(self, from: start, by: solver)
  }

  /// Where `solver` gets from `start` until `rule` fires.
  public func solve<S: Solver>(
    from start: Point, by solver: S, until rule: StopRule
  ) -> Solution<Point> where S.Objective == Self {
    var run = iterates(from: start, by: solver)
    return run.finish(at: rule)
  }
}
