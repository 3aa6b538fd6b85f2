import LinearAlgebra
import Testing

@testable import LowRank

@Suite struct TableSearchTests {
  private func search(
    _ data: Observations, rank: Int? = nil, maxRank: Int? = nil, centred: Bool? = nil,
    observe: (PathName, RankRecord) -> Interruption? = { _, _ in nil }
  ) -> HeldOutChoice {
    var search = TableSearch()
    (search.rank, search.maxRank, search.centred) = (rank, maxRank, centred)
    let heldOut = LowRank.Completion(data: data, options: RecoveryOptions())
      .heldOut(by: HoldOutDesign(.entry, fraction: 0.1, seed: 1))
    return search.run(data, heldOut, observe: observe)
  }

  /// Effects and noise: rank 0, or a rank that is no worse than it on cells never seen, by 1 %.
  @Test(arguments: [UInt64](1...2))
  func additiveTables(_ seed: UInt64) throws {
    let table = PlantedTable(60, 30, rank: 0, effects: 2, noise: 1, gaps: 0.3, seed: seed)
    var options = RecoveryOptions()
    options.method = .variational
    let recovery = try table.observed.complete(options)
    let effects = Effects(table.observed)
    let chosen = table.rmse(against: table.noisy) { recovery.predict($0, $1) }
    let additive = table.rmse(against: table.noisy) { effects.predict($0, $1) }
    #expect(
      recovery.rank == 0 || chosen < 1.01 * additive, "\(recovery.rank) \(chosen) \(additive)")
  }

  /// Rows of very different size: the model with the least held-out error of all that were walked.
  @Test func multiplicativeTables() {
    let base = PlantedTable(60, 30, rank: 2, noise: 0.1, gaps: 0.3, seed: 4)
    let scale = gaussian(60, 1, seed: 8).elements.map { (2 * $0).rounded() }
    let data = table(
      60, 30,
      { i, j in
        (3 + base.noisy[i, j]) * scale[i].magnitude * scale[i].magnitude + 0.01 * base.noisy[i, j]
      },
      where: { i, j in base.isSeen[30 * i + j] })
    var least: [TableModel: Double] = [:]
    let choice = search(data) { name, record in
      guard case .table(let model) = name else { return .cancelled }
      least[model] = min(least[model] ?? .infinity, record.heldOut!.rmse)
      return nil
    }
    #expect(Set(least.keys).isSuperset(of: [.additive, .plain, .rows, .columnNoise]))
    #expect(least[choice.model] == least.values.min())
    // The rank kept is the smallest within half a standard error of the least error.
    #expect(choice.kept.error.rmse < 1.05 * least.values.min()!)
    #expect(choice.path.contains { $0.rank == choice.rank })
    #expect(choice.kept.error.rmse < 0.5 * choice.baseline.effectsError.rmse)
  }

  @Test(arguments: [1, 3, 7, 12])
  func theRankAskedForIsTheRank(_ rank: Int) throws {
    let table = PlantedTable(30, 20, rank: 2, noise: 0.3, gaps: 0.3, seed: 6)
    let choice = search(table.observed, rank: rank)
    #expect(choice.rank == rank && choice.path.last?.rank == rank)
    var options = RecoveryOptions()
    options.method = .variational
    options.rank = rank
    #expect(try table.observed.complete(options).rank == rank)
    options.rank = nil
    options.maxRank = rank
    #expect(try table.observed.complete(options).rank <= rank)
  }

  /// Also where columns have scales of their own, which turns row effects into a factor.
  @Test func theRankAskedForIsTheRankInMixedUnits() throws {
    let base = PlantedTable(40, 12, rank: 1, effects: 1, noise: 0.2, gaps: 0.2, seed: 6)
    let data = table(
      40, 12, { i, j in base.noisy[i, j] * (j % 2 == 0 ? 1000 : 1) },
      where: { i, j in base.isSeen[12 * i + j] })
    #expect(TableModel.candidates(for: data).contains(.columns))
    var options = RecoveryOptions()
    options.method = .variational
    options.rank = 3
    #expect(try data.complete(options).rank == 3)
  }

  @Test(arguments: [false, true])
  func centringIsHonoured(_ centred: Bool) {
    let table = PlantedTable(30, 20, rank: 2, noise: 0.3, gaps: 0.3, seed: 6)
    #expect(search(table.observed, centred: centred).model.hasEffects == centred)
  }

  /// Stopped at the k-th record, whichever it is, there is an answer and it says that it was
  /// stopped.
  @Test(arguments: [1, 2, 5, 9])
  func interruption(_ records: Int) {
    for table in [
      PlantedTable(20, 15, rank: 3, noise: 0.3, gaps: 0.3, seed: 7),
      PlantedTable(20, 15, rank: 0, effects: 1, noise: 1, gaps: 0.3, seed: 7),
    ] {
      var seen = 0
      let choice = search(table.observed) { _, _ in
        seen += 1
        return seen == records ? .timeLimit : nil
      }
      #expect(seen == records && choice.reason == .interrupted(.timeLimit))
      #expect(choice.kept.error.rmse.isFinite)
      var events = 0
      let recovery = table.observed.complete { _ in
        events += 1
        return events >= records ? .cancelled : nil
      }
      #expect(recovery.reason == .interrupted(.cancelled) && !recovery.isTrustworthy)
      #expect(recovery.model.predictAll().allSatisfy { $0.isFinite })
    }
  }

  @Test func ranks() {
    let data = table(50, 60, { _, _ in 1 }),
      search = TableSearch()
    #expect(search.ranks(for: data) == [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 22, 27, 33, 41])
    var limited = search
    limited.maxRank = 5
    #expect(limited.ranks(for: data) == [1, 2, 3, 4, 5])
    limited.rank = 11
    #expect(limited.ranks(for: data) == [1, 2, 3, 4, 5, 6, 7, 8, 10, 11])
    limited.rank = 0
    #expect(limited.ranks(for: data) == [0])
  }
}
