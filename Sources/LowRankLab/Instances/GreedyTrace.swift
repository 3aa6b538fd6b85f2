internal import LinearAlgebra
internal import LowRank
internal import LowRankTheory

/// The path of greedy learning, and where its stages end.
struct GreedyTrace: Sendable {
  struct Stage: Sendable {
    let rank: Int
    var loss: Double
    /// ‖W̄‖.
    var norm: Double
  }

  private(set) var stages: [Stage] = []
  let path: Polyline
  /// Where it ends.
  let end: LowRankMatrix

  init<Inner: Solver>(
    _ run: Run<RankGrowth<Inner>>, spacing: Double, until rule: StopRule
  ) {
    var run = run, stages: [Stage] = [], vertices = [run.current.point.matrix.dense()]
    let last = run.finish(at: rule) {
      let rank = $0.record.rank ?? 0, w = $0.point.matrix.dense()
      if stages.last?.rank != rank { stages.append(Stage(rank: rank, loss: 0, norm: 0)) }
      stages[stages.count - 1].loss = $0.record.loss
      stages[stages.count - 1].norm = w.norm
      var move = w
      move.add(vertices.last!, scaledBy: -1)
      if move.norm > spacing { vertices.append(w) }
    }
    end = last.point.matrix
    path = Polyline(through: vertices + [end.dense()])
    self.stages = stages
  }

  /// The largest quotient of the losses at successive stages.
  var worstQuotient: Double {
    zip(stages, stages.dropFirst()).map { $1.loss / $0.loss }.max() ?? .nan
  }

  /// For a page.
  var words: String {
    stages.map { "rank \($0.rank), loss \(Series.short($0.loss))" }.joined(separator: "; ")
  }
}
