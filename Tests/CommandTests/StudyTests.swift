import Foundation
import LowRankIO
import Testing

@Suite("Study")
struct StudyTests {
  private static let methods = [
    "greedy", "descent", "scaled", "modified", "flow", "sgd", "als", "irls", "nuclear",
  ]

  /// One method of study from the table to the report, the trace and the filled file.
  @Test(arguments: methods)
  func method(_ method: String) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      let outcome = try lowrank(
        "complete", "t.csv", "-o", "o.csv", "--method", method, "--max-rank", "2", "--trace",
        "t.out", "--report", "r.html", "--json", "--intervals", "0.9")
      #expect(outcome.status == 0, "\(outcome.complaint)")
      let report = try outcome.object()
      #expect(report["method"] as? String == method)
      let heldOut = try #require(report["heldout"] as? [String: Any])
      let error = try #require(heldOut["rmse"] as? Double)
      // Noise of 0.1; effects leave more than 1.
      #expect(error < 0.2, "\(error)")
      #expect(try WideTable(contentsOf: lowrank.path("o.csv")).gapCount == 0)
      try checkTrace(lowrank, method, error)
    }
  }

  private func checkTrace(_ lowrank: Lowrank, _ method: String, _ error: Double) throws {
    let lines = try lowrank.text("t.out").split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(lines.count >= 1 && lines.allSatisfy { $0[0] == "study" && $0[1] == method })
    // The answer is the iterate with the least held-out error.
    let least = try #require(lines.compactMap { Double($0[6]) }.min())
    // Foundation's reader of JSON numbers may err in the last bit.
    #expect(abs(least - error) < 1e-15)
    let hasGradient = ["greedy", "descent", "scaled", "modified", "flow", "sgd", "als"]
    #expect(lines.allSatisfy { $0[8].isEmpty != hasGradient.contains(method) })
    let hasStep = ["greedy", "descent", "scaled", "modified", "flow", "sgd", "nuclear"]
    #expect(lines.allSatisfy { $0[9].isEmpty != hasStep.contains(method) })
  }

  @Test(arguments: [
    ["--factorization", "deep=3"], ["--init", "orthogonal"],
    ["--init", "spectral", "--width", "2"],
    ["--init-scale", "0.5"], ["--step", "0.02"], ["--step", "auto"], ["--width", "4"],
    ["--rank", "2"], ["--center"],
  ])
  func options(_ options: [String]) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      let outcome = try lowrank.run(
        ["complete", "t.csv", "--method", "descent", "--json"] + options)
      #expect([0, 2].contains(outcome.status), "\(outcome.complaint)")
      let heldOut = try #require(try outcome.object()["heldout"] as? [String: Any])
      let error = try #require(heldOut["rmse"] as? Double)
      let effects = try #require(heldOut["baseline_effects_rmse"] as? Double)
      #expect(error < 0.5 * effects)
    }
  }

  @Test func factor() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted(20, 15, rank: 2, noise: 0.1, share: 1, seed: 3).csv, to: "t.csv")
      let outcome = try lowrank("factor", "t.csv", "--method", "als", "--rank", "2", "--json")
      #expect(outcome.status == 0, "\(outcome.complaint)")
      let report = try outcome.object()
      #expect(report["method"] as? String == "als" && report["rank"] as? Int == 2)
    }
  }

  @Test func divergenceEndsWithStatusTwo() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      let outcome = try lowrank("complete", "t.csv", "--method", "descent", "--step", "50")
      #expect(outcome.status == 2 && outcome.output.contains("the method diverged"))
    }
  }

  static let wrong: [(arguments: [String], sentence: String)] = [
    (
      ["--method", "scaled", "--factorization", "deep=3"],
      "--factorization deep=3 does not go with --method scaled"
    ),
    (["--method", "descent", "--init", "zero"], "--init zero does not go with --method descent"),
    (
      ["--method", "descent", "--init", "spectral", "--init-scale", "2"],
      "--init-scale 2.0 does not go with --init spectral"
    ),
    (["--method", "als", "--step", "0.1"], "--step 0.1 does not go with --method als"),
    (["--method", "nuclear", "--width", "3"], "--width 3 does not go with --method nuclear"),
    (["--method", "als", "--rank", "3", "--width", "3"], "--width 3 does not go with --rank 3"),
    (["--method", "nuclear", "--rank", "3"], "--rank 3 does not go with --method nuclear"),
    (["--method", "irls", "--weights", "w.csv"], "--weights w.csv does not go with --method irls"),
    (
      ["--method", "descent", "--factorization", "symmetric", "--center"],
      "--center does not go with --factorization symmetric"
    ),
    (
      ["--method", "flow", "--checkpoint", "c"],
      "--checkpoint does not go with --method flow: a study is one run"
    ),
    (
      ["--method", "flow", "--resume", "c"],
      "--resume does not go with --method flow: a study is one run"
    ),
    (
      ["--method", "flow", "--factorization", "hermitian"],
      "--factorization hermitian is for complex matrices, which a table cannot hold: see "
        + "`lowrank sense`"
    ),
    (
      ["--init", "spectral"],
      "--init is for study: it needs a --method such as descent, als or nuclear"
    ),
    (["--method", "descent", "--init-scale", "0"], "--init-scale 0.0: a positive size"),
    (["--method", "descent", "--width", "0"], "--width 0: at least 1 is needed"),
    (
      ["--method", "descent", "--factorization", "deep=1"],
      "The value 'deep=1' is invalid for '--factorization <form>'"
    ),
    (["--method", "descent", "--step", "-1"], "The value '-1' is invalid for '--step <size>'"),
  ]

  @Test(arguments: wrong)
  func wrongUse(_ each: (arguments: [String], sentence: String)) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      let outcome = try lowrank.run(["complete", "t.csv"] + each.arguments)
      #expect(outcome.status == 64)
      let first = outcome.complaint.split(separator: "\n").first.map(String.init)
      #expect(first == "Error: " + each.sentence)
    }
  }

  @Test func symmetricTablesAreSquare() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      let outcome = try lowrank(
        "complete", "t.csv", "--method", "descent", "--factorization", "symmetric")
      #expect(outcome.status == 65)
      #expect(
        outcome.complaint
          == "lowrank: t.csv: a 24 × 16 matrix is not symmetric: "
          + "--factorization symmetric does not apply\n")
    }
  }
}
