import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory

/// U Vᵀ with one requirement of its own, wrong on purpose; the others are right.
protocol PlantedFactors: Factorization where Scratch == Void {
  var base: Asymmetric { get set }
  init(base: Asymmetric)
}

extension PlantedFactors {
  init(_ rows: Int = 8, _ columns: Int = 6, rank: Int = 3) {
    self.init(base: Asymmetric(u: gaussian(rows, rank), v: gaussian(columns, rank, seed: 2)))
  }

  var rank: Int { base.rank }
  func makeScratch() {}
  func product(_ scratch: inout Void) -> LowRankMatrix { base.product(&scratch) }
  func pullBack(_ g: some LinearOperator, _ scratch: inout Void, into gradient: inout Self) {
    base.pullBack(g, &scratch, into: &gradient.base)
  }

  func zeroed() -> Self { Self(base: base.zeroed()) }
  mutating func assign(_ other: Self) { base.assign(other.base) }
  mutating func add(_ other: Self, scaledBy scale: Double) {
    base.add(other.base, scaledBy: scale)
  }
  func dot(_ other: Self) -> Double { base.dot(other.base) }
  mutating func updateBuffers(_ body: (inout [Double]) throws -> Void) rethrows {
    try base.updateBuffers(body)
  }
}

// MARK: Vectors

struct AssignAdds: PlantedFactors {
  var base: Asymmetric
  mutating func assign(_ other: Self) { base.add(other.base, scaledBy: 1) }
}

struct DotForgetsV: PlantedFactors {
  var base: Asymmetric
  func dot(_ other: Self) -> Double { base.u.dot(other.base.u) }
}

struct AddForgetsScale: PlantedFactors {
  var base: Asymmetric
  mutating func add(_ other: Self, scaledBy _: Double) { base.add(other.base, scaledBy: 1) }
}

// MARK: Factorizations

struct PullBackAdds: PlantedFactors {
  var base: Asymmetric
  func pullBack(_ g: some LinearOperator, _ scratch: inout Void, into gradient: inout Self) {
    var own = base.zeroed()
    base.pullBack(g, &scratch, into: &own)
    gradient.base.add(own, scaledBy: 1)
  }
}

struct PullBackForgetsV: PlantedFactors {
  var base: Asymmetric
  func pullBack(_ g: some LinearOperator, _ scratch: inout Void, into gradient: inout Self) {
    base.pullBack(g, &scratch, into: &gradient.base)
    gradient.base = Asymmetric(u: gradient.base.u, v: base.v.zeroed())
  }
}

/// W″(h) = 2 D Eᵀ, as if it were a second derivative.
struct CurvatureDoubled: PlantedFactors, QuadraticFactorization {
  var base: Asymmetric
  func tangent(along h: Self) -> (LowRankMatrix, LowRankMatrix) { base.tangent(along: h.base) }
  func curvature(along h: Self) -> LowRankMatrix {
    let w = base.curvature(along: h.base)
    return LowRankMatrix(
      left: w.left.scalingColumns(by: w.left.row(0).map { _ in 2 }), right: w.right)
  }
}

// MARK: Growth

extension Growable where Self: PlantedFactors {
  func steepestTerm(against g: some LinearOperator) -> RankOneTerm {
    base.steepestTerm(against: g)
  }
  mutating func append(_ term: RankOneTerm, scale: Double) { base.append(term, scale: scale) }
}

struct GrowthForgetsScale: PlantedFactors, Growable {
  var base: Asymmetric
  mutating func append(_ term: RankOneTerm, scale _: Double) { base.append(term, scale: 1) }
}

/// scale on either side instead of its root.
struct GrowthSquaresScale: PlantedFactors, Growable {
  var base: Asymmetric
  mutating func append(_ term: RankOneTerm, scale: Double) {
    base.append(term, scale: scale * scale)
  }
}

/// The term of G and not of −G.
struct GrowthClimbs: PlantedFactors, Growable {
  var base: Asymmetric
  func steepestTerm(against g: some LinearOperator) -> RankOneTerm {
    let term = base.steepestTerm(against: g)
    return RankOneTerm(gain: term.gain, left: term.left.map { -$0 }, right: term.right)
  }
}

/// A right gain for a term that is far from the best.
struct GrowthIsContent: PlantedFactors, Growable {
  var base: Asymmetric
  func steepestTerm(against g: some LinearOperator) -> RankOneTerm {
    let best = base.steepestTerm(against: g), n = Double(g.columns)
    let right = (0..<g.columns).map { 0.1 * best.right[$0] + 0.1 / n.squareRoot() }
    var product = Matrix(rows: g.rows, columns: 1)
    g.multiply(Matrix(rows: g.columns, columns: 1, elements: right), into: &product)
    return RankOneTerm(gain: -product.elements.dot(best.left), left: best.left, right: right)
  }
}

struct GrowthByTwo: PlantedFactors, Growable {
  var base: Asymmetric
  mutating func append(_ term: RankOneTerm, scale: Double) {
    base.append(term, scale: scale / 2)
    base.append(term, scale: scale / 2)
  }
}

// MARK: Balance and scale

/// UᵀU + VᵀV.
struct BalanceAdds: PlantedFactors, Balanceable {
  var base: Asymmetric
  var balances: [Matrix] {
    var sum = base.u.transposedTimes(base.u)
    sum.setProduct(base.v, base.v, left: .transposed, adding: 1)
    return [sum]
  }
}

struct BalanceIsNothing: PlantedFactors, Balanceable {
  var base: Asymmetric
  var balances: [Matrix] { [Matrix(rows: rank, columns: rank)] }
}

/// U becomes orthonormal and V does not pay for it.
struct OrthonormalForgetsV: PlantedFactors, LeftOrthonormalizable {
  var base: Asymmetric
  func leftOrthonormalized(scale: Double) -> Self {
    Self(base: Asymmetric(u: base.leftOrthonormalized(scale: scale).u, v: base.v))
  }
}

struct OrthonormalForgetsScale: PlantedFactors, LeftOrthonormalizable {
  var base: Asymmetric
  func leftOrthonormalized(scale _: Double) -> Self {
    Self(base: base.leftOrthonormalized(scale: 1))
  }
}

struct PreconditionerForgetsDamping: PlantedFactors, GramPreconditioned {
  var base: Asymmetric
  func divideByGram(_ gradient: inout Self, damping _: Double, _ gram: inout GramSolver) {
    base.divideByGram(&gradient.base, damping: 0, &gram)
  }
}

/// The Gram matrix of V is never factored: whatever the storage holds divides ∇U.
struct PreconditionerForgetsV: PlantedFactors, GramPreconditioned {
  var base: Asymmetric
  func divideByGram(_ gradient: inout Self, damping: Double, _ gram: inout GramSolver) {
    var (u, v) = (gradient.base.u, gradient.base.v)
    gram.solveRows(&u)
    gram.factor(gramOf: base.u, damping: damping)
    gram.solveRows(&v)
    gradient.base = Asymmetric(u: u, v: v)
  }
}

struct PreconditionerClimbs: PlantedFactors, GramPreconditioned {
  var base: Asymmetric
  func divideByGram(_ gradient: inout Self, damping: Double, _ gram: inout GramSolver) {
    base.divideByGram(&gradient.base, damping: damping, &gram)
    gradient.base.scale(by: -1)
  }
}

// MARK: Blocks and symmetries

extension Blocked where Self: PlantedFactors {
  var blockCount: Int { base.blockCount }
  mutating func scaleBlock(_ k: Int, by scale: Double) { base.scaleBlock(k, by: scale) }
}

/// Either block is all of the point.
struct BlocksOverlap: PlantedFactors, Blocked {
  var base: Asymmetric
  mutating func scaleBlock(_: Int, by scale: Double) { base.scale(by: scale) }
}

/// W is proportional to the length of U.
struct LengthMatters: PlantedFactors, LengthInvariant {
  var base: Asymmetric
  var redundantBlock: Int { 0 }
  var squaredLength: Double { base.u.dot(base.u) }
}

struct RotationForgetsV: PlantedFactors, Rotatable {
  var base: Asymmetric
  func rotated(by q: Matrix) -> Self { Self(base: Asymmetric(u: base.u.times(q), v: base.v)) }
}
