public import LowRank
public import LowRankIO

/// Why a job was not done: each kind is an exit code to a command, an exception elsewhere.
public enum JobError: Error, Sendable, Equatable {
  /// An option that cannot be what it is, whatever is in the files.
  case option(OptionError)
  /// A file that is to be written and cannot be, by its name alone.
  case output(OutputError)
  /// A file that cannot be read or written, or does not hold what it should.
  case file(FileError)
  /// The input was read, and what was asked for makes no sense of it.
  case data(DataOffence, input: String)
  /// The full matrix takes more than half of the memory.
  case tooLarge(FullMatrix, file: String)
}

/// What speaks against doing with data what was asked for.
public enum DataOffence: Sendable, Equatable {
  /// An option does not suit the data.
  case option(OptionError)
  /// A matrix to factor has gaps.
  case gaps(Int)
  /// So many cells are exactly zero, and none is a gap, that zeros may stand for gaps.
  case zerosMayBeGaps(share: Double)
  /// Texts that stand for gaps were named, and the data are triplets.
  case gapTokensOfTriplets
  /// A period was named, and the data are triplets.
  case periodOfTriplets
  case fewerThanTwoPeriods(rows: Int, period: Int)
}

extension JobError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .option(let error): "\(error)"
    case .output(let error): "\(error)"
    case .file(let error): "\(error)"
    case .data(let offence, let input): "\(input): \(offence)"
    case .tooLarge(let matrix, let file): "\(file): cannot write: \(matrix)"
    }
  }
}

extension DataOffence: CustomStringConvertible {
  public var description: String {
    switch self {
    case .option(let error): "\(error)"
    case .gaps(let count): "has \(count) \(count == 1 ? "gap" : "gaps")"
    case .zerosMayBeGaps(let share):
      "\(Int((100 * share).rounded())) % of the cells are exactly zero and none is a gap"
    case .gapTokensOfTriplets: "texts that stand for gaps need a table, and these are triplets"
    case .periodOfTriplets: "a period needs a table, and these are triplets"
    case .fewerThanTwoPeriods(let rows, let period):
      "has \(rows) rows, fewer than two periods of \(period)"
    }
  }
}

extension JobError {
  /// What `body` returns, or its error as one of a job.
  static func ofFiles<T>(_ body: () throws(FileError) -> T) throws(JobError) -> T {
    do throws(FileError) { return try body() } catch { throw .file(error) }
  }

  /// What `body` returns, or its error as one of a job.
  static func ofOptions<T>(_ body: () throws(OptionError) -> T) throws(JobError) -> T {
    do throws(OptionError) { return try body() } catch { throw .option(error) }
  }

  /// What `body` returns, or its error as one of a job.
  static func ofOutputs<T>(_ body: () throws(OutputError) -> T) throws(JobError) -> T {
    do throws(OutputError) { return try body() } catch { throw .output(error) }
  }
}
