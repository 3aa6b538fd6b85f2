internal import Foundation
internal import LinearAlgebra
package import LowRank
package import LowRankIO
internal import LowRankReports

/// The input of a completion: observed cells, names, and what is needed to write it back.
package struct DataMatrix {
  package enum Source {
    case table(WideTable)
    case triplets(Triplets)
    case dense(DenseTable)
  }

  package let file: String
  package let source: Source
  package let observations: Observations
  package let layout: PeriodicLayout?
  package let digest: String

  package init(_ path: String, _ options: ReadingOptions, asksAboutZeros: Bool = true) throws {
    try self.init(readBytes(path), path, options, asksAboutZeros: asksAboutZeros)
  }

  /// The same from bytes that were read from `path`, for standard input is read once.
  package init(
    _ bytes: [UInt8], _ path: String, _ options: ReadingOptions, asksAboutZeros: Bool = true
  ) throws {
    file = nameInMessages(path)
    digest = sha256(bytes)
    let source = try Self.source(bytes, path, options, asksAboutZeros)
    let layout = try options.period.map {
      try PeriodicLayout($0, of: source, file: nameInMessages(path))
    }
    observations = try Self.observations(source, layout, options)
    self.source = source
    self.layout = layout
  }

  private static func source(
    _ bytes: [UInt8], _ path: String, _ options: ReadingOptions, _ asksAboutZeros: Bool
  ) throws -> Source {
    let file = nameInMessages(path)
    let source = try stored(bytes, path, options)
    switch source {
    case .table(let table):
      if asksAboutZeros { try refuseZerosAsGaps(table.values, file, options) }
    case .dense(let table):
      if asksAboutZeros { try refuseZerosAsGaps(table.values, file, options) }
      return .dense(try table.hiding(options.table.missing, file: file))
    case .triplets:
      guard options.missing.isEmpty || options.missing == ["none"] else {
        throw FileError.badData(
          file: file, message: "--missing needs a table, and these are triplets")
      }
    }
    return source
  }

  /// What is in the file as it stands.
  private static func stored(
    _ bytes: [UInt8], _ path: String, _ options: ReadingOptions
  ) throws -> Source {
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

  /// Rows and columns as stored, before folding.
  package var rows: Int {
    switch source {
    case .table(let table): table.rows
    case .triplets(let triplets): triplets.rows
    case .dense(let table): table.rows
    }
  }

  package var columns: Int {
    switch source {
    case .table(let table): table.columns
    case .triplets(let triplets): triplets.columns
    case .dense(let table): table.columns
    }
  }

  package var rowNames: [String]? {
    switch source {
    case .table(let table): table.rowNames
    case .triplets(let triplets): triplets.rowNames
    case .dense: nil
    }
  }

  package var columnNames: [String]? {
    switch source {
    case .table(let table): table.columnNames
    case .triplets(let triplets): triplets.columnNames
    case .dense: nil
    }
  }

  /// Whether neighbouring rows and columns belong together.
  package var isOrdered: Bool {
    if case .triplets = source { false } else { true }
  }

  /// The stored cells row by row, NaN at the gaps. Cost: rows × columns memory for triplets.
  package var full: [Double] {
    switch source {
    case .table(let table): return table.values
    case .dense(let table): return table.values
    case .triplets(let triplets):
      var values = [Double](repeating: .nan, count: rows * columns)
      for (e, i) in triplets.pattern.rowOfEntry.enumerated() {
        values[Int(i) * columns + Int(triplets.pattern.column[e])] = triplets.values[e]
      }
      return values
    }
  }

  /// Zeros probably stand for gaps where there is no other gap and more than a fifth is zero.
  private static func refuseZerosAsGaps(
    _ values: [Double], _ file: String, _ options: ReadingOptions
  ) throws {
    let zeros = values.count { $0 == 0 }
    guard options.missing.isEmpty, 5 * zeros > values.count, !values.contains(where: \.isNaN)
    else { return }
    let share = Double(zeros) / Double(values.count)
    throw FileError.badData(
      file: file,
      message:
        "\(Numerals.short((100 * share).rounded())) % of the cells are exactly "
        + "zero and none is a gap: say --missing 0 if zeros are gaps, --missing none if they are data"
    )
  }

  private static func observations(
    _ source: Source, _ layout: PeriodicLayout?, _ options: ReadingOptions
  ) throws -> Observations {
    let plain: Observations
    switch source {
    case .triplets(let t):
      plain = Observations(pattern: t.pattern, values: t.values, weights: t.weights)
    case .table(let t): plain = folded(t.values, t.rows, t.columns, layout)
    case .dense(let t): plain = folded(t.values, t.rows, t.columns, layout)
    }
    guard let file = options.weights ?? options.sigmas else { return plain }
    return try weighted(
      plain, source, layout, file, areSigmas: options.sigmas != nil)
  }

  package static func folded(
    _ values: [Double], _ rows: Int, _ columns: Int, _ layout: PeriodicLayout?
  ) -> Observations {
    guard let layout else {
      return Observations(table: Matrix(rows: rows, columns: columns, elements: values))
    }
    return Observations(table: layout.apply(values, columns: columns))
  }
}
