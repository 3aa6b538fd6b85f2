import LowRank

extension OptionError.Field {
  /// What the field is called on the command line.
  var option: String {
    switch self {
    case .rank: "--rank"
    case .largestRank: "--max-rank"
    case .tolerance: "--tolerance"
    case .holdOutFraction: "--holdout-fraction"
    case .holdOutLength: "--holdout"
    case .level: "--intervals"
    case .link: "--link"
    case .centred: "--center"
    case .weights: "--weights"
    case .method: "--method"
    case .factors: "--factorization"
    case .start: "--init"
    case .scale: "--init-scale"
    case .step: "--step"
    case .width: "--width"
    case .iterations: "--iterations"
    case .timeLimit: "--time-limit"
    case .strength: "--strength"
    case .radius: "--sphere-radius"
    case .fourthField: "--fourth-field"
    case .distances: "--distances"
    case .period: "--fold"
    case .indexColumns: "--index-columns"
    case .threads: "--threads"
    case .count: "--top"
    case .checkpoint: "--checkpoint"
    case .resume: "--resume"
    }
  }
}
