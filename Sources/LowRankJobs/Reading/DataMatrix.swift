internal import LinearAlgebra
package import LowRank
package import LowRankIO

/// The input of a completion: observed cells, names, and what is needed to write it back.
package struct DataMatrix {
  package enum Source {
    case table(WideTable)
    case triplets(Triplets)
    case dense(DenseTable)
    case entries(Observations)

    /// Rows and columns as stored.
    var shape: (rows: Int, columns: Int) {
      switch self {
      case .table(let table): (table.rows, table.columns)
      case .triplets(let triplets): (triplets.rows, triplets.columns)
      case .dense(let table): (table.rows, table.columns)
      case .entries(let entries): (entries.rows, entries.columns)
      }
    }

    /// Whether this is a table, in which neighbouring rows and columns belong together.
    var isTable: Bool {
      switch self {
      case .table, .dense: true
      case .triplets, .entries: false
      }
    }
  }

  /// What messages call it.
  package let file: String
  package let source: Source
  package let observations: Observations
  package let layout: PeriodicLayout?
  /// SHA-256 of the bytes that were read, where it was asked for.
  package let digest: String?

  /// - Parameter digests: whether somebody will want the digest; it takes longer than the reading.
  package init(
    _ input: MatrixInput, _ options: ReadingOptions, digests: Bool = false,
    asksAboutZeros: Bool = true
  ) throws(JobError) {
    switch input {
    case .file(let path):
      let bytes = try JobError.ofFiles { () throws(FileError) in try readBytes(path) }
      try self.init(bytes, path, options, digests: digests, asksAboutZeros: asksAboutZeros)
    case .table(let table):
      let dense = try JobError.ofFiles { () throws(FileError) in
        try DenseTable(
          rows: table.rows, columns: table.columns, values: table.elements, file: input.name)
      }
      try self.init(.dense(dense), input.name, options, digest: nil)
    case .observations(let observations):
      try self.init(.entries(observations), input.name, options, digest: nil)
    }
  }

  /// The same from bytes that were read from `path`, for standard input is read once.
  package init(
    _ bytes: [UInt8], _ path: String, _ options: ReadingOptions, digests: Bool = false,
    asksAboutZeros: Bool = true
  ) throws(JobError) {
    let name = nameInMessages(path)
    let source = try Self.source(bytes, path, options, asksAboutZeros)
    try self.init(source, name, options, digest: digests ? sha256(bytes) : nil)
  }

  private init(
    _ source: Source, _ file: String, _ options: ReadingOptions, digest: String?
  ) throws(JobError) {
    self.source = source
    self.file = file
    self.digest = digest
    layout = try options.period.map { period throws(JobError) in
      try PeriodicLayout(period, of: source, file: file)
    }
    observations = try Self.observations(source, layout, options)
  }

  private static func source(
    _ bytes: [UInt8], _ path: String, _ options: ReadingOptions, _ asksAboutZeros: Bool
  ) throws(JobError) -> Source {
    let file = nameInMessages(path)
    let source = try JobError.ofFiles { () throws(FileError) in try stored(bytes, path, options) }
    switch source {
    case .table(let table):
      if asksAboutZeros { try refuseZerosAsGaps(table.values, file, options) }
    case .dense(let table):
      if asksAboutZeros { try refuseZerosAsGaps(table.values, file, options) }
      return .dense(
        try JobError.ofFiles { () throws(FileError) in
          try table.hiding(options.table.missing, file: file)
        })
    case .triplets, .entries:
      guard options.missing.isEmpty || options.missing == ["none"] else {
        throw .data(.gapTokensOfTriplets, input: file)
      }
    }
    return source
  }

  /// What is in the file as it stands.
  private static func stored(
    _ bytes: [UInt8], _ path: String, _ options: ReadingOptions
  ) throws(FileError) -> Source {
    let file = nameInMessages(path)
    switch options.form ?? detectForm(bytes, path: path) {
    case .wide:
      return .table(try WideTable(bytes, file: file, options: options.table))
    case .triplets:
      return .triplets(try Triplets(bytes, file: file, options: options.triplets))
    case .npy:
      return .dense(try DenseTable(NPY(bytes[...], file: file), file: file))
    case .npz:
      switch try ArchivedMatrix(bytes, file: file) {
      case .dense(let table): return .dense(table)
      case .sparse(let triplets): return .triplets(triplets)
      }
    case .mtx:
      let duplicates = options.triplets.duplicates
      switch try MatrixMarket(bytes, file: file, duplicates: duplicates) {
      case .array(let table): return .dense(table)
      case .coordinate(let triplets): return .triplets(triplets)
      }
    }
  }

  /// Rows and columns as stored, before they are laid out in periods.
  package var rows: Int { source.shape.rows }
  package var columns: Int { source.shape.columns }

  package var rowNames: [String]? {
    switch source {
    case .table(let table): table.rowNames
    case .triplets(let triplets): triplets.rowNames
    case .dense, .entries: nil
    }
  }

  package var columnNames: [String]? {
    switch source {
    case .table(let table): table.columnNames
    case .triplets(let triplets): triplets.columnNames
    case .dense, .entries: nil
    }
  }

  /// Whether neighbouring rows and columns belong together.
  package var isOrdered: Bool { source.isTable }

  /// The stored cells row by row, NaN at the gaps. Cost: rows × columns memory for triplets.
  package var full: [Double] {
    switch source {
    case .table(let table): table.values
    case .dense(let table): table.values
    case .triplets(let triplets): Self.full(triplets.pattern, triplets.values)
    case .entries(let entries): Self.full(entries.pattern, entries.values)
    }
  }

  private static func full(_ pattern: SparsityPattern, _ values: [Double]) -> [Double] {
    var full = [Double](repeating: .nan, count: pattern.rows * pattern.columns)
    for (e, i) in pattern.rowOfEntry.enumerated() {
      full[Int(i) * pattern.columns + Int(pattern.column[e])] = values[e]
    }
    return full
  }

  /// Zeros probably stand for gaps where there is no other gap and more than a fifth is zero.
  private static func refuseZerosAsGaps(
    _ values: [Double], _ file: String, _ options: ReadingOptions
  ) throws(JobError) {
    let zeros = values.count { $0 == 0 }
    guard options.missing.isEmpty, 5 * zeros > values.count, !values.contains(where: \.isNaN)
    else { return }
    throw .data(.zerosMayBeGaps(share: Double(zeros) / Double(values.count)), input: file)
  }

  private static func observations(
    _ source: Source, _ layout: PeriodicLayout?, _ options: ReadingOptions
  ) throws(JobError) -> Observations {
    let plain: Observations
    switch source {
    case .entries(let entries): plain = entries
    case .triplets(let t):
      plain = Observations(pattern: t.pattern, values: t.values, weights: t.weights)
    case .table(let t): plain = folded(t.values, t.rows, t.columns, layout)
    case .dense(let t): plain = folded(t.values, t.rows, t.columns, layout)
    }
    guard let file = options.weights ?? options.sigmas else { return plain }
    return try JobError.ofFiles { () throws(FileError) in
      try weighted(plain, source, layout, file, areSigmas: options.sigmas != nil)
    }
  }

  private static func folded(
    _ values: [Double], _ rows: Int, _ columns: Int, _ layout: PeriodicLayout?
  ) -> Observations {
    guard let layout else {
      return Observations(table: Matrix(rows: rows, columns: columns, elements: values))
    }
    return Observations(table: layout.apply(values, columns: columns))
  }
}
