internal import LinearAlgebra
internal import LowRank

/// The arrays of a `.npz` file of measurements, checked before they are believed.
struct MeasurementArchive {
  private let arrays: [String: NPY]
  private let file: String

  init(_ bytes: [UInt8], file: String) throws(FileError) {
    self.file = file
    let wanted: Set = ["y", "A", "A_packed", "a", "b", "i", "j", "shape", "w", "sigma"]
    arrays = try NPZ(bytes, file: file, wanted: wanted).arrays
  }

  /// - Parameter accuracy: from another file, where this one holds none.
  func measurements(_ accuracy: MeasurementAccuracy? = nil) throws(FileError) -> MeasurementFile {
    let y = try vector("y")
    guard !y.isEmpty else { throw bad("y holds no measurement") }
    let forms = ["A", "A_packed", "a", "i"].filter { arrays[$0] != nil }
    guard forms.count == 1 else {
      throw bad(
        forms.isEmpty
          ? "beside y one of A, A_packed, a (and b), or i and j is needed"
          : "\(forms.joined(separator: " and ")) both say what y measures")
    }
    let weights = try weights(accuracy, count: y.count)
    let content: MeasurementFile.Content
    switch forms[0] {
    case "A": content = .dense(try dense(count: y.count), y)
    case "A_packed": content = .symmetric(try packed(count: y.count), y)
    case "a": content = .rankOne(try rankOne(count: y.count), y)
    default: return try entries(y, weights)
    }
    return MeasurementFile(content, weights: weights)
  }

  /// `w`, or 1/`sigma`², or what another file has in their place.
  private func weights(
    _ accuracy: MeasurementAccuracy?, count: Int
  ) throws(FileError) -> [Double]? {
    let own = ["w", "sigma"].filter { arrays[$0] != nil }
    guard own.count + (accuracy == nil ? 0 : 1) <= 1 else {
      throw bad("the accuracy of the measurements is given twice: keep w, sigma or another file")
    }
    if let accuracy {
      return try accuracy.weights(count: count, of: accuracy.areSigmas ? "sigma" : "w")
    }
    guard let name = own.first, let numbers = try arrays[name]?.numbers(file: file) else {
      return nil
    }
    return try MeasurementAccuracy(numbers: numbers, areSigmas: name == "sigma", file: file)
      .weights(count: count, of: name)
  }

  private func dense(count: Int) throws(FileError) -> DenseMeasurements {
    let (shape, numbers) = try array("A", dimensions: 3, count: count)
    guard shape[1] > 1, shape[2] > 1 else {
      throw bad("A measures \(shape[1]) × \(shape[2]) matrices, which have no rank to find")
    }
    let matrices = Matrix(rows: count, columns: shape[1] * shape[2], elements: numbers)
    return DenseMeasurements(matrices, rows: shape[1], columns: shape[2])
  }

  private func packed(count: Int) throws(FileError) -> SymmetricMeasurements {
    let (shape, numbers) = try array("A_packed", dimensions: 2, count: count)
    let size = Int((Double(8 * shape[1] + 1).squareRoot() - 1) / 2)
    guard size > 1, size * (size + 1) / 2 == shape[1] else {
      throw bad("A_packed has \(shape[1]) columns, which is not n (n + 1) / 2 for any n above 1")
    }
    return SymmetricMeasurements(
      packed: Matrix(rows: count, columns: shape[1], elements: numbers), size: size)
  }

  private func rankOne(count: Int) throws(FileError) -> RankOneMeasurements {
    func factor(_ name: String) throws(FileError) -> Matrix {
      let (shape, numbers) = try array(name, dimensions: 2, count: count)
      guard shape[1] > 1 else {
        throw bad("\(name) has \(shape[1]) columns: at least 2 are needed")
      }
      return Matrix(rows: count, columns: shape[1], elements: numbers)
    }
    let a = try factor("a")
    return arrays["b"] == nil
      ? RankOneMeasurements(a: a) : RankOneMeasurements(a: a, b: try factor("b"))
  }

  private func entries(
    _ y: [Double], _ weights: [Double]?
  ) throws(FileError) -> MeasurementFile {
    let rowOf = try indices("i"), columnOf = try indices("j")
    guard rowOf.count == y.count, columnOf.count == y.count else {
      throw bad("y, i and j have \(y.count), \(rowOf.count) and \(columnOf.count) elements")
    }
    var (rows, columns) = (Int(rowOf.max() ?? 0) + 1, Int(columnOf.max() ?? 0) + 1)
    if arrays["shape"] != nil {
      let shape = try vector("shape")
      guard shape.count == 2, let m = Int32(exactly: shape[0]), let n = Int32(exactly: shape[1])
      else { throw bad("the shape is not two whole numbers below 2³¹") }
      guard Int(m) >= rows, Int(n) >= columns else {
        throw bad("an entry lies outside the shape \(m) × \(n)")
      }
      (rows, columns) = (Int(m), Int(n))
    }
    guard rows > 1, columns > 1 else { throw bad("a single row or column has no rank to find") }
    let (pattern, order) = SparsityPattern.sorting(
      rows: rows, columns: columns, rowOf: rowOf, columnOf: columnOf)
    return MeasurementFile(
      .entries(EntrySampling(pattern), order.map { y[Int($0)] }),
      weights: weights.map { w in order.map { w[Int($0)] } })
  }

  /// An array with `count` along its first dimension, all of it finite.
  private func array(
    _ name: String, dimensions: Int, count: Int
  ) throws(FileError) -> (shape: [Int], numbers: [Double]) {
    guard let array = arrays[name] else { throw bad("the array \"\(name)\" is missing") }
    guard array.shape.count == dimensions else {
      throw bad("\(name) has \(array.shape.count) dimensions and needs \(dimensions)")
    }
    guard array.shape[0] == count else {
      throw bad("\(name) describes \(array.shape[0]) measurements and y holds \(count)")
    }
    let numbers = try array.numbers(file: file)
    guard let k = numbers.firstIndex(where: { !$0.isFinite }) else { return (array.shape, numbers) }
    let row = k / max(1, numbers.count / max(1, count))
    throw bad("\(name) of measurement \(row) holds \(numbers[k]), which is not a finite number")
  }

  private func vector(_ name: String) throws(FileError) -> [Double] {
    guard let array = arrays[name] else { throw bad("the array \"\(name)\" is missing") }
    guard array.shape.count == 1 else {
      throw bad("\(name) has \(array.shape.count) dimensions and needs 1")
    }
    let numbers = try array.numbers(file: file)
    if let k = numbers.firstIndex(where: { !$0.isFinite }) {
      throw bad("\(name)[\(k)] is \(numbers[k]), which is not a finite number")
    }
    return numbers
  }

  private func indices(_ name: String) throws(FileError) -> [Int32] {
    var result: [Int32] = []
    for value in try vector(name) {
      guard let index = Int32(exactly: value), index >= 0, index < .max else {
        throw bad("\(name) holds \(value), which is not an index from 0")
      }
      result.append(index)
    }
    return result
  }

  private func bad(_ message: String) -> FileError { .badData(file: file, message: message) }
}
