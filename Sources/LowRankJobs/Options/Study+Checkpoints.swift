internal import LowRank
internal import LowRankTheory

extension Study {
  /// Throws where a checkpoint is named: a study is one run, and has nothing to go on from.
  func refuse(checkpoint: String?, resume: String?) throws(OptionError) {
    let method = OptionError.Setting(.method, .name(method.rawValue))
    if checkpoint != nil { throw .conflict(.init(.checkpoint), with: method) }
    if resume != nil { throw .conflict(.init(.resume), with: method) }
  }
}
