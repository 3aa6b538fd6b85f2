import LinearAlgebra
import LowRank
import LowRankIO
import Testing

@Suite struct CheckpointTests {
  /// 18 × 12, rank 2, four cells in five seen.
  private static func table(noise: Double) -> Observations {
    var random = SeededGenerator(seed: 4)
    let left = Matrix(rows: 18, columns: 2) { _, _ in random.normal() }
    let right = Matrix(rows: 12, columns: 2) { _, _ in random.normal() }
    let truth = LowRankMatrix(left: left, right: right)
    return Observations(
      table: Matrix(rows: 18, columns: 12) { i, j in
        random.uniform() < 0.2 ? .nan : truth[i, j] + noise * random.normal()
      })
  }

  private static func snapshots(
    _ data: Observations, _ options: RecoveryOptions, from snapshot: Snapshot? = nil
  ) throws -> (kept: [Snapshot], recovery: Recovery, events: [String]) {
    var kept: [Snapshot] = [], events: [String] = []
    let recovery = try data.complete(
      options, from: snapshot, keep: { kept.append($0) },
      observe: { event in
        events.append(Self.name(event))
        return nil
      })
    return (kept, recovery, events)
  }

  /// An event without its clock.
  private static func name(_ event: RecoveryEvent) -> String {
    switch event {
    case .exact(let r): "exact \(r.rank) \(r.loss) \(r.iterations)"
    case .heldOut(let name, let r): "\(name) \(r.rank) \(r.loss) \(r.heldOut?.rmse ?? -1)"
    case .refitting(let rank): "refit \(rank)"
    }
  }

  static let cases: [(noise: Double, method: Recovery.Method?, least: Int)] = [
    (0.1, nil, 12), (0, nil, 2), (0, .pursuit, 2), (0.1, .variational, 10),
  ]

  /// Interrupted after any rank, written, read and resumed: the same bits as in one piece.
  @Test(arguments: cases)
  func resumedIsUninterrupted(
    _ each: (noise: Double, method: Recovery.Method?, least: Int)
  ) throws {
    let data = Self.table(noise: each.noise)
    var options = RecoveryOptions()
    options.method = each.method
    let whole = try Self.snapshots(data, options)
    // An exact search ends with its answer, which needs no snapshot.
    #expect(whole.kept.count + 1 >= each.least, "\(whole.kept.count)")
    for snapshot in whole.kept {
      let bytes = CheckpointFile(snapshot, of: data, under: options).encoded()
      let read = try CheckpointFile(bytes, file: "c", of: data, under: options)
      let resumed = try Self.snapshots(data, options, from: read.snapshot)
      #expect(resumed.recovery.model == whole.recovery.model)
      #expect(resumed.recovery.intervals == whole.recovery.intervals)
      #expect(resumed.recovery.heldOut == whole.recovery.heldOut)
      #expect(resumed.recovery.reason == whole.recovery.reason)
      #expect(resumed.events == whole.events)
      // What was done is not done again: every rank kept before is missing from what is kept now.
      #expect(resumed.kept.count == whole.kept.count - snapshot.events.count)
    }
  }

  private func refusal(
    _ bytes: [UInt8], _ data: Observations, _ options: RecoveryOptions
  ) -> FileError? {
    do throws(FileError) {
      _ = try CheckpointFile(bytes, file: "c", of: data, under: options)
      return nil
    } catch {
      return error
    }
  }

  @Test func othersAreRefused() throws {
    let data = Self.table(noise: 0.1), options = RecoveryOptions()
    let snapshot = try #require(try Self.snapshots(data, options).kept.last)
    let bytes = CheckpointFile(snapshot, of: data, under: options).encoded()
    func bad(_ message: String) -> FileError { .badData(file: "c", message: message) }

    var others = options
    others.seed = 2
    #expect(refusal(bytes, data, others) == bad("the checkpoint was made with other options"))
    // The level of the intervals is no part of the search.
    others = options
    others.level = 0.5
    #expect(refusal(bytes, data, others) == nil)
    let otherData = data.replacing(values: data.values.map { $0 + 1e-9 })
    #expect(refusal(bytes, otherData, options) == bad("the checkpoint is one of other data"))
    let weighted = Observations(
      pattern: data.pattern, values: data.values, weights: data.values.map { _ in 1 })
    #expect(refusal(bytes, weighted, options) == bad("the checkpoint is one of other data"))

    for foreign in [[], Array("a,b\n1,2\n".utf8), Array("{\"format\": \"x\"}\n".utf8)] {
      #expect(refusal(foreign, data, options) == bad("is not a checkpoint"))
    }
    for length in [bytes.count - 1, bytes.count / 2] {
      #expect(
        refusal(Array(bytes[..<length]), data, options)
          == bad("the checkpoint is damaged or was cut off"))
    }
    var flipped = bytes
    flipped[bytes.count - 100] ^= 1
    #expect(
      refusal(flipped, data, options) == bad("the checkpoint is damaged or was cut off"))
  }

  /// What older files hold as `data_sha256`: rows, columns, places, values and weights in turn.
  @Test(arguments: [false, true])
  func theDigestIsThatOfAllBytes(isWeighted: Bool) {
    let table = Self.table(noise: 0.1)
    let weights = isWeighted ? table.values.map { 1 + abs($0) } : nil
    let data = Observations(pattern: table.pattern, values: table.values, weights: weights)
    var bytes: [UInt8] = []
    func append<T>(_ numbers: [T]) { numbers.withUnsafeBytes { bytes.append(contentsOf: $0) } }
    append([data.rows, data.columns])
    append(data.pattern.rowStart)
    append(data.pattern.column)
    append(data.values)
    append(data.weights ?? [])
    #expect(CheckpointFile.digest(of: data) == sha256(bytes))
  }
}
