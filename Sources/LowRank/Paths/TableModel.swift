internal import LinearAlgebra
internal import LowRankOptimization

/// A way to see a noisy table: its standardisation, effects or not, noise per column or not.
///
/// No one of them suits every table; the held-out error chooses. Five that between them cover
/// additive, multiplicative, uneven and mixed-unit tables.
public enum TableModel: String, Sendable, Codable, CaseIterable {
  /// μ + bᵢ + cⱼ alone, rank 0.
  case effects
  /// Additive effects with the factors.
  case additive
  /// Factors alone: occupancies, counts, spectra.
  case plain
  /// Factors of rows brought to unit size: multiplicative tables.
  case rows
  /// As `additive`, with a noise variance for every column.
  case columnNoise
  /// Columns brought to mean 0 and deviation 1, with effects: mixed units.
  case columns

  /// Effects ride on a common scale, except where every column has its own.
  var standardization: Standardization.Kind {
    switch self {
    case .effects, .additive, .columnNoise: .centred
    case .plain: .plain
    case .rows: .rows
    case .columns: .columns
    }
  }

  var hasEffects: Bool { self != .plain && self != .rows }
  var hasColumnNoise: Bool { self == .columnNoise }

  /// The models worth trying: a scale per column only where columns differ in scale tenfold.
  ///
  /// With columns of one unit a scale per column only adds noise, one estimate a column, and a
  /// candidate that costs as much as any other.
  static func candidates(for data: Observations) -> [TableModel] {
    let scale = Standardization(.columns, of: data).columnScale
    let spread = (scale.max() ?? 1) / max(scale.min() ?? 1, .leastNormalMagnitude)
    return [.additive, .plain, .rows, .columnNoise] + (spread > 10 ? [.columns] : [])
  }
}
