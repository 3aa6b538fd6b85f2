package import LinearAlgebra
public import LowRank

/// What can be said of a matrix and data, whoever found the one from the other.
package struct Judgement: Sendable {
  package let rows: Int
  package let columns: Int
  package let rank: Int
  package let measurements: Int
  /// ‖data − prediction‖ / ‖data‖.
  package let residual: Double
  package let isExact: Bool
  package let uniqueness: Certificate
  package let stationarity: Certificate
  /// Of a positive semidefinite matrix, and of a nuclear norm where a strength was named.
  package let gaps: [Certificate]

  package var checks: [Certificate] { [uniqueness, stationarity] + gaps }

  /// The check on which the verdict rests: a penalty that was named; else whether the data
  /// determine the answer, and if so whether it fits them as well as it can.
  package var deciding: Certificate {
    if let nuclear = gaps.first(where: { $0.kind == .nuclearGap }) { return nuclear }
    return isExact || uniqueness.verdict != .unique ? uniqueness : stationarity
  }

  package var isCertified: Bool { deciding.verdict.isPositive }

  package var meaning: String {
    let this = "matrix of rank \(rank)"
    switch (deciding.kind, deciding.verdict) {
    case (.nuclearGap, .optimal): return "no matrix of any rank is better under this penalty"
    case (.nuclearGap, _): return "under this penalty other matrices are better"
    case (_, .unique) where rank == 0: return "nothing but effects, and nothing to be unsure of"
    case (_, .unique): return "the data are fitted exactly, and by no other \(this) near this one"
    case (_, .ambiguous):
      return isExact
        ? "the data are fitted exactly, but other matrices of rank \(rank) fit as well: "
          + "more are needed"
        : "the data alone do not determine a \(this): what is open was settled by other means"
    case (_, .undetermined): return "whether the data determine a \(this) was not settled"
    case (_, .optimal): return "no matrix fits the data better"
    case (_, .stationary):
      return "it fits as well as a \(this) near it can, and the data determine it"
    case (_, .saddle): return "a better \(this) is near: this is a saddle"
    default: return "a \(this) near this one fits clearly better"
    }
  }
}

/// What is asked beside the data.
public struct JudgementOptions: Sendable, Equatable {
  /// The relative residual that counts as an exact fit.
  public var tolerance = 1e-9
  /// λ of a nuclear-norm penalty.
  public var strength: Double?
  /// How distances of points were measured.
  public var units = DistanceUnits.straight

  public init() {}

  /// The options themselves, if every value can be.
  public func validated() throws(OptionError) -> JudgementOptions {
    try OptionError.check(.tolerance, tolerance, .between(0, 1))
    try OptionError.check(.strength, strength, .positive)
    try units.validate()
    return self
  }
}

extension Judgement {
  /// - Parameters:
  ///   - point: the part of the matrix that 𝒜 sees, without effects.
  ///   - residual: in the data's units where they differ from those of `target`.
  package init<Point: FixedRank & QuadraticFactorization, M: MeasurementMap>(
    _ point: Point, _ map: M, _ target: [Double], shape: (rows: Int, columns: Int),
    residual: Double? = nil, _ options: JudgementOptions,
    uniqueness: (SpectralForm) -> Uniqueness
  ) {
    let fit = Fit(map, target: target, loss: SquaredLoss(), over: Point.self)
    let form = point.spectral
    let found = Stationarity(
      of: point, fit, tolerance: .init(exactFit: options.tolerance))
    (rows, columns) = shape
    rank = form.numericalRank / Point.columnsPerRank
    measurements = map.count
    self.residual = residual ?? found.relativeResidual
    isExact = found.relativeResidual <= options.tolerance
    stationarity = found.certificate
    self.uniqueness = uniqueness(form).certificate
    var gaps: [Certificate] = []
    if Point.tangentProjection != nil, form.rank > 0 {
      gaps.append(SemidefiniteGap(of: point, fit).certificate())
    }
    if let strength = options.strength {
      gaps.append(
        NuclearGap(of: form, under: map, target: target, strength: strength).certificate())
    }
    self.gaps = gaps
  }
}
