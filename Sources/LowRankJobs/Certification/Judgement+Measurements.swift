internal import LinearAlgebra
internal import LowRank
package import LowRankIO

extension Judgement {
  /// Of linear measurements, among the positive semidefinite matrices where the measurements are
  /// symmetric and the matrix is one.
  package init(
    _ claim: ClaimedMatrix, of file: MeasurementFile, named name: String,
    _ options: JudgementOptions
  ) throws(FileError) {
    func bad(_ message: String) -> FileError { .badData(file: name, message: message) }
    func judged<M: MeasurementMap>(_ map: M, _ y: [Double], symmetric: Bool) throws(FileError)
      -> Judgement
    {
      let (m, n) = (claim.model.rows, claim.model.columns)
      guard (m, n) == (map.rows, map.columns), !claim.isState else {
        throw bad(
          "measures \(map.rows) × \(map.columns) matrices, but the model is \(claim.shape)")
      }
      return symmetric && claim.isPositive
        ? Self.of(Symmetric(spectral: claim.form), map, y, file.weights, (m, n), options)
        : Self.of(Asymmetric(spectral: claim.form), map, y, file.weights, (m, n), options)
    }
    switch file.content {
    case .dense(let map, let y): self = try judged(map, y, symmetric: false)
    case .symmetric(let map, let y): self = try judged(map, y, symmetric: true)
    case .rankOne(let map, let y): self = try judged(map, y, symmetric: map.a == map.b)
    case .entries(let map, let y): self = try judged(map, y, symmetric: false)
    case .pauli(let map, let y):
      self = try Self.ofState(claim, map, y, file.weights, qubits: map.qubits, name, options)
    case .frequencies(let map, let y):
      self = try Self.ofState(claim, map, y, file.weights, qubits: map.qubits, name, options)
    case .distances(let list):
      let sensing = Sensing(list, units: options.units), map = sensing.map, names = list.names
      let n = names.count, order = try claim.order(of: names, in: name)
      guard claim.model.rows == n, claim.model.columns == n, claim.isPositive else {
        throw bad(
          "measures \(n) points, but the model is no Gram matrix of \(n) points: it is "
            + (claim.isPositive ? claim.shape : "not positive semidefinite"))
      }
      let points = Symmetric(spectral: claim.form).u
      let sorted = Matrix(rows: n, columns: points.columns) { points[order[$0], $1] }
      self = Self.of(
        Symmetric(map.reduce(sorted)), map, sensing.target, sensing.weights, (n, n), options)
    }
  }

  private static func ofState<M: MeasurementMap>(
    _ claim: ClaimedMatrix, _ map: M, _ y: [Double], _ weights: [Double]?, qubits: Int,
    _ name: String, _ options: JudgementOptions
  ) throws(FileError) -> Judgement {
    let size = map.rows / 2
    guard claim.isState, claim.model.rows == map.rows else {
      throw FileError.badData(
        file: name,
        message: claim.isState
          ? "measures states of \(qubits) qubits, \(size) × \(size), but the model is "
            + claim.shape
          : "measures quantum states, and the model is a real matrix: save `sense`'s as .npz")
    }
    return Self.of(Hermitian(spectral: claim.form), map, y, weights, (size, size), options)
  }

  private static func of<P: FixedRank & QuadraticFactorization, M: MeasurementMap>(
    _ point: P, _ map: M, _ y: [Double], _ weights: [Double]?, _ shape: (Int, Int),
    _ options: JudgementOptions
  ) -> Judgement {
    let scaled = ScaledMeasurements(map, by: weights?.map { $0.squareRoot() })
    return Judgement(point, scaled, scaled.scaled(y), shape: shape, options) {
      Uniqueness(of: $0, under: scaled, over: P.self)
    }
  }
}

extension ClaimedMatrix {
  /// The model's row for each point.
  fileprivate func order(of points: [String], in file: String) throws(FileError) -> [Int] {
    guard let rowNames else { return Array(points.indices) }
    let place = Dictionary(zip(rowNames, rowNames.indices), uniquingKeysWith: { first, _ in first })
    return try points.map { name throws(FileError) in
      guard let found = place[name] else {
        throw FileError.badData(file: file, message: "the model has no point called \"\(name)\"")
      }
      return found
    }
  }
}
