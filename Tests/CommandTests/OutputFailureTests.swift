import Foundation
import Testing

@Suite("Output that cannot be written")
struct OutputFailureTests {
  @Test(arguments: [
    ["-o", "absent/o.csv"], ["-o", "o.csv", "--model", "absent/m.npz"],
    ["-o", "o.csv", "--report", "absent/r.html"], ["-o", "o.csv", "--trace", "absent/t.csv"],
  ])
  func isSaidBeforeTheWork(_ options: [String]) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      try lowrank.write("old", to: "o.csv")
      let outcome = try lowrank.run(["complete", "t.csv", "--progress", "json"] + options)
      let path = options.last!
      #expect(outcome.status == 73)
      // Without a line of progress: nothing was computed in vain.
      #expect(outcome.complaint == "lowrank: \(path): cannot write: no such file or directory\n")
      #expect(try lowrank.text("o.csv") == "old")
      #expect(try lowrank.files() == ["o.csv", "t.csv"])
    }
  }

  @Test func aFolderInItsPlace() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      try FileManager.default.createDirectory(
        atPath: lowrank.path("o.csv"), withIntermediateDirectories: false)
      let outcome = try lowrank("complete", "t.csv", "-o", "o.csv")
      #expect(outcome.status == 73)
      #expect(outcome.complaint == "lowrank: o.csv: cannot write: it is a folder\n")
      #expect(try lowrank.files() == ["o.csv", "t.csv"])
    }
  }

  /// The superuser may write everywhere, so that it runs the command as somebody else.
  @Test(
    .enabled(if: Lowrank.mayRunUnprivileged, "no other user can run the command"),
    arguments: ["chmod 555 .", "chmod 777 .; chmod 444 o.csv"])
  func aFileThatMayNotBeWritten(_ change: String) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      try lowrank.write("old", to: "o.csv")
      defer { chmod(lowrank.folder, 0o755) }
      let outcome = try lowrank.shell(
        "\(change); \(Lowrank.unprivileged) \"$LOWRANK\" complete t.csv -o o.csv")
      #expect(outcome.status == 73)
      #expect(outcome.complaint == "lowrank: o.csv: cannot write: permission denied\n")
      #expect(try lowrank.text("o.csv") == "old")
      #expect(try lowrank.files() == ["o.csv", "t.csv"])
    }
  }

  /// A summary, an object or predictions that nobody can read are not written in silence.
  @Test(arguments: [
    "complete t.csv", "complete t.csv --json", "predict m.npz p.csv", "certify m.npz t.csv",
  ])
  func aFullStandardOutput(_ arguments: String) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      try lowrank.write("r0,c0\n", to: "p.csv")
      _ = try lowrank("complete", "t.csv", "--model", "m.npz")
      let outcome = try lowrank.shell("\"$LOWRANK\" \(arguments) > /dev/full")
      #expect(outcome.status == 73)
      #expect(
        outcome.complaint == "lowrank: standard output: cannot write: no space left on device\n")
    }
  }

  /// A limit on the size of files, set by a shell, stands in for a full disk.
  @Test func aDiskThatFillsUp() throws {
    try Lowrank.inFolder { lowrank in
      let table = Planted(80, 60, rank: 1, share: 0.5)
      try lowrank.write(table.csv, to: "t.csv")
      try lowrank.write("old", to: "o.csv")
      let outcome = try lowrank.shell(
        "trap '' XFSZ; ulimit -f 20; exec \"$LOWRANK\" complete t.csv -o o.csv")
      #expect(outcome.status == 73)
      #expect(outcome.complaint == "lowrank: o.csv: cannot write: file too large\n")
      #expect(try lowrank.text("o.csv") == "old")
      #expect(try lowrank.files() == ["o.csv", "t.csv"])
    }
  }

  @Test func predictions() throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      try lowrank.write("r0,c0\n", to: "p.csv")
      _ = try lowrank("complete", "t.csv", "--model", "m.npz")
      let outcome = try lowrank("predict", "m.npz", "p.csv", "-o", "absent/o.csv")
      #expect(outcome.status == 73)
      #expect(
        outcome.complaint == "lowrank: absent/o.csv: cannot write: no such file or directory\n")
    }
  }
}
