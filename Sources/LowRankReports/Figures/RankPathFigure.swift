internal import LowRankIO

/// The error on the data fitted and on the data held out, against the rank.
///
/// The chosen rank is marked, held-out errors carry bars of one standard error, and baselines are
/// labelled lines. The error axis is logarithmic where errors span more than a factor of 20.
public struct RankPathFigure: Sendable, Equatable {
  /// An error to be compared with, such as that of the mean.
  public struct Baseline: Sendable, Equatable {
    public var name: String
    public var error: Double

    public init(name: String, error: Double) {
      self.name = name
      self.error = error
    }
  }

  public var path: [Report.Step]
  public var chosenRank: Int?
  public var baselines: [Baseline]

  public init(path: [Report.Step], chosenRank: Int? = nil, baselines: [Baseline] = []) {
    self.path = path
    self.chosenRank = chosenRank
    self.baselines = baselines
  }

  /// The figure of a report; nil if the report has no path with errors.
  public init?(_ report: Report) {
    guard let path = report.path else { return nil }
    let named = [
      ("mean", report.heldout?.baselineMeanRMSE),
      ("row + column effects", report.heldout?.baselineEffectsRMSE),
    ]
    let baselines = named.compactMap { name, error in
      error.map { Baseline(name: name, error: $0) }
    }
    self.init(path: path, chosenRank: report.rank, baselines: baselines)
    guard !errors.isEmpty else { return nil }
  }

  /// The figure as an SVG document; empty axes where there is no finite error.
  public var svg: String {
    var plot = RankPathPlot(
      ranks: path.map(\.rank), errors: errors,
      title: "Root mean square error against rank")
    plot.drawAxes()
    plot.drawBaselines(baselines)
    if let chosenRank { plot.drawChoice(chosenRank) }
    plot.drawCurve(points(\.trainRMSE), name: "fitted", .quiet, bars: [])
    plot.drawCurve(points(\.heldOutRMSE), name: "held out", .blue, bars: bars)
    plot.drawLabels()
    return plot.svg.text
  }

  private func points(_ error: KeyPath<Report.Step, Double?>) -> [(rank: Int, error: Double)] {
    path.compactMap { step in
      step[keyPath: error].flatMap { $0.isFinite ? (step.rank, $0) : nil }
    }
  }

  private var bars: [(rank: Int, low: Double, high: Double)] {
    path.compactMap { step in
      guard let error = step.heldOutRMSE, let se = step.heldOutSE, error.isFinite, se.isFinite
      else { return nil }
      return (step.rank, error - se, error + se)
    }
  }

  /// Every error that the axis must reach.
  private var errors: [Double] {
    let curves = path.flatMap { [$0.trainRMSE, $0.heldOutRMSE] }.compactMap { $0 }
    return (curves + baselines.map(\.error)).filter { $0.isFinite && $0 >= 0 }
  }
}
