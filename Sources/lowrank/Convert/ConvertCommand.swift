import ArgumentParser
import LowRankJobs

struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Turn a matrix with gaps from one form into another.",
    discussion: """
      IN is what `complete` reads. OUT takes its form from its extension: .csv and .tsv are wide \
      tables, .txt triplets with tabs, .npy the full matrix with NaN for a gap, .npz `values` \
      and `mask`, .mtx \
      Matrix Market. Names of rows and columns are kept where the form has room for them: in wide \
      tables and triplets.
      """)

  @Argument(help: "The matrix to read.") var input: String
  @Argument(help: "The file to write.") var output: String
  @Flag(help: "Triplets, whatever the extension: also .csv and .tsv.") var triplets = false
  @OptionGroup var options: InputOptions

  func validate() throws {
    try words.translating { () throws(JobError) in _ = try job.validated() }
  }

  func run() throws {
    try ExitStatus.reporting {
      try words.translating { () throws(JobError) in try job.run() }
    }
  }

  private var job: ConversionJob {
    var job = ConversionJob(.file(input), to: output)
    job.asTriplets = triplets
    job.reading = options.reading
    return job
  }

  private var words: CommandWords {
    var words = CommandWords()
    words.result = ""
    words.listsForms = true
    words.wayOut = "convert it to triplets (.txt) or Matrix Market (.mtx)"
    return words
  }
}
