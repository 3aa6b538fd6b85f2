public import LowRank
internal import LowRankOptimization

/// One run of a named method in place of the search: how a method of the field does on this table.
///
/// Everything around it is that of a completion: hidden cells, baselines, intervals, report. So a
/// method is compared with the recovery on the same hidden cells and by the same error.
public struct Study: Sendable, Equatable, Codable {
  /// What the method varies; must suit the method, see `conflict`.
  public enum Factors: Sendable, Equatable, Codable {
    /// W = U Vᵀ.
    case asymmetric
    /// W = U Uᵀ.
    case symmetric
    /// W = U Uᴴ, complex.
    case hermitian
    /// W = U₁ ⋯ U_L.
    case deep(Int)
  }

  /// Where a method begins: small random factors, the leading singular pairs of 𝒜*(b), rank zero,
  /// or random factors with orthonormal columns. A small start is what gives descent its preference
  /// for low rank.
  public enum Start: String, Sendable, Codable, CaseIterable {
    case gaussian, spectral, zero, orthogonal
  }

  /// The solver, by the name that results carry.
  public var method: Recovery.Method
  /// The parameterisation of W; conjugate transposes are of complex matrices in their real form.
  public var factors = Factors.asymmetric
  /// Nil for the start that suits the method.
  public var start: Start?
  /// ‖rows‖ of Gaussian factors, ‖columns‖ of orthogonal ones, ‖W‖ of deep networks and of each
  /// term that greedy learning appends, in a table of unit root mean square; nil for 1e-3, or 1 for
  /// deep networks.
  public var scale: Double?
  /// η in such a table; nil for Armijo's, or for stochastic gradients a tenth of 1/σ₁(𝒜*(b)).
  public var step: Double?
  /// The number of columns of the factors; nil for the rank asked for, or at most ten.
  public var width: Int?

  /// The method with everything else as suits it.
  public init(_ method: Recovery.Method) { self.method = method }

  /// The methods that suit a parameterisation.
  ///
  /// Scaling needs Gram matrices as preconditioners, alternation blocks in which W is linear, the
  /// change of factors an asymmetric pair; the convex and the reweighted program speak of general
  /// matrices. `run` builds the methods that are listed here and no others.
  static func methods(for factors: Factors) -> [Recovery.Method] {
    switch factors {
    case .asymmetric:
      [.greedy, .descent, .scaled, .modified, .flow, .sgd, .als, .irls, .nuclear]
    case .symmetric: [.greedy, .descent, .scaled, .flow, .sgd]
    case .hermitian: [.greedy, .descent, .flow, .sgd]
    case .deep: [.greedy, .descent, .flow, .sgd, .als]
    }
  }

  /// The methods that can be studied.
  public static let methods = methods(for: .asymmetric)

  /// The starts that suit a method, the one by default first. Growth and sweeps begin at rank zero
  /// by their nature; alternation from a small start would leave it in one step, so it takes a
  /// spectral one.
  static func starts(of method: Recovery.Method) -> [Start] {
    switch method {
    case .greedy, .irls, .nuclear: [.zero]
    case .als: [.spectral, .gaussian, .orthogonal]
    default: [.gaussian, .spectral, .orthogonal]
    }
  }

  /// Of the scaled method: enough to keep the preference for low rank of a small start.
  static let damping = Damping.residual(factor: 1)

  /// A part of a study, by the name that people know it under.
  public enum Part: String, Sendable {
    case factors, start, scale, step, width, rank, weights, centred
  }

  /// The first part that makes no sense with the method or the parameterisation; nil where all do.
  ///
  /// What others depend on comes first: the parameterisation before its start, and that before the
  /// scale of it.
  public func conflict(_ options: RecoveryOptions, isWeighted: Bool) -> Part? {
    // These two go through strengths or ranks of their own: no step, scale or width enters.
    let sweeps = [.irls, .nuclear].contains(method)
    let stepless = sweeps || [.als, .flow].contains(method)
    if !Self.methods(for: factors).contains(method) { return .factors }
    if let start, !Self.starts(of: method).contains(start) { return .start }
    // A product of L layers has many spectral starts, and none that is the layers' own.
    if case .deep = factors, start == .spectral { return .start }
    if scale != nil, sweeps || startOrDefault == .spectral { return .scale }
    if step != nil, stepless { return .step }
    if width != nil, sweeps || method == .greedy || options.rank != nil { return .width }
    // Both find a rank: to be told one is another method.
    if options.rank != nil, [.greedy, .nuclear].contains(method) { return .rank }
    // Their solvers are for plain least squares.
    if isWeighted, sweeps { return .weights }
    // Row and column effects need not leave a symmetric rest.
    if options.centred == true, factors == .symmetric { return .centred }
    return nil
  }

  /// A deep network leaves a small start only in a time that grows as scale^−(1 − 2/L).
  var scaleOrDefault: Double {
    if let scale { return scale }
    return if case .deep = factors { 1 } else { 1e-3 }
  }

  /// Deep networks have no spectral start: it is that of one layer, not of the product.
  var startOrDefault: Start {
    if let start { return start }
    if method == .als, factors != .asymmetric { return .gaussian }
    return Self.starts(of: method)[0]
  }
}
