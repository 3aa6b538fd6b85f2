import LinearAlgebra
import LowRank
import LowRankIO
import Testing

@Suite("Files exchanged with NumPy", .enabled(if: NumPy.isPresent, "python3 with NumPy is absent"))
struct NumPyInteroperabilityTests {
  /// One process writes all of them: starting Python is most of the test's time.
  @Test func arraysWrittenByNumPy() throws {
    let types = ["f4", "f8", "i2", "i4", "i8", "u1", "u2", "bool", ">f8", ">i4"]
    try withTemporaryFolder { folder in
      let script = """
        import numpy as np
        for type in '\(types.joined(separator: " "))'.split():
          for order in 'CF':
            x = np.array((np.arange(12).reshape(3, 4) % 7).astype(type), order=order)
            np.save(type + order + '.npy', x)
            np.savez(type + order + '-stored.npz', values=x)
            np.savez_compressed(type + order + '-packed.npz', values=x, other=np.array([1j]))
        """
      _ = try NumPy.run(script, in: folder)
      for type in types {
        let numbers = (0..<12).map { Double(type == "bool" ? min($0 % 7, 1) : $0 % 7) }
        for order in ["C", "F"] { try check(folder + "/" + type + order, numbers) }
      }
    }
  }

  private func check(_ path: String, _ numbers: [Double]) throws {
    let array = try NPY(contentsOf: path + ".npy")
    #expect(try array.numbers(file: path) == numbers, "\(path)")
    #expect(array.shape == [3, 4])
    let table = try DenseTable(rows: 3, columns: 4, values: numbers, file: path)
    for ending in ["-stored.npz", "-packed.npz"] {
      #expect(try ArchivedMatrix(contentsOf: path + ending) == .dense(table), "\(path)\(ending)")
    }
  }

  @Test func arraysReadByNumPy() throws {
    try withTemporaryFolder { folder in
      let array = NPY(shape: [2, 2], numbers: [0.1, .nan, -1e300, 4])
      try AtomicFile.write(folder + "/x.npy", array.encoded())
      try AtomicFile.write(
        folder + "/x.npz", NPZ(["x": array, "n": NPY(texts: ["é", "🐟b"])]).encoded())
      let script = """
        import numpy as np
        x = np.load('x.npy'); z = np.load('x.npz')
        assert x.dtype == '<f8' and x.shape == (2, 2) and np.isnan(x[0, 1])
        assert np.array_equal(x, z['x'], equal_nan=True)
        print(repr(float(x[0, 0])), repr(float(x[1, 0])), list(map(str, z['n'])))
        """
      #expect(try NumPy.run(script, in: folder) == "0.1 -1e+300 ['é', '🐟b']")
    }
  }

  @Test func modelsReadByNumPy() throws {
    try withTemporaryFolder { folder in
      let model = ModelTests.model(seed: 3, link: .logit(low: 0, high: 5))
      try ModelFile(
        model, rowNames: (0..<7).map { "row \($0)" }, columnNames: (0..<5).map { "ß\($0)" }, seed: 9
      ).write(to: folder + "/m.npz")
      let script = """
        import numpy as np, json
        z = np.load('m.npz', allow_pickle=False)
        h = json.loads(str(z['header'][0]))
        assert h['rank'] == 2 and h['seed'] == 9 and h['link'] == 'logit' and h['link_bounds'] == [0, 5]
        w = z['row_effects'][:, None] + z['column_effects'] + z['left'] @ z['right'].T
        p = 5 / (1 + np.exp(-w))
        print(repr(float(p[6, 4])), z['row_ids'][6], z['column_ids'][4])
        """
      let words = try NumPy.run(script, in: folder).split(separator: " ", maxSplits: 1)
      #expect(words[1] == "row 6 ß4")
      let predicted = try #require(Double(words[0]))
      #expect(abs(predicted - model.predict(row: 6, column: 4)) < 1e-13)
    }
  }

  @Test(.enabled(if: NumPy.isSciPyPresent, "SciPy is absent"))
  func sparseMatricesWrittenBySciPy() throws {
    try withTemporaryFolder { folder in
      let script = """
        import numpy as np, scipy.sparse as s
        m = s.coo_matrix(([5., 6., 7.], ([0, 0, 1], [0, 2, 1])), shape=(2, 3))
        for format in ['csr', 'csc', 'coo']: s.save_npz(format + '.npz', m.asformat(format))
        """
      _ = try NumPy.run(script, in: folder)
      for format in ["csr", "csc", "coo"] {
        guard case .sparse(let read) = try ArchivedMatrix(contentsOf: "\(folder)/\(format).npz")
        else {
          Issue.record("\(format) is not sparse")
          continue
        }
        #expect(read.pattern.column == [0, 2, 1])
        #expect(read.values == [5, 6, 7])
      }
    }
  }
}
