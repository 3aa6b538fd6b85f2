internal import Foundation

/// The bytes of a file, inflated if they are gzip (told by the first two bytes, not by the name).
///
/// - Parameter path: a path, or "-" for standard input.
/// - Throws: `.cannotOpen` for an absent file, a folder or missing permission; `.badData` for a
///   gzip stream that is damaged or ends early.
///
/// Cost: the result and one chunk; never a second copy of the data.
public func readBytes(_ path: String) throws(FileError) -> [UInt8] {
  let name = nameInMessages(path)
  let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw .cannotOpen(file: name, reason: systemReason()) }
  defer { if path != "-" { close(descriptor) } }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else {
    throw .cannotOpen(file: name, reason: systemReason())
  }
  guard status.st_mode & S_IFMT != S_IFDIR else {
    throw .cannotOpen(file: name, reason: "it is a folder")
  }
  return try readAll(descriptor, name: name, expected: Int(status.st_size))
}

/// What messages call the file at `path`.
public func nameInMessages(_ path: String) -> String { path == "-" ? "standard input" : path }

private func readAll(
  _ descriptor: Int32, name: String, expected: Int
) throws(FileError) -> [UInt8] {
  var chunk = [UInt8](repeating: 0, count: 1 << 18)
  var used = try fill(&chunk, from: descriptor, name: name)
  if Gunzip.recognises(chunk[..<used]) {
    var gunzip = Gunzip(file: name)
    while used > 0 {
      try gunzip.append(chunk[..<used])
      used = try fill(&chunk, from: descriptor, name: name)
    }
    return try gunzip.finish()
  }
  var bytes: [UInt8] = []
  bytes.reserveCapacity(expected)
  while used > 0 {
    bytes.append(contentsOf: chunk[..<used])
    used = try fill(&chunk, from: descriptor, name: name)
  }
  return bytes
}

/// Reads until the chunk is full or the input ends; returns the number of bytes read.
///
/// A pipe hands out short pieces: without the loop the two bytes that tell gzip could be split.
private func fill(
  _ chunk: inout [UInt8], from descriptor: Int32, name: String
) throws(FileError) -> Int {
  var used = 0
  while used < chunk.count {
    let got = chunk.withUnsafeMutableBytes {
      read(descriptor, $0.baseAddress! + used, $0.count - used)
    }
    if got < 0 && errno == EINTR { continue }
    guard got >= 0 else { throw .cannotOpen(file: name, reason: systemReason()) }
    guard got > 0 else { break }
    used += got
  }
  return used
}
