internal import LowRank
internal import LowRankIO

/// A matrix with gaps from one form into another.
public struct ConversionJob: Sendable {
  public var input: MatrixInput
  public var output: String
  /// Triplets, whatever the extension.
  public var asTriplets = false
  public var reading = ReadingOptions()

  public init(_ input: MatrixInput, to output: String) {
    self.input = input
    self.output = output
  }

  /// Forms that triplets can have, and those that they cannot.
  private static let lists = [OutputForm.csv, .tsv, .txt]
  private static let arrays = [OutputForm.npy, .npz, .mtx]

  /// The job itself, if nothing about it is impossible whatever the input holds.
  public func validated() throws(JobError) -> ConversionJob {
    try JobError.ofOutputs { () throws(OutputError) in
      try OutputError.check(.result, output, asTriplets ? Self.lists : Self.lists + Self.arrays)
    }
    _ = try JobError.ofOptions { () throws(OptionError) in try reading.validated() }
    if reading.isWeightedByTable { throw .option(.unsuited(.init(.weights), to: .conversion)) }
    if reading.period != nil { throw .option(.unsuited(.init(.period), to: .conversion)) }
    return self
  }

  public func run() throws(JobError) {
    _ = try validated()
    try JobError.ofFiles { () throws(FileError) in try AtomicFile.check(output) }
    let matrix = try DataMatrix(input, reading, asksAboutZeros: false)
    // Names in quotes may hold a tab or a comma; between blanks quotes mean nothing.
    let named = OutputForm(path: output)!, delimiter = named.delimiter ?? UInt8(ascii: "\t")
    let form = asTriplets ? .txt : named
    let bytes: [UInt8]
    switch (form, matrix.entries) {
    case (.txt, _): bytes = matrix.listed.text(delimiter: delimiter)
    case (.mtx, let entries?): bytes = MatrixMarket.text(entries.pattern, values: entries.values)
    default:
      try FullMatrix(rows: matrix.rows, columns: matrix.columns).refuseIfTooLarge(for: output)
      bytes = matrix.bytes(matrix.full, in: form, delimiter: delimiter)
    }
    try JobError.ofFiles { () throws(FileError) in try AtomicFile.write(output, bytes) }
  }
}
