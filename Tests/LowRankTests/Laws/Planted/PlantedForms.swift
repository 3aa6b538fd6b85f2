import LinearAlgebra
import LowRank

extension FixedRank where Self: PlantedFactors {
  init(spectral form: SpectralForm) { self.init(base: Asymmetric(spectral: form)) }
  var spectral: SpectralForm { base.spectral }
}

/// s on both sides instead of its root.
struct FormForgetsTheRoot: PlantedFactors, FixedRank {
  var base: Asymmetric
  init(base: Asymmetric) { self.base = base }
  init(spectral form: SpectralForm) {
    self.init(
      base: Asymmetric(
        u: form.u.scalingColumns(by: form.singularValues),
        v: form.v.scalingColumns(by: form.singularValues)))
  }
}

struct FormAscends: PlantedFactors, FixedRank {
  var base: Asymmetric
  var spectral: SpectralForm {
    let form = base.spectral
    func reversed(_ q: Matrix) -> Matrix {
      Matrix(rows: q.rows, columns: q.columns) { q[$0, q.columns - 1 - $1] }
    }
    return SpectralForm(
      u: reversed(form.u), singularValues: form.singularValues.reversed(), v: reversed(form.v))
  }
}

/// Halves what it should remove.
struct ProjectionHalves: PlantedFactors, FixedRank {
  var base: Asymmetric
  static var tangentProjection: TangentProjection? {
    { core, _, _ in core.scale(by: 0.5) }
  }
}

/// W + 2 ξ.
struct RetractionDoubles: PlantedFactors, FixedRank {
  var base: Asymmetric
  static func retract(
    _ form: SpectralForm, core: Matrix, left: Matrix, right: Matrix
  ) -> SpectralForm {
    var (core, left, right) = (core, left, right)
    core.scale(by: 2)
    left.scale(by: 2)
    right.scale(by: 2)
    return Asymmetric.retract(form, core: core, left: left, right: right)
  }
}

/// The top singular pair as it is, not orthogonal to the frame.
struct TermOverlaps: PlantedFactors, FixedRank {
  var base: Asymmetric
  static func term(
    along g: some LinearOperator, beyond _: SpectralForm
  ) -> LowRankMatrix? {
    let top = topSingularTriple(of: g)
    return LowRankMatrix(
      left: Matrix(rows: g.rows, columns: 1, elements: top.left),
      right: Matrix(rows: g.columns, columns: 1, elements: top.right))
  }
}
