/// A ZIP archive of stored (not compressed) members, built in memory.
///
/// The largest is what the memory holds twice: its records count to 2⁶³ − 1 bytes (`ZipDirectory`).
/// No time stamps, so that equal contents are equal bytes.
struct ZipWriter {
  private var body: [UInt8] = []
  private var directory: ZipDirectory

  /// - Parameter limits: from where on ZIP64 is needed; lower ones try it out on small archives.
  init(limits: ZipDirectory.Limits = .init()) { directory = ZipDirectory(limits: limits) }

  mutating func append(_ name: String, _ contents: [UInt8]) {
    body += directory.add(name, crc: CRC32.of(contents), size: contents.count)
    body += contents
  }

  consuming func finish() -> [UInt8] {
    body += directory.end()
    return body
  }
}
