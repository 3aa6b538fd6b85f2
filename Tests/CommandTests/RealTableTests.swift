import Foundation
import LowRankIO
import Testing

/// Tables that are not in the repository: the folder that LOWRANK_DATA names.
private let folder = ProcessInfo.processInfo.environment["LOWRANK_DATA"]

private func isPresent(_ path: String) -> Bool {
  folder.map { FileManager.default.fileExists(atPath: $0 + "/" + path) } ?? false
}

@Suite("Real tables")
struct RealTableTests {
  private static let metabolites = "metabolites/X_missing.csv.gz"
  private static let elements = "elements/elements.csv.gz"
  private static let foods = "usda_sr27/ABBREV.csv.gz"

  @Test(.enabled(if: isPresent(metabolites), "LOWRANK_DATA does not name a folder with it"))
  func effectsAreBeaten() throws {
    try Lowrank.inFolder { lowrank in
      let gaps = try WideTable(contentsOf: folder! + "/" + Self.metabolites)
      let whole = try WideTable(contentsOf: folder! + "/metabolites/X_complete.csv.gz")
      // Few ranks: the test runs unoptimised too.
      let outcome = try lowrank(
        "complete", folder! + "/" + Self.metabolites, "-o", "o.csv", "--json", "--max-rank", "4")
      #expect(outcome.status == 0)
      let filled = try WideTable(contentsOf: lowrank.path("o.csv"))
      #expect(filled.rowNames == gaps.rowNames && filled.columnNames == gaps.columnNames)
      let hidden = gaps.values.indices.filter { gaps.values[$0].isNaN && !whole.values[$0].isNaN }
      let error = hidden.reduce(0) { $0 + pow(filled.values[$1] - whole.values[$1], 2) }
      let rmse = (error / Double(hidden.count)).squareRoot()
      let heldOut = try #require(try outcome.object()["heldout"] as? [String: Any])
      let effects = try #require(heldOut["baseline_effects_rmse"] as? Double)
      #expect(rmse < 0.75 * effects)
      #expect(try #require(heldOut["rmse"] as? Double) < 0.75 * effects)
    }
  }

  @Test(.enabled(if: isPresent(elements), "LOWRANK_DATA does not name a folder with it"))
  func mixedUnitsAreNotClaimed() throws {
    try Lowrank.inFolder { lowrank in
      let path = folder! + "/" + Self.elements
      let outcome = try lowrank("complete", path, "-o", "o.csv", "--json", "--max-rank", "3")
      #expect(try WideTable(contentsOf: lowrank.path("o.csv")).gapCount == 0)
      // Units from 1e-8 to 1e12 side by side: the answer is not claimed to be good.
      #expect(outcome.status == 2)
      let warnings = try #require(try outcome.object()["warnings"] as? [String])
      #expect(warnings.contains { $0.contains("worse than by their own mean") })
    }
  }

  /// The table has two columns of words, which are said to be that, and is completed without them.
  @Test(.enabled(if: isPresent(foods), "LOWRANK_DATA does not name a folder with it"))
  func wordsAreReported() throws {
    try Lowrank.inFolder { lowrank in
      let path = folder! + "/" + Self.foods
      let refused = try lowrank("complete", path, "-o", "o.csv")
      #expect(refused.status == 65)
      #expect(refused.complaint.contains(":2: column 50: \"1 pat,"))
      #expect(try lowrank.files() == [])
      let cut = try lowrank.shell(
        "gunzip -c '\(path)' | head -400 "
          + "| python3 -c 'import csv,sys; w = csv.writer(sys.stdout)\n"
          + "for r in csv.reader(sys.stdin): w.writerow(r[:48])' > t.csv")
      #expect(cut.status == 0)
      let outcome = try lowrank(
        "complete", "t.csv", "-o", "o.csv", "--link", "log1p", "--max-rank", "2")
      #expect([0, 2].contains(outcome.status), "\(outcome.complaint)")
      #expect(try WideTable(contentsOf: lowrank.path("o.csv")).gapCount == 0)
    }
  }
}
