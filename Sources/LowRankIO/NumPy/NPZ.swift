/// NumPy arrays by name: a ZIP archive of `.npy` files.
public struct NPZ: Sendable, Equatable {
  public var arrays: [String: NPY]

  public init(_ arrays: [String: NPY] = [:]) { self.arrays = arrays }

  /// The arrays in a `.npz` file, stored or deflated.
  public init(contentsOf path: String) throws(FileError) {
    try self.init(readBytes(path), file: path)
  }

  /// The names of the arrays in `bytes`, in the order of the archive.
  public static func names(_ bytes: [UInt8], file: String) throws(FileError) -> [String] {
    try ZipArchive(bytes, file: file).members.filter { $0.name.hasSuffix(".npy") }
      .map { String($0.name.dropLast(4)) }
  }

  /// The arrays in `bytes`.
  ///
  /// - Parameter wanted: the names of the arrays to read; nil for all. Others may be of any type.
  public init(_ bytes: [UInt8], file: String, wanted: Set<String>? = nil) throws(FileError) {
    let archive = try ZipArchive(bytes, file: file)
    var arrays: [String: NPY] = [:]
    for member in archive.members where member.name.hasSuffix(".npy") {
      let name = String(member.name.dropLast(4))
      if let wanted, !wanted.contains(name) { continue }
      arrays[name] = try NPY(archive.contents(of: member)[...], file: "\(file)(\(name))")
    }
    self.arrays = arrays
  }

  /// The archive's bytes, members stored and in order of name.
  public func encoded() -> [UInt8] {
    var zip = ZipWriter()
    for (name, array) in members { zip.append(name, array.encoded()) }
    return zip.finish()
  }

  /// Writes `encoded()` to a file, whole or not at all, with one member at a time in memory.
  public func write(to path: String) throws(FileError) {
    try AtomicFile.write(path) { file throws(FileError) in
      var directory = ZipDirectory()
      for (name, array) in members {
        let contents = array.encoded()
        try file.append(directory.add(name, crc: CRC32.of(contents), size: contents.count))
        try file.append(contents)
      }
      try file.append(directory.end())
    }
  }

  private var members: [(name: String, array: NPY)] {
    arrays.sorted { $0.key < $1.key }.map { ($0.key + ".npy", $0.value) }
  }
}
