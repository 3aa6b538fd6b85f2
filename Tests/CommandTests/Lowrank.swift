import Foundation
import Testing

/// The built command in another process, run in a folder of its own that is removed afterwards.
struct Lowrank {
  /// Where the command runs; paths in its arguments are relative to it.
  let folder: String

  /// What a run left behind.
  struct Outcome {
    let status: Int32
    let output: String
    let complaint: String

    /// The object that --json printed.
    func object() throws -> [String: Any] {
      let value = try JSONSerialization.jsonObject(with: Data(output.utf8))
      return try #require(value as? [String: Any])
    }
  }

  /// Runs `body` in a new folder.
  static func inFolder<T>(_ body: (Lowrank) throws -> T) throws -> T {
    let folder = FileManager.default.temporaryDirectory.path + "/lowrank-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(Lowrank(folder: folder))
  }

  /// The command lies beside the bundle of the tests.
  static let binary: URL = {
    let own = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    return own.deletingLastPathComponent().appendingPathComponent("lowrank")
  }()

  /// Runs `lowrank` with `arguments` to its end.
  func callAsFunction(_ arguments: String..., input: [UInt8]? = nil) throws -> Outcome {
    try run(arguments, input: input)
  }

  func run(_ arguments: [String], input: [UInt8]? = nil) throws -> Outcome {
    let running = try start(arguments, input: input)
    return try running.finish()
  }

  /// Runs a shell script in which $LOWRANK is the command.
  func shell(_ script: String) throws -> Outcome {
    try start(["-c", script], of: URL(fileURLWithPath: "/bin/bash"), input: nil).finish()
  }

  /// What a script puts before a program so that it runs without the superuser's rights.
  static let unprivileged =
    getuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : ""

  /// Whether the command runs so: another user may not reach it.
  static let mayRunUnprivileged: Bool = {
    let outcome = try? inFolder { try $0.shell("\(unprivileged) \"$LOWRANK\" --version") }
    return outcome?.status == 0
  }()

  /// Starts the command without waiting.
  func start(_ arguments: [String], input: [UInt8]? = nil) throws -> Running {
    try start(arguments, of: Self.binary, input: input)
  }

  /// Output goes to files: a full pipe would stop it.
  private func start(_ arguments: [String], of program: URL, input: [UInt8]?) throws -> Running {
    let streams = FileManager.default.temporaryDirectory.path + "/lowrank-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: streams, withIntermediateDirectories: true)
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    // Help is wrapped to the width of the terminal.
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["COLUMNS": "80", "LOWRANK": Self.binary.path]) { $1 }
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    try Data(input ?? []).write(to: URL(fileURLWithPath: streams + "/in"))
    process.standardInput = FileHandle(forReadingAtPath: streams + "/in")
    for name in ["out", "err"] {
      try Data().write(to: URL(fileURLWithPath: streams + "/" + name))
    }
    process.standardOutput = FileHandle(forWritingAtPath: streams + "/out")
    process.standardError = FileHandle(forWritingAtPath: streams + "/err")
    try process.run()
    return Running(process: process, streams: streams)
  }

  /// A command at work.
  struct Running {
    let process: Process
    fileprivate let streams: String

    /// What it has said on stderr so far.
    var complaint: String {
      String(decoding: (try? Data(contentsOf: stream("err"))) ?? Data(), as: UTF8.self)
    }

    /// Sends Ctrl-C, or another signal.
    func interrupt(by signal: Int32 = SIGINT) { kill(process.processIdentifier, signal) }

    /// Waits for the end; a command that hangs fails its test instead of holding up the suite.
    func finish(within seconds: Double = 400) throws -> Outcome {
      let patience = Date(timeIntervalSinceNow: seconds)
      while process.isRunning, Date() < patience { usleep(5_000) }
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      process.waitUntilExit()
      defer { try? FileManager.default.removeItem(atPath: streams) }
      let output = try Data(contentsOf: stream("out"))
      // Being killed by a signal must not look like an exit code.
      let status = process.terminationStatus
      return Outcome(
        status: process.terminationReason == .exit ? status : -status,
        output: String(decoding: output, as: UTF8.self), complaint: complaint)
    }

    private func stream(_ name: String) -> URL { URL(fileURLWithPath: streams + "/" + name) }
  }
}

extension Lowrank {
  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
  }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  func path(_ name: String) -> String { folder + "/" + name }

  /// Every file in the folder, hidden ones too.
  func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }
}
