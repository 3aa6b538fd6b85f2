internal import LowRank
internal import LowRankIO

/// The snapshots of a search on their way to a file.
struct Checkpointing {
  let path: String
  let options: RecoveryOptions
  private let digest: String
  /// Why the last snapshot could not be written.
  private(set) var failure: FileError?
  private let clock = ContinuousClock()
  private var due: ContinuousClock.Instant

  /// - Parameter digest: of the data, worked out where there is a path.
  init?(_ path: String?, under options: RecoveryOptions, digest: () -> String) {
    guard let path else { return nil }
    self.path = path
    self.options = options
    self.digest = digest()
    due = clock.now
  }

  /// Writes the snapshot if it is the last one or the time for one has come: at most a twentieth of
  /// the time goes into writing.
  ///
  /// A disk that is full now may have room for the result later, so the search goes on.
  mutating func keep(_ snapshot: Snapshot, isLast: Bool) {
    let began = clock.now
    guard isLast || began >= due else { return }
    do throws(FileError) {
      try AtomicFile.write(
        path, CheckpointFile(snapshot, digest: digest, under: options).encoded())
      failure = nil
    } catch {
      failure = error
    }
    due = clock.now + (clock.now - began) * 20
  }
}
