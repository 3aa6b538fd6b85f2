import Foundation
import Testing

@Suite("Usage")
struct UsageTests {
  @Test func version() throws {
    try Lowrank.inFolder { lowrank in
      let outcome = try lowrank("--version")
      #expect(outcome.status == 0)
      #expect(outcome.output == "0.1.0\n")
      #expect(outcome.complaint == "")
    }
  }

  @Test(arguments: HelpTexts.all.map(\.verb))
  func help(verb: [String]) throws {
    let text = try #require(HelpTexts.all.first { $0.verb == verb }).text
    try Lowrank.inFolder { lowrank in
      for arguments in [verb + ["--help"], verb + ["-h"], ["help"] + verb] {
        let outcome = try lowrank.run(arguments)
        #expect(outcome.status == 0)
        #expect(outcome.output == text, "\(arguments)")
      }
      if verb.isEmpty { #expect(try lowrank.run([]).output == text) }
    }
  }

  /// What a text lists as a verb has a text of its own.
  @Test func everyVerbHasAText() {
    for (verb, text) in HelpTexts.all {
      let list = text.components(separatedBy: "SUBCOMMANDS:\n").dropFirst().first ?? ""
      for listed in list.matches(of: #/(?m)^  ([a-z]+) /#) {
        let name = verb + [String(listed.output.1)]
        #expect(HelpTexts.all.contains { $0.verb == name }, "\(name)")
      }
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    try Lowrank.inFolder { lowrank in
      let outcome = try lowrank("--generate-completion-script", shell)
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("holdout-fraction"))
    }
  }

  /// What is wrong, and the first line of what is said about it.
  static let wrong: [(arguments: [String], sentence: String)] = [
    ([], "Error: Missing expected argument '<data>'"),
    (["t.csv", "more"], "Error: Unexpected argument 'more'"),
    (["t.csv", "--nope"], "Error: Unknown option '--nope'. Did you mean '--form'?"),
    (["t.csv", "--trace"], "Error: Missing value for '--trace <file.csv>'"),
    (["t.csv", "--rank", "0"], "Error: --rank 0: at least 1 is needed"),
    (["t.csv", "--rank", "-1"], "Error: --rank -1: at least 1 is needed"),
    (["t.csv", "--rank", "x"], "Error: The value 'x' is invalid for '--rank <K>'"),
    (["t.csv", "--rank", "2.5"], "Error: The value '2.5' is invalid for '--rank <K>'"),
    (["t.csv", "--max-rank", "-3"], "Error: --max-rank -3: at least 1 is needed"),
    (
      ["t.csv", "--rank", "3", "--max-rank", "2"],
      "Error: --rank 3 is above --max-rank 2: give one of them"
    ),
    (["t.csv", "--tolerance", "2"], "Error: --tolerance 2.0: between 0 and 1"),
    (["t.csv", "--tolerance", "nan"], "Error: --tolerance nan: between 0 and 1"),
    (["t.csv", "--iterations", "0"], "Error: --iterations 0: at least 1 is needed"),
    (["t.csv", "--time-limit", "-1"], "Error: --time-limit -1.0: a positive number of seconds"),
    (["t.csv", "--time-limit", "inf"], "Error: --time-limit inf: a positive number of seconds"),
    (["t.csv", "--holdout", "foo"], "Error: The value 'foo' is invalid for '--holdout <pattern>'"),
    (
      ["t.csv", "--holdout", "block"],
      "Error: The value 'block' is invalid for '--holdout <pattern>'"
    ),
    (
      ["t.csv", "--holdout", "tail=0"],
      "Error: The value 'tail=0' is invalid for '--holdout <pattern>'"
    ),
    (
      ["t.csv", "--holdout", "row=2"],
      "Error: The value 'row=2' is invalid for '--holdout <pattern>'"
    ),
    (["t.csv", "--holdout-fraction", "0.9"], "Error: --holdout-fraction 0.9: between 0 and 0.5"),
    (["t.csv", "--holdout-fraction", "-1"], "Error: --holdout-fraction -1.0: between 0 and 0.5"),
    (["t.csv", "--link", "cube"], "Error: The value 'cube' is invalid for '--link <link>'"),
    (["t.csv", "--link", "box=3:1"], "Error: The value 'box=3:1' is invalid for '--link <link>'"),
    (["t.csv", "--link", "logit"], "Error: The value 'logit' is invalid for '--link <link>'"),
    (["t.csv", "--link", "log=1:2"], "Error: The value 'log=1:2' is invalid for '--link <link>'"),
    (["t.csv", "--intervals", "2"], "Error: --intervals 2.0: a level between 0 and 1"),
    (
      ["t.csv", "--intervals", "0.9"],
      "Error: --intervals needs -o with a table: the bounds are written beside it"
    ),
    (
      ["t.csv", "-o", "x.txt"],
      "Error: -o x.txt: the extension must be .csv, .tsv, .npy, .mtx or .npz"
    ),
    (["t.csv", "-o", "."], "Error: -o .: the extension must be .csv, .tsv, .npy, .mtx or .npz"),
    (["t.csv", "--model", "x.csv"], "Error: --model x.csv: a model is a .npz file"),
    (
      ["t.csv", "--report", "x.txt"], "Error: --report x.txt: the extension must be .html or .json"
    ),
    (
      ["t.csv", "-o", "x.csv", "--trace", "./x.csv"],
      "Error: ./x.csv would be written twice: give two names"
    ),
    (["t.csv", "--threads", "0"], "Error: --threads 0: at least one thread is needed"),
    (["t.csv", "--threads", "-2"], "Error: --threads -2: at least one thread is needed"),
    (["t.csv", "--seed", "-1"], "Error: The value '-1' is invalid for '--seed <N>'"),
    (["t.csv", "--fold", "1"], "Error: --fold 1: at least two cells a row"),
    (["t.csv", "--index-columns", "-1"], "Error: --index-columns -1: not a number of columns"),
    (
      ["t.csv", "--index-columns", "2", "--index-column"],
      "Error: --index-column and --index-columns say the same thing: give one"
    ),
    (
      ["t.csv", "--weights", "a", "--sigma", "b"],
      "Error: --weights and --sigma say the same thing: give one of them"
    ),
    (
      ["t.csv", "--form", "x"],
      "Error: The value 'x' is invalid for '--form <form>'. "
        + "Please provide one of 'wide', 'triplets', 'npy', 'npz' or 'mtx'."
    ),
    (
      ["t.csv", "--duplicates", "x"],
      "Error: The value 'x' is invalid for '--duplicates <duplicates>'. "
        + "Please provide one of 'error', 'mean' or 'last'."
    ),
    (
      ["t.csv", "--fourth-field", "x"],
      "Error: The value 'x' is invalid for '--fourth-field <fourth-field>'. "
        + "Please provide one of 'ignore', 'weight' or 'sigma'."
    ),
    (
      ["t.csv", "--progress", "x"],
      "Error: The value 'x' is invalid for '--progress <progress>'. "
        + "Please provide one of 'auto', 'json' or 'none'."
    ),
    (
      ["t.csv", "--method", "x"],
      "Error: The value 'x' is invalid for '--method <method>'. "
        + "Please provide one of the following:"
    ),
  ]

  @Test(arguments: wrong)
  func wrongUse(_ each: (arguments: [String], sentence: String)) throws {
    try Lowrank.inFolder { lowrank in
      try lowrank.write(Planted.small.csv, to: "t.csv")
      let outcome = try lowrank.run(["complete"] + each.arguments)
      #expect(outcome.status == 64)
      #expect(outcome.complaint.split(separator: "\n").first.map(String.init) == each.sentence)
      #expect(outcome.output == "")
      #expect(try lowrank.files() == ["t.csv"])
    }
  }

  @Test func unknownVerb() throws {
    try Lowrank.inFolder { lowrank in
      let unknown = try lowrank("explain", "t.npz"), short = try lowrank("predict", "m.npz")
      #expect(unknown.status == 64)
      #expect(short.status == 64)
    }
  }
}
