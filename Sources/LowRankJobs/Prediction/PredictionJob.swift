internal import LowRank
internal import LowRankIO

/// Cells by a model that was saved.
public struct PredictionJob: Sendable {
  public enum Request: Sendable, Equatable {
    /// The cells that a file of pairs names; "-" is standard input.
    case pairs(String)
    /// A table of rows that the model has never seen, its gaps filled.
    case rows(String)
    /// The columns of largest prediction in every row, but for the pairs in a file.
    case best(Int, except: String?)
  }

  /// The file of the model.
  public var model: String
  public var request: Request
  /// Where the answer is written; nil for nowhere.
  public var output: String?

  public init(_ model: String, _ request: Request) {
    self.model = model
    self.request = request
  }

  /// The job itself, if nothing about it is impossible whatever the files hold.
  public func validated() throws(JobError) -> PredictionJob {
    guard case .best(let count, _) = request else { return self }
    try JobError.ofOptions { () throws(OptionError) in
      try OptionError.check(.count, count, .atLeast(1))
    }
    return self
  }

  /// The text of the answer.
  public func run() throws(JobError) -> [UInt8] {
    _ = try validated()
    return try JobError.ofFiles { () throws(FileError) in
      if let output { try AtomicFile.check(output) }
      let answer = try answer(ModelFile(contentsOf: model))
      if let output { try AtomicFile.write(output, answer) }
      return answer
    }
  }

  private func answer(_ file: ModelFile) throws(FileError) -> [UInt8] {
    let names = ModelNames(file)
    switch request {
    case .rows(let path): return try FilledRows(path, by: file).text()
    case .best(let count, let except):
      let known = try except.map { path throws(FileError) in try names.cells(in: path) }
      return BestColumns(model: file.model, names: names, count: count, except: known ?? []).text()
    case .pairs(let path):
      var text = PredictionLines(names)
      for cell in try names.cells(in: path) {
        text.append(cell, file.model.predict(row: cell.row, column: cell.column))
      }
      return text.bytes
    }
  }
}
