internal import Foundation

/// A file that appears whole or not at all.
///
/// What is written goes to a temporary file in the same folder, which is flushed and renamed over
/// the old file at the end. When anything fails the temporary file is removed and the old file is
/// as it was.
public struct AtomicFile: ~Copyable {
  private let path: String
  private let temporary: String
  private let descriptor: Int32

  /// Replaces the file at `path` by `bytes`.
  public static func write(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    try write(path) { file throws(FileError) in try file.append(bytes) }
  }

  /// Replaces the file at `path` by what `body` appends, piece by piece.
  ///
  /// - Throws: `.cannotWrite` with the system's reason; what `body` throws.
  public static func write(
    _ path: String, _ body: (borrowing AtomicFile) throws(FileError) -> Void
  ) throws(FileError) {
    let file = try AtomicFile(path)
    do throws(FileError) {
      try body(file)
      try file.putInPlace()
    } catch {
      unlink(file.temporary)
      throw error
    }
  }

  /// Writes the next piece.
  public func append(_ bytes: [UInt8]) throws(FileError) {
    try writeBytes(bytes, to: descriptor, path)
  }

  /// Finds out whether a file can be written at `path`, without writing one: better before hours
  /// of work than after them.
  ///
  /// - Throws: `.cannotWrite` with the system's reason.
  public static func check(_ path: String) throws(FileError) {
    // Foundation's `deletingLastPathComponent` traps on a path of one letter.
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    guard access(folder, W_OK | X_OK) == 0 else {
      throw .cannotWrite(file: path, reason: systemReason())
    }
    try checkOldFile(path)
  }

  private static func checkOldFile(_ path: String) throws(FileError) {
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT != S_IFDIR else {
        throw .cannotWrite(file: path, reason: "it is a folder")
      }
      // Renaming would replace even a file that may not be written.
      guard access(path, W_OK) == 0 else { throw .cannotWrite(file: path, reason: systemReason()) }
    }
  }

  private init(_ path: String) throws(FileError) {
    try Self.checkOldFile(path)
    let name = "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max)).part"
    // Fails where a file of that name exists; others' rights follow the umask, as for any file.
    let opened = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard opened >= 0 else { throw .cannotWrite(file: path, reason: systemReason()) }
    self.path = path
    temporary = name
    descriptor = opened
  }

  deinit { close(descriptor) }

  private func putInPlace() throws(FileError) {
    // A full disk may show only when the data leave the cache.
    guard fsync(descriptor) == 0 || errno == EINVAL, rename(temporary, path) == 0 else {
      throw .cannotWrite(file: path, reason: systemReason())
    }
  }
}
