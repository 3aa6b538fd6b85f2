import LinearAlgebra
import LowRank
import LowRankIO
import LowRankJobs
import LowRankTheory
import Testing

/// Everything that a person can get wrong is a typed error before the work begins.
@Suite struct JobErrorTests {
  typealias Change = @Sendable (inout CompletionJob) -> Void

  static let options: [(change: Change, error: OptionError)] = [
    ({ $0.options.rank = 0 }, .outOfBounds(.rank, .integer(0), .atLeast(1))),
    ({ $0.options.maxRank = -3 }, .outOfBounds(.largestRank, .integer(-3), .atLeast(1))),
    (
      {
        $0.options.rank = 4
        $0.options.maxRank = 3
      }, .rankAboveLargest(rank: 4, largest: 3)
    ),
    (
      { $0.options.holdOutFraction = 0.9 },
      .outOfBounds(.holdOutFraction, .real(0.9), .between(0, 0.5, includesHigh: true))
    ),
    ({ $0.options.tolerance = 1 }, .outOfBounds(.tolerance, .real(1), .between(0, 1))),
    ({ $0.options.level = 0 }, .outOfBounds(.level, .real(0), .between(0, 1))),
    (
      { $0.options.holdOut = .tail(length: 0, along: .rows) },
      .outOfBounds(.holdOutLength, .integer(0), .atLeast(1))
    ),
    ({ $0.options.link = .box(low: 3, high: 1) }, .outOfBounds(.link, .real(1), .above(3))),
    ({ $0.limits.iterations = 0 }, .outOfBounds(.iterations, .integer(0), .atLeast(1))),
    ({ $0.limits.seconds = .infinity }, .outOfBounds(.timeLimit, .real(.infinity), .positive)),
    ({ $0.reading.period = 1 }, .outOfBounds(.period, .integer(1), .atLeast(2))),
    (
      {
        $0.study = Study(.nuclear)
        $0.options.rank = 2
      },
      .conflict(.init(.rank, .integer(2)), with: .init(.method, .name("nuclear")))
    ),
    (
      {
        $0.study = Study(.als)
        $0.outputs.checkpoint = "c"
      },
      .conflict(.init(.checkpoint), with: .init(.method, .name("als")))
    ),
    (
      {
        $0.study = Study(.descent)
        $0.study?.factors = .hermitian
      }, .unsuited(.init(.factors, .name("hermitian")), to: .table)
    ),
  ]

  @Test(arguments: options.indices)
  func impossibleOptions(_ k: Int) {
    var job = CompletionJob(.table(table))
    Self.options[k].change(&job)
    #expect(throws: JobError.option(Self.options[k].error)) { try job.run() }
  }

  static let outputs: [(change: Change, error: OutputError)] = [
    (
      { $0.outputs.result = "x.txt" },
      .form(.result, path: "x.txt", allowed: [.csv, .tsv, .npy, .mtx, .npz])
    ),
    ({ $0.outputs.model = "m.csv" }, .form(.model, path: "m.csv", allowed: [.npz])),
    ({ $0.outputs.reports = ["r.pdf"] }, .form(.report, path: "r.pdf", allowed: [.html, .json])),
    ({ $0.outputs.bounds = true }, .boundsWithoutTable),
    (
      {
        $0.outputs.result = "x.csv"
        $0.outputs.trace = "./x.csv"
      }, .writtenTwice(path: "./x.csv")
    ),
  ]

  @Test(arguments: outputs.indices)
  func impossibleOutputs(_ k: Int) {
    var job = CompletionJob(.table(table))
    Self.outputs[k].change(&job)
    #expect(throws: JobError.output(Self.outputs[k].error)) { try job.run() }
  }

  /// What only the data show names the place in the input, also where it is laid out in periods.
  @Test(arguments: [nil, 2, 3])
  func valuesOutsideTheLink(_ period: Int?) {
    var negative = table
    negative[4, 1] = -7
    var job = CompletionJob(.table(negative))
    job.options.link = .log
    job.reading.period = period
    #expect(
      throws: JobError.data(
        .option(.outsideDomain(row: 4, column: 1, value: -7, .log)), input: "the table")
    ) { try job.run() }
  }

  @Test func symmetricFactorsOfARectangle() {
    var job = CompletionJob(.table(table))
    job.study = Study(.descent)
    job.study?.factors = .symmetric
    #expect(
      throws: JobError.data(.option(.notSquare(rows: 12, columns: 10)), input: "the table")
    ) { try job.run() }
  }

  @Test func gapsOfAMatrixToFactor() {
    let gaps = table.elements.count(where: \.isNaN)
    #expect(throws: JobError.data(.gaps(gaps), input: "the table")) {
      try CompletionJob(.table(table), task: .factorization).run()
    }
  }

  @Test func periodsOfCells() {
    var job = CompletionJob(.observations(Observations(table: table)))
    job.reading.period = 3
    #expect(throws: JobError.data(.periodOfTriplets, input: "the observations")) {
      try job.run()
    }
    job = CompletionJob(.table(table))
    job.reading.period = 7
    #expect(throws: JobError.data(.fewerThanTwoPeriods(rows: 12, period: 7), input: "the table")) {
      try job.run()
    }
  }

  /// Nobody has typed an option yet: a sentence of the library names none.
  @Test func sentencesNameNoOption() {
    for error in Self.options.map(\.error) { #expect(!"\(error)".contains("--"), "\(error)") }
    for error in Self.outputs.map(\.error) { #expect(!"\(error)".contains("--"), "\(error)") }
    #expect(
      "\(OptionError.outOfBounds(.holdOutFraction, .real(0.9), .between(0, 0.5)))"
        == "hold-out fraction 0.9: between 0 and 0.5")
  }
}
