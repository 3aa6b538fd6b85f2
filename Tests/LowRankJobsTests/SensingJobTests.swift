import LinearAlgebra
import LowRank
import LowRankIO
import LowRankJobs
import LowRankReports
import LowRankTheory
import Testing

@Suite struct SensingJobTests {
  /// 90 Gaussian measurements of a 6 × 5 matrix of rank 1, which has 10 degrees of freedom.
  private static let measured: (file: MeasurementFile, truth: Matrix) = {
    var random = SeededGenerator(seed: 7)
    let truth = Matrix(rows: 6, columns: 5) { i, j in Double((i + 1) * (j + 2)) }
    let a = Matrix(rows: 90, columns: 30) { _, _ in random.normal() }
    let y = (0..<90).map { k in
      zip(a.row(k), truth.elements).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return (MeasurementFile(.dense(DenseMeasurements(a, rows: 6, columns: 5), y)), truth)
  }()

  @Test func fromMemory() throws {
    let result = try SensingJob(.measurements(Self.measured.file)).run()
    #expect(result.verdict == .trustworthy && result.rank == 1)
    #expect(relativeError(result.form.lowRank.dense(), Self.measured.truth) < 1e-6)
    #expect(result.written.isEmpty && result.report.data?.sha256 == nil)
  }

  typealias Change = @Sendable (inout SensingJob) -> Void
  static let wrong: [(change: Change, error: OptionError)] = [
    ({ $0.options.recovery.rank = 0 }, .outOfBounds(.rank, .integer(0), .atLeast(1))),
    (
      { $0.options.factors = .hermitian },
      .unsuited(.init(.factors, .name("hermitian")), to: .realMatrix)
    ),
    ({ $0.options.factors = .deep(3) }, .needsStudy(.init(.factors, .name("deep=3")))),
    (
      { $0.options.recovery.method = .variational },
      .unsuited(.init(.method, .name("variational")), to: .measurements)
    ),
    ({ $0.options.units = .greatCircle(radius: 1) }, .needsDistances(.radius)),
    (
      { $0.options.units = .greatCircle(radius: -1) },
      .outOfBounds(.radius, .real(-1), .positive)
    ),
    ({ $0.outputs.distances = "d.csv" }, .needsDistances(.distances)),
    (
      {
        $0.options.study = Study(.als)
        $0.options.factors = .symmetric
      }, .conflict(.init(.factors, .name("symmetric")), with: .init(.method, .name("als")))
    ),
  ]

  @Test(arguments: wrong.indices)
  func impossibleOptions(_ k: Int) {
    let one = Matrix(rows: 1, columns: 4) { _, j in Double(j) }
    let square = MeasurementFile(.dense(DenseMeasurements(one, rows: 2, columns: 2), [1]))
    var job = SensingJob(.measurements(square))
    Self.wrong[k].change(&job)
    #expect(throws: JobError.option(Self.wrong[k].error)) { try job.run() }
  }

  @Test func symmetricFactorsOfARectangle() {
    var job = SensingJob(.measurements(Self.measured.file))
    job.options.factors = .symmetric
    #expect(
      throws: JobError.data(.option(.notSquare(rows: 6, columns: 5)), input: "the measurements")
    ) { try job.run() }
  }
}
