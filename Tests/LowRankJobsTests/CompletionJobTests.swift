import Foundation
import LinearAlgebra
import LowRank
import LowRankIO
import LowRankJobs
import LowRankReports
import Testing

@Suite struct CompletionJobTests {
  /// What a binding does: an array in, an array out, and no file anywhere.
  @Test func fromMemory() throws {
    let result = try CompletionJob(.table(table)).run()
    #expect(result.verdict == .trustworthy)
    #expect(result.recovery.rank == 2)
    #expect(relativeError(result.filled(), truth) < 1e-6)
    #expect(result.written.isEmpty)
    #expect(result.report.data?.observed == 120 - table.elements.count(where: \.isNaN))
    #expect(result.report.data?.sha256 == nil)
  }

  /// Cells in no order are the same matrix, hidden at random.
  @Test func fromObservations() throws {
    let cells = Observations(table: table)
    var job = CompletionJob(.observations(cells))
    job.options.method = .variational
    let result = try job.run()
    #expect(result.recovery.heldOut?.pattern == .entry)
    #expect(result.filled().rows == 12 && result.filled().elements.allSatisfy(\.isFinite))
  }

  @Test func eventsInOrder() throws {
    var events: [String] = []
    _ = try CompletionJob(.table(table)).run { event in
      switch event {
      case .began: events.append("began")
      case .found: events.append("found")
      case .recovery: if events.last != "step" { events.append("step") }
      case .warning: events.append("another")
      }
      return nil
    }
    #expect(events == ["began", "step", "found"])
  }

  @Test func theObserverEndsIt() throws {
    let result = try CompletionJob(.table(table)).run { event in
      event.record == nil ? nil : .cancelled
    }
    #expect(result.verdict == .interrupted)
  }

  /// The digest is taken where a report holds it, and nowhere else.
  @Test func digests() throws {
    try inFolder { folder in
      let text = "a,b,c\n1,2,\n2,4,6\n3,6,9\n4,8,12\n"
      try text.write(toFile: folder + "/t.csv", atomically: true, encoding: .utf8)
      var job = CompletionJob(.file(folder + "/t.csv"))
      #expect(try job.run().report.data?.sha256 == nil)
      job.digestsInput = true
      #expect(try job.run().report.data?.sha256 == sha256(Array(text.utf8)))
      job.digestsInput = false
      job.outputs.reports = [folder + "/r.json"]
      #expect(try job.run().report.data?.sha256 == sha256(Array(text.utf8)))
    }
  }

  @Test func writesWhatItSays() throws {
    try inFolder { folder in
      var job = CompletionJob(.table(table))
      job.options.method = .variational
      job.outputs.result = folder + "/f.csv"
      job.outputs.bounds = true
      job.outputs.model = folder + "/m.npz"
      job.outputs.trace = folder + "/t.csv"
      job.outputs.reports = [folder + "/r.html", folder + "/r.json"]
      let result = try job.run()
      let names = ["f.csv", "f.lower.csv", "f.upper.csv", "m.npz", "t.csv", "r.html", "r.json"]
      #expect(result.written == names.map { folder + "/" + $0 })
      #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder)) == Set(names))
      let filled = try WideTable(contentsOf: folder + "/f.csv")
      #expect(filled.values == result.filled().elements)
      #expect(try ModelFile(contentsOf: folder + "/m.npz").model == result.recovery.model)
    }
  }

  /// A factorisation is a completion without gaps: the same recovery, another report.
  @Test func factoring() throws {
    var completion = CompletionJob(.table(truth))
    completion.options.holdOut = .entry
    completion.reading = .withoutGaps
    let filled = try completion.run()
    let factored = try CompletionJob(.table(truth), task: .factorization).run()
    #expect(factored.recovery.model == filled.recovery.model)
    #expect(factored.report.command == "factor" && filled.report.command == "complete")
    #expect(factored.report.intervals == nil)
  }
}
