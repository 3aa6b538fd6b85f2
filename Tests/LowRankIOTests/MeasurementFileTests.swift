import LinearAlgebra
import LowRank
import LowRankIO
import Testing

@Suite struct MeasurementFileTests {
  private func archive(_ arrays: [String: NPY]) -> [UInt8] { NPZ(arrays).encoded() }
  private func vector(_ x: [Double]) -> NPY { NPY(shape: [x.count], numbers: x) }

  @Test func denseMatrices() throws {
    let a = (0..<12).map(Double.init)
    let file = try MeasurementFile(
      archive(["y": vector([3, 4]), "A": NPY(shape: [2, 2, 3], numbers: a)]), file: "m.npz")
    guard case .dense(let map, let y) = file.content else {
      Issue.record("\(file)")
      return
    }
    #expect(map.rows == 2 && map.columns == 3 && map.matrices.elements == a && y == [3, 4])
  }

  @Test func packedTriangles() throws {
    let file = try MeasurementFile(
      archive(["y": vector([3]), "A_packed": NPY(shape: [1, 6], numbers: [1, 2, 3, 4, 5, 6])]),
      file: "m.npz")
    guard case .symmetric(let map, _) = file.content else {
      Issue.record("\(file)")
      return
    }
    // A = [[1, 2, 3], [2, 4, 5], [3, 5, 6]]; against the matrix of ones it is
    // 1 + 4 + 6 + 2 (2 + 3 + 5).
    let ones = Matrix(rows: 3, columns: 1, elements: [1, 1, 1])
    var measured = [0.0]
    map.apply(LowRankMatrix(left: ones, right: ones), into: &measured)
    #expect(measured == [31])
  }

  @Test func rankOneAndEntries() throws {
    let a = NPY(shape: [2, 2], numbers: [1, 2, 3, 4])
    let b = NPY(shape: [2, 3], numbers: [1, 0, 0, 0, 0, 1])
    let two = try MeasurementFile(archive(["y": vector([5, 6]), "a": a, "b": b]), file: "m.npz")
    let one = try MeasurementFile(archive(["y": vector([5, 6]), "a": a]), file: "m.npz")
    guard case .rankOne(let map, _) = two.content, case .rankOne(let square, _) = one.content else {
      Issue.record("\(two)")
      return
    }
    #expect(map.rows == 2 && map.columns == 3 && square.a == square.b)
    let entries = try MeasurementFile(
      archive([
        "y": vector([5, 6, 7]), "i": vector([2, 0, 1]), "j": vector([0, 1, 1]),
        "shape": vector([3, 4]),
      ]), file: "m.npz")
    guard case .entries(let sampling, let y) = entries.content else {
      Issue.record("\(entries)")
      return
    }
    // By rows: (0, 1), (1, 1), (2, 0).
    #expect(sampling.rows == 3 && sampling.columns == 4 && y == [6, 7, 5])
  }

  @Test(arguments: [
    #"{"XZ": 0.5, "II": 1, "YX": -0.25}"#, "XZ 0.5\nII 1\nYX -0.25\n",
    "label,value\r\nXZ,0.5\r\n\r\nII,1\r\nYX,-0.25\r\n", "\"xz\";0.5\nii;1\nyx;-0.25",
  ])
  func pauliStrings(_ text: String) throws {
    let file = try MeasurementFile(Array(text.utf8), file: "p")
    guard case .pauli(let map, let y) = file.content else {
      Issue.record("\(file)")
      return
    }
    let pairs = Dictionary(uniqueKeysWithValues: zip(map.strings.map(\.description), y))
    #expect(pairs == ["XZ": 0.5, "II": 1, "YX": -0.25])
  }

  /// The trace of a state is one whether it was written down or not.
  @Test func theIdentityIsAdded() throws {
    let file = try MeasurementFile(Array("XZ 0.5\n".utf8), file: "p")
    #expect(file.target == [0.5, 1])
  }

  @Test func distances() throws {
    let text = "from,to,km\nBonn,Ulm,3\nUlm,Kiel,5\nKiel,Bonn,4\nUlm,Bonn,3\nUlm,Ulm,0\n"
    let file = try MeasurementFile(Array(text.utf8), file: "d.csv")
    guard case .distances(let list) = file.content else {
      Issue.record("\(file)")
      return
    }
    #expect(Set(list.names) == ["Bonn", "Ulm", "Kiel"] && list.distances.sorted() == [3, 4, 5])
    #expect(file.weights == nil)
  }

  @Test(arguments: [
    ("", "m: the file is empty"),
    ("{\"XZ\": \"a\"}", "m: is not a JSON object of Pauli strings and numbers, {\"XIZ\": 0.25, …}"),
    ("{\"XQ\": 1}", "m: \"XQ\" is not a string of I, X, Y and Z for up to 30 qubits"),
    ("XZ 0.5\nX 1\n", "m:2: X has 1 qubits and XZ has 2"),
    ("XZ 0.5\nZZ zero\n", "m:2: column 2: \"zero\" is not a number"),
    ("XZ 0.5\nZZ\n", "m:2: 1 fields where a Pauli string and a number are needed"),
    ("XZ 0.5\nZZ 7\n", "m:2: the expectation of ZZ is 7.0; they lie between −1 and 1"),
    ("XZ 0.5\n\nXZ 0.25\n", "m:3: XZ is given twice, first on line 1"),
    ("a b 1\nb c -2\n", "m: the distance of b and c is -2.0, below 0"),
    ("a b 1\nb a 2\nb c 1\n", "m: b and a have two distances, 1.0 and 2.0"),
    ("a a 1\nb c 1\n", "m: a is 1.0 from itself"),
    ("a b 1\n", "m: two points alone have no shape to find"),
  ])
  func badText(_ text: String, _ sentence: String) {
    expect(Array(text.utf8), sentence)
  }

  @Test func badArchives() {
    let y = vector([1, 2])
    let a = NPY(shape: [2, 2], numbers: [1, 2, 3, 4])
    expect(archive(["A": a]), "m: the array \"y\" is missing")
    expect(
      archive(["y": y]), "m: beside y one of A, A_packed, a (and b), or i and j is needed")
    expect(archive(["y": y, "a": a, "A_packed": a]), "m: A_packed and a both say what y measures")
    expect(archive(["y": y, "A": a]), "m: A has 2 dimensions and needs 3")
    expect(
      archive(["y": vector([1]), "a": a]), "m: a describes 2 measurements and y holds 1")
    expect(
      archive(["y": y, "A_packed": NPY(shape: [2, 4], numbers: [1, 2, 3, 4, 5, 6, 7, 8])]),
      "m: A_packed has 4 columns, which is not n (n + 1) / 2 for any n above 1")
    expect(
      archive(["y": vector([1, .nan]), "a": a]), "m: y[1] is nan, which is not a finite number")
    expect(
      archive(["y": y, "a": NPY(shape: [2, 2], numbers: [1, 2, .infinity, 4])]),
      "m: a of measurement 1 holds inf, which is not a finite number")
    expect(
      archive(["y": y, "i": vector([0, 1.5]), "j": vector([0, 1])]),
      "m: i holds 1.5, which is not an index from 0")
    expect(
      archive(["y": y, "i": vector([0, 1]), "j": vector([0])]),
      "m: y, i and j have 2, 2 and 1 elements")
    expect(
      NPY(shape: [2], numbers: [1, 2]).encoded(),
      "m: one array says nothing of what it measures: save a .npz with y and A")
  }

  private func expect(_ bytes: [UInt8], _ sentence: String) {
    do {
      let file = try MeasurementFile(bytes, file: "m")
      Issue.record("read as \(file)")
    } catch {
      #expect(error.description == sentence)
      #expect(error.exitCode == 65)
    }
  }
}
