import Foundation
import LinearAlgebra
import LowRank
import Testing

@testable import LowRankIO

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

  /// Low limits stand in for members of 4 GiB, on either side.
  @Test func largeFieldsReadByNumPy() throws {
    try withTemporaryFolder { folder in
      let x = NPY(shape: [2, 2], numbers: [0.1, 2, 3, 4]), names = NPY(texts: ["é", "b"])
      for (k, limits) in [
        ZipDirectory.Limits(members: 2), .init(bytes: 200), .init(bytes: 170), .init(bytes: 1),
      ].enumerated() {
        var zip = ZipWriter(limits: limits)
        zip.append("n.npy", names.encoded())
        zip.append("x.npy", x.encoded())
        try AtomicFile.write(folder + "/\(k).npz", zip.finish())
      }
      let script = """
        import numpy as np, zipfile
        for k in range(4):
            assert zipfile.ZipFile(f'{k}.npz').testzip() is None
            z = np.load(f'{k}.npz')
            assert sorted(z.files) == ['n', 'x'] and list(z['n']) == ['é', 'b']
            assert np.array_equal(z['x'], [[0.1, 2], [3, 4]])
        zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = 10, 1
        np.savez('stored.npz', x=z['x'], n=z['n'])
        np.savez_compressed('packed.npz', x=z['x'], n=z['n'])
        assert open('stored.npz', 'rb').read()[-42:-38] == b'PK\\x06\\x07'
        """
      _ = try NumPy.run(script, in: folder)
      for name in ["stored", "packed"] {
        #expect(try NPZ(contentsOf: "\(folder)/\(name).npz").arrays == ["x": x, "n": names])
      }
    }
  }

  /// Members of 5 GiB as holes in a file that takes no room, and one behind them.
  @Test func realSizesReadByPython() throws {
    try withTemporaryFolder { folder in
      var directory = ZipDirectory()
      let path = folder + "/a.zip", small = Array("behind".utf8), size = 5 << 30
      try place([], at: path)
      let file = try #require(FileHandle(forWritingAtPath: path))
      for name in ["hole", "next"] {
        try file.write(contentsOf: Data(directory.add(name, crc: 7, size: size)))
        try file.seek(toOffset: file.offset() + UInt64(size))
      }
      let header = directory.add("small", crc: CRC32.of(small), size: small.count)
      try file.write(contentsOf: Data(header + small + directory.end()))
      try file.close()
      let script = """
        import zipfile
        z = zipfile.ZipFile('a.zip')
        print(*[(m.filename, m.file_size, m.compress_size, m.header_offset) for m in z.infolist()])
        print(z.read('small').decode(), z.open('next').read(3), z.open('hole').read(3))
        """
      let next = 34 + 20 + size
      #expect(
        try NumPy.run(script, in: folder) == """
          ('hole', \(size), \(size), 0) ('next', \(size), \(size), \(next)) \
          ('small', 6, 6, \(2 * next))
          behind b'\\x00\\x00\\x00' b'\\x00\\x00\\x00'
          """)
    }
  }

  /// 65535 is what the plain field can say, and Python says it there.
  @Test func asManyMembersAsThePlainFieldSays() throws {
    try withTemporaryFolder { folder in
      let script = """
        import zipfile
        with zipfile.ZipFile('a.zip', 'w') as z:
            for k in range(65535): z.writestr(str(k), b'')
        """
      _ = try NumPy.run(script, in: folder)
      let members = try ZipArchive(readBytes(folder + "/a.zip"), file: "a").members
      #expect(members.map(\.name) == (0..<65535).map(String.init))
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
        assert h['rank'] == 2 and h['seed'] == 9
        assert h['link'] == 'logit' and h['link_bounds'] == [0, 5]
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
