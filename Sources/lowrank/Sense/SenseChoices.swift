import ArgumentParser
import LowRank
import LowRankIO

/// What a person fixed instead of leaving it to the measurements.
struct SenseChoices {
  let search: RankOptions
  let study: StudyOptions
  let level: Double
  let units: DistanceUnits
  let seed: UInt64
  /// What gave the measurements weights, as it was written; nil where nothing did.
  let weights: String?

  /// The parameterisation: the one asked for, if it suits what is measured.
  func factors(
    of what: String, default usual: Study.Factors, _ suits: (Study.Factors) -> Bool
  ) throws -> Study.Factors {
    guard let asked = study.factorization else { return usual }
    guard suits(asked.factors) else {
      throw ValidationError("--factorization \(asked.text) does not go with \(what)")
    }
    if asked.isDeep, study.study == nil {
      throw ValidationError(
        "--factorization \(asked.text) is for study: it needs a --method such as descent or greedy")
    }
    return asked.factors
  }

  /// Sets what was asked for, warns of what will go wrong, or says what does not go together.
  func apply<P, M>(to sensing: inout Sensing<P, M>, _ factors: Study.Factors) throws {
    sensing.rank = search.rank
    sensing.maxRank = search.maxRank
    sensing.tolerance = search.tolerance
    sensing.holdOutFraction = search.holdoutFraction
    sensing.seed = seed
    sensing.level = level
    guard var study = study.study else { return }
    study.factors = factors
    var options = CompletionOptions()
    options.rank = search.rank
    options.maxRank = search.maxRank
    try self.study.check(study, options, weights: weights)
    self.study.warn(
      study, options, measurements: sensing.map.count, rows: sensing.map.rows,
      columns: sensing.map.columns)
    sensing.study = study
  }
}
