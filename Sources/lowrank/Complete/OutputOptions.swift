import ArgumentParser
import Foundation
import LowRankJobs

/// Where results go.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The filled table; its form from its extension: .csv, .tsv, .npy, .mtx, or .npz for a model.",
      valueName: "file"))
  var output: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Write the bounds of prediction intervals of this level beside the output.",
      valueName: "level"))
  var intervals: Double?

  @Option(help: ArgumentHelp("The model, which `predict` and NumPy read.", valueName: "file.npz"))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "A report for people (.html) or programs (.json); may be given twice.", valueName: "file"))
  var report: [String] = []

  @Option(help: ArgumentHelp("One line per rank tried.", valueName: "file.csv"))
  var trace: String?

  @Option(
    help: ArgumentHelp(
      "Where the search has come to, kept up to date and written when it is interrupted; --resume "
        + "goes on from it.", valueName: "file"))
  var checkpoint: String?

  @Option(help: "Progress on stderr: auto (on a terminal), json (one object a line) or none.")
  var progress: ProgressStyle = .auto

  enum ProgressStyle: String, ExpressibleByArgument, CaseIterable {
    case auto, json, none
  }

  func validate() throws {
    if let intervals, !(intervals > 0 && intervals < 1) {
      throw ValidationError("--intervals \(intervals): a level between 0 and 1")
    }
    if let output, !["csv", "tsv", "npy", "mtx", "npz"].contains(Self.form(of: output)) {
      throw ValidationError("-o \(output): the extension must be .csv, .tsv, .npy, .mtx or .npz")
    }
    if let model, Self.form(of: model) != "npz" {
      throw ValidationError("--model \(model): a model is a .npz file")
    }
    for file in report where !["html", "json"].contains(Self.form(of: file)) {
      throw ValidationError("--report \(file): the extension must be .html or .json")
    }
    if intervals != nil, output == nil || Self.form(of: output!) == "npz" {
      throw ValidationError("--intervals needs -o with a table: the bounds are written beside it")
    }
    try refuseTwins()
  }

  private func refuseTwins() throws {
    var seen: Set<String> = []
    for file in files where !seen.insert(URL(fileURLWithPath: file).standardized.path).inserted {
      throw ValidationError("\(file) would be written twice: give two names")
    }
  }

  /// Every file that will be written.
  var files: [String] {
    let bounds = intervals == nil ? [] : ["lower", "upper"]
    let beside = output.map { output in bounds.map { Self.path(output, beside: $0) } } ?? []
    return [output, model, trace, checkpoint].compactMap { $0 } + beside + report
  }

  static func form(of path: String) -> String {
    fileExtension(of: path)
  }

  /// filled.csv → filled.lower.csv.
  static func path(_ path: String, beside name: String) -> String {
    let suffix = (path as NSString).pathExtension
    return "\((path as NSString).deletingPathExtension).\(name).\(suffix)"
  }
}
