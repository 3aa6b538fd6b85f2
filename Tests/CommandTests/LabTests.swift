import Foundation
import LowRankLab
import Testing

@Suite("Laboratory")
struct LabTests {
  @Test func listNamesEveryClaimAndItsSource() throws {
    try Lowrank.inFolder { lowrank in
      let outcome = try lowrank("lab", "list")
      #expect(outcome.status == 0)
      for claim in Laboratory.claims() {
        #expect(outcome.output.contains("\(claim.id) "))
        #expect(outcome.output.contains(claim.statement) && outcome.output.contains(claim.source))
        let isListed = claim.settings.keys.allSatisfy { outcome.output.contains("\($0)=") }
        #expect(isListed)
      }
    }
  }

  @Test func runWritesWhatItSays() throws {
    try Lowrank.inFolder { lowrank in
      let outcome = try lowrank("lab", "run", "g2", "G6", "-o", "results", "--json")
      #expect(outcome.status == 0 && outcome.complaint == "")
      let object = try outcome.object()
      #expect(object["holds"] as? Int == 2 && object["fails"] as? Int == 0)
      let claims = try #require(object["claims"] as? [[String: Any]])
      #expect(claims.map { $0["id"] as? String } == ["G2", "G6"])
      for claim in claims {
        let figures = try #require(claim["figures"] as? [String])
        #expect(!figures.isEmpty)
        #expect(
          figures.allSatisfy { FileManager.default.fileExists(atPath: lowrank.path($0)) })
      }
      #expect(try lowrank.files() == ["results"])
      let files = try FileManager.default.contentsOfDirectory(atPath: lowrank.path("results/G6"))
      #expect(Set(files).isSuperset(of: ["claim.json", "trajectory.csv", "loss.svg"]))
    }
  }

  /// 1/T² does not set in from a start so small: the exit code and the files say that it fails.
  @Test func aClaimThatFailsGivesExitCode2() throws {
    try Lowrank.inFolder { lowrank in
      let outcome = try lowrank("lab", "run", "G7", "--set", "scale=0.01", "-o", "r")
      #expect(outcome.status == 2 && outcome.complaint == "")
      #expect(outcome.output.contains("G7   does not hold"))
      #expect(outcome.output.contains("1 too many: power of T in ‖E‖²: "))
      #expect(outcome.output.hasSuffix("\n0 hold, 1 do not; written to r/\n"))
      let file = try JSONSerialization.jsonObject(with: Data(lowrank.bytes("r/G7/claim.json")))
      let claim = try #require(file as? [String: Any])
      #expect(claim["holds"] as? Bool == false)
      #expect((claim["settings"] as? [String: Double]) == ["scale": 0.01, "step": 0.1])
    }
  }

  /// The same seed gives the same bits at any number of threads, another seed does not.
  @Test func threadsDoNotMatter() throws {
    try Lowrank.inFolder { lowrank in
      func trajectory(_ threads: String, seed: String) throws -> String {
        let outcome = try lowrank(
          "lab", "run", "G1", "-o", "r", "--threads", threads, "--seed", seed)
        #expect(outcome.status == 0)
        return try lowrank.text("r/G1/trajectory.csv")
      }
      let one = try trajectory("1", seed: "1")
      #expect(try trajectory("3", seed: "1") == one)
      #expect(try trajectory("1", seed: "2") != one)
    }
  }

  @Test(arguments: [
    (["G99"], "Error: G99: no such claim; there are G1, "),
    ([], "Error: name claims, or say --all"),
    (["G1", "--all"], "Error: --all and single claims exclude each other"),
    (
      ["G7", "--set", "scle=1"], "Error: --set scle: G7 has no such setting; there are scale, step"
    ),
    (
      ["G7", "--set", "step=-1"], "Error: The value 'step=-1' is invalid for '--set <name=number>'"
    ),
    (["G6", "G7", "--set", "step=1"], "Error: --set changes one claim: name it, and no other"),
    (["--all", "--set", "step=1"], "Error: --set changes one claim: name it, and no other"),
    (["G1", "--threads", "0"], "Error: --threads 0: at least one thread is needed"),
  ])
  func wrongUse(_ arguments: [String], _ sentence: String) throws {
    try Lowrank.inFolder { lowrank in
      let outcome = try lowrank.run(["lab", "run"] + arguments)
      #expect(outcome.status == 64)
      #expect(outcome.complaint.hasPrefix(sentence), "\(outcome.complaint)")
      #expect(try lowrank.files() == [])
    }
  }

  @Test func aFolderThatCannotBeMadeIsNamed() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write("x", to: "taken")
      let outcome = try lowrank("lab", "run", "G2", "-o", "taken")
      #expect(outcome.status == 73 && outcome.complaint.contains("taken: cannot write"))
      #expect(outcome.output == "")
    }
  }

  @Test func interruptingEndsIt() throws {
    try Lowrank.inFolder { lowrank in
      let running = try lowrank.start(["lab", "run", "--all", "--full", "-o", "r"])
      usleep(500_000)
      running.interrupt()
      let outcome = try running.finish(within: 20)
      #expect(outcome.status == 130)
      #expect(try lowrank.text("r/index.html").contains("</html>"))
    }
  }
}
