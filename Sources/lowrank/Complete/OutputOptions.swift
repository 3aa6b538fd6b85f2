import ArgumentParser
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

  /// The same without names of options.
  var outputs: CompletionOutputs {
    var outputs = CompletionOutputs()
    outputs.result = output
    outputs.bounds = intervals != nil
    outputs.model = model
    outputs.trace = trace
    outputs.checkpoint = checkpoint
    outputs.reports = report
    return outputs
  }
}
