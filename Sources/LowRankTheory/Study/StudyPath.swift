internal import LinearAlgebra
internal import LowRank
internal import LowRankOptimization

/// A method at work on some of the data: a path whose ranks are the iterates that are recorded.
///
/// The recovery chooses among the ranks of a path by the error on hidden data. A study has no ranks
/// to choose among but iterations, and so is put in their place: early stopping by the same rule.
protocol StudyPath: RecoveryPath where State == Int {
  /// The run with the data it sees, and the units it speaks.
  associatedtype Work: Sendable
  /// Where it began, and where it is.
  var start: Work { get }
  var work: Work { get set }
  /// How many iterates were recorded since `start`.
  var steps: Int { get set }
  /// The run inside the work.
  static func run(of work: Work) -> any StudyRun
  /// Goes on to the next iterate that is recorded.
  static func advance(_ work: inout Work)
}

extension StudyPath {
  var run: any StudyRun { Self.run(of: work) }
  /// A path of iterates ends and is given up as its run is.
  var end: RecoveryReason? { run.reason }
  var patience: Patience { run.patience }

  /// The step to the next iterate; nil once the run has a reason not to go on.
  mutating func advance() -> PathStep? {
    guard run.reason == nil else { return nil }
    let before = run.record.iteration
    Self.advance(&work)
    steps += 1
    // A record without a gradient or a step size holds infinity or zero there.
    let record = run.record
    return PathStep(
      rank: rank, iterations: record.iteration - before,
      gradientNorm: record.gradientNorm.isFinite ? record.gradientNorm : nil,
      stepSize: record.stepSize > 0 ? record.stepSize : nil)
  }

  /// The number of steps. A study is short and its state large: to set it takes them again.
  var state: Int {
    get { steps }
    set {
      (work, steps) = (start, newValue)
      for _ in 0..<newValue { Self.advance(&work) }
    }
  }
}

/// A study of a table.
struct TableStudyPath: StudyPath {
  let start: StudyFit
  var work: StudyFit
  var steps = 0

  /// The path that begins where `fit` is.
  init(_ fit: StudyFit) { (start, work) = (fit, fit) }

  static func run(of work: StudyFit) -> any StudyRun { work.run }
  static func advance(_ work: inout StudyFit) { work.advance() }

  /// The number of columns; what they are worth the singular values say.
  var rank: Int { run.matrix.rank }
  func predict(at places: SparsityPattern) -> [Double] { work.predict(at: places) }
  /// All alike: a study takes every cell of its table to be as noisy as the next.
  func deviations(at places: SparsityPattern) -> [Double] {
    Array(repeating: 1, count: places.count)
  }
  /// Of W in the table's units, row and column effects apart.
  var singularValues: [Double] { SpectralForm(work.answer().factors).singularValues }
}
