import Testing

@Suite("Reports")
struct ReportTests {
  private static let always: Set<String> = [
    "command", "version", "seed", "threads", "data", "rank", "method", "path", "heldout",
    "intervals", "certificate", "singular_values", "residual", "iterations", "reason", "converged",
    "seconds",
    "peak_memory_mb", "warnings", "remarks",
  ]

  /// Keys of every object within, by the name of the member that holds it.
  private static let within: [String: Set<String>] = [
    "data": ["rows", "columns", "observed", "fraction", "sha256"],
    "heldout": [
      "pattern", "count", "rmse", "se", "mae", "baseline_mean_rmse", "baseline_effects_rmse",
    ],
    "intervals": ["level", "coverage", "mean_width"],
    "seconds": ["read", "solve", "write", "total"],
  ]

  private func check(_ object: [String: Any], keys: Set<String>, step: Set<String>) throws {
    #expect(Set(object.keys) == keys)
    for (name, keys) in Self.within {
      let inner = try #require(object[name] as? [String: Any])
      #expect(Set(inner.keys) == keys, "\(name)")
    }
    let path = try #require(object["path"] as? [[String: Any]])
    #expect(!path.isEmpty)
    for record in path { #expect(Set(record.keys) == step) }
  }

  @Test func keysOfANoisyTable() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      let outcome = try lowrank("complete", "t.csv", "--json", "--seed", "7", "--threads", "2")
      let object = try outcome.object()
      try check(
        object, keys: Self.always.union(["rank_choice"]),
        step: [
          "rank", "loss", "train_rmse", "heldout_rmse", "heldout_se", "iterations", "seconds",
        ])
      #expect(!outcome.output.contains("null"))
      #expect(object["command"] as? String == "complete")
      #expect(object["version"] as? String == "0.1.0")
      #expect(object["seed"] as? Int == 7)
      #expect(object["threads"] as? Int == 2)
      #expect(object["method"] as? String == "variational")
      let choice = try #require(object["rank_choice"] as? [String: Any])
      #expect(
        Set(choice.keys) == [
          "reason", "least_error_rank", "standard_errors", "standard_errors_of_noise",
        ])
      #expect(choice["standard_errors"] as? Double == 0.5)
      #expect(object["warnings"] as? [String] == [])
      #expect((object["remarks"] as? [[String: Any]])?.isEmpty == true)
      // 24 × 16 at rank 2 has 76 degrees of freedom and four times as many cells.
      let certificate = try #require(object["certificate"] as? [String: Any])
      #expect(Set(certificate.keys) == ["kind", "gap", "verdict"])
      #expect(certificate["verdict"] as? String == "locally unique")
      let data = try #require(object["data"] as? [String: Any])
      #expect(data["rows"] as? Int == 24)
      #expect(data["columns"] as? Int == 16)
      #expect(data["observed"] as? Int == Planted.small.isShown.count { $0 })
    }
  }

  @Test func keysOfAnExactMatrix() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted(30, 20, rank: 2, share: 0.7).triplets, to: "t.csv")
      let object = try lowrank("complete", "t.csv", "--json").object()
      try check(
        object, keys: Self.always,
        step: ["rank", "loss", "train_rmse", "iterations", "seconds"])
      let certificate = try #require(object["certificate"] as? [String: Any])
      #expect(Set(certificate.keys).isSubset(of: ["kind", "gap", "relative_gap", "verdict"]))
      #expect(certificate["verdict"] as? String == "locally unique")
    }
  }

  @Test func fileAndPage() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "<t>.csv")
      let outcome = try lowrank(
        "complete", "<t>.csv", "--json", "--report", "r.json", "--report", "r.html")
      #expect(outcome.status == 0)
      #expect(try lowrank.text("r.json") == outcome.output)
      let page = try lowrank.text("r.html")
      #expect(page.hasPrefix("<!doctype html>") || page.hasPrefix("<!DOCTYPE html>"))
      #expect(page.contains("<svg") && page.contains("&lt;t&gt;.csv"))
      #expect(
        !page.contains("<t>") && !page.contains("src=\"http") && !page.contains("href=\"http"))
    }
  }

  @Test func trace() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      #expect(try lowrank("complete", "t.csv", "--trace", "t.out").status == 0)
      let lines = try lowrank.text("t.out").split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      #expect(
        lines[0] == [
          "stage", "model", "iteration", "rank", "loss", "train_rmse", "heldout_rmse",
          "heldout_se", "gradient_norm", "step", "singular_value_1", "singular_value_2",
          "singular_value_3", "singular_value_4", "singular_value_5", "seconds",
        ])
      #expect(lines.allSatisfy { $0.count == 16 })
      for line in lines.dropFirst() {
        // A search for an exact fit has a gradient; neither it nor sweeps have a step size.
        #expect(line[8].isEmpty == (line[0] == "noisy") && line[9].isEmpty)
        // As many singular values as the rank, up to five, descending.
        let shown = line[10..<15].compactMap { Double($0) }, rank = try #require(Int(line[3]))
        #expect(shown.count == min(5, rank) && shown == shown.sorted(by: >))
      }
      let iterations = lines.dropFirst().compactMap { Int($0[2]) }
      #expect(iterations.count == lines.count - 1 && iterations == iterations.sorted())
      #expect(Set(lines.dropFirst().map { String($0[0]) }) == ["exact", "noisy"])
      let models = Set(lines.map { String($0[1]) })
      #expect(models.isSuperset(of: ["additive", "plain", "rows", "columnNoise"]))
    }
  }

  @Test func progressForMachinesAndForPeople() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      let json = try lowrank("complete", "t.csv", "-q", "--progress", "json")
      let lines = json.complaint.split(separator: "\n")
      #expect(json.output == "" && lines.count > 4)
      #expect(lines.allSatisfy { $0.hasPrefix("{\"stage\": \"") && $0.hasSuffix("}") })
      let said = try lowrank("complete", "t.csv", "-v")
      #expect(said.complaint.contains("\nadditive: rank 1, held-out RMSE "))
      // stderr is no terminal here.
      #expect(try lowrank("complete", "t.csv").complaint == "")
      let quiet = try lowrank("complete", "t.csv", "-q")
      #expect(quiet.output == "" && quiet.complaint == "")
    }
  }

  @Test func summary() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      let lines = try lowrank("complete", "t.csv", "-o", "o.csv").output.split(separator: "\n")
      let keys = lines.map { $0.prefix(13).filter { $0 != " " } }
      #expect(
        keys == [
          "data", "rank", "held-out", "", "intervals", "certificate", "residual", "seed", "written",
        ])
      #expect(lines[0].hasPrefix("data         t.csv: 24 × 16, "))
    }
  }
}
