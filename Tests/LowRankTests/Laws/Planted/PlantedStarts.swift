import LinearAlgebra
import LowRank

extension Startable where Self: PlantedFactors {
  static func drawn(rows: Int, columns: Int, by draw: (_ rows: Int) -> Matrix) -> Self {
    Self(base: .drawn(rows: rows, columns: columns, by: draw))
  }
  static func leading(_ count: Int, of g: some LinearOperator, scale: Double) -> Self {
    Self(base: .leading(count, of: g, scale: scale))
  }
}

/// The triples of G and not of −G.
struct StartClimbs: PlantedFactors, Startable {
  var base: Asymmetric
  static func leading(_ count: Int, of g: some LinearOperator, scale: Double) -> Self {
    let right = Asymmetric.leading(count, of: g, scale: scale)
    var u = right.u
    u.scale(by: -1)
    return Self(base: Asymmetric(u: u, v: right.v))
  }
}

/// The scale in both factors, and not its root.
struct StartSquaresScale: PlantedFactors, Startable {
  var base: Asymmetric
  static func leading(_ count: Int, of g: some LinearOperator, scale: Double) -> Self {
    Self(base: .leading(count, of: g, scale: scale * scale))
  }
}

/// All but the first triple.
struct StartMissesTheFirst: PlantedFactors, Startable {
  var base: Asymmetric
  static func leading(_ count: Int, of g: some LinearOperator, scale: Double) -> Self {
    let more = Asymmetric.leading(count + 1, of: g, scale: scale)
    func rest(_ m: Matrix) -> Matrix {
      Matrix(rows: m.rows, columns: m.columns - 1) { m[$0, $1 + 1] }
    }
    return Self(base: Asymmetric(u: rest(more.u), v: rest(more.v)))
  }
}

struct StartDrawsTooMany: PlantedFactors, Startable {
  var base: Asymmetric
  static func drawn(rows: Int, columns: Int, by draw: (_ rows: Int) -> Matrix) -> Self {
    let base = Asymmetric.drawn(rows: rows, columns: columns, by: draw)
    return Self(
      base: Asymmetric(u: base.u.appending(columns: base.u), v: base.v.appending(columns: base.v)))
  }
}
