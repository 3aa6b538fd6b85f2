import Foundation
import LowRank
import LowRankReports

/// What a person reads when a completion is done: aligned, no colour.
struct Summary {
  let data: DataMatrix
  let recovery: Recovery
  let meanWidth: Double?
  let seed: UInt64
  /// Whether the shape of the hidden cells was taken from the gaps.
  let imitatesGaps: Bool
  let written: [String]

  var text: String {
    var lines = [("data", shape), ("rank", rank)]
    if let heldOut { lines.append(("held-out", heldOut)) }
    lines += baselines.map { ("", $0) }
    if let intervals { lines.append(("intervals", intervals)) }
    if let certificate { lines.append(("certificate", certificate)) }
    lines.append(("residual", "\(Figures.short(recovery.residual)) of the observed values"))
    lines.append(("seed", "\(seed)"))
    lines += recovery.remarks.map { ("warning", $0.sentence(.command)) }
    if !recovery.isTrustworthy { lines.append(("verdict", "not trustworthy: see the warnings")) }
    lines += written.map { ("written", $0) }
    return Self.aligned(lines)
  }

  /// One line for each, the values below each other.
  static func aligned(_ lines: [(String, String)]) -> String {
    lines.map { key, value in
      key.padding(toLength: 13, withPad: " ", startingAt: 0) + value + "\n"
    }.joined()
  }

  private var shape: String {
    let o = data.observations
    return "\(data.file): \(Figures.count(o.rows)) × \(Figures.count(o.columns)), "
      + "\(Figures.count(o.count)) cells observed (\(Figures.percent(o.fraction)))"
  }

  private var rank: String {
    let how: String =
      switch recovery.method {
      case .pursuit: "exact"
      case .variational: "noisy, \(recovery.table.map(\.description) ?? "")"
      case .effects: "row and column effects alone"
      default: recovery.method.rawValue
      }
    return "\(recovery.rank) (\(how); \(recovery.reason))"
  }

  private var heldOut: String? {
    recovery.heldOut.map {
      let error = $0.error, isShaped = imitatesGaps && $0.pattern != .entry
      return "RMSE \(Figures.short(error.rmse)) ± \(Figures.short(error.standardError)) on "
        + "\(Figures.count(error.count)) hidden \(error.count == 1 ? "cell" : "cells") "
        + "(\($0.pattern.description)\(isShaped ? ", as the gaps are" : ""))"
    }
  }

  private var baselines: [String] {
    recovery.heldOut.map {
      [
        "row + column effects \(Figures.short($0.effectsError.rmse)), "
          + "mean \(Figures.short($0.meanError.rmse))"
      ]
    } ?? []
  }

  private var intervals: String? {
    guard let intervals = recovery.intervals else { return nil }
    let width = meanWidth.map { ", mean width \(Figures.short($0))" } ?? ""
    return "\(Figures.short(100 * intervals.level)) %: measured coverage "
      + "\(Figures.percent(intervals.coverage))\(width)"
  }

  private var certificate: String? {
    exactness ?? recovery.certificate.map { "\($0.verdict.rawValue): \($0.reason)" }
  }

  private var exactness: String? {
    recovery.uniqueness.map {
      "no other matrix of rank \(recovery.rank) near this one fits: \(Figures.count($0.measurements)) "
        + "cells for \(Figures.count($0.degreesOfFreedom)) degrees of freedom"
    }
  }
}

extension HoldOutPattern {
  var description: String {
    switch self {
    case .entry: "at random"
    case .row: "whole rows"
    case .column: "whole columns"
    case .block(let length, .rows): "runs of \(length) along rows"
    case .block(let length, .columns): "runs of \(length) along columns"
    case .tail(let length, _): "the last \(length) of each line"
    }
  }

  /// The word of `--holdout`.
  var name: String {
    switch self {
    case .entry: "entry"
    case .row: "row"
    case .column: "column"
    case .block(let length, _): "block=\(length)"
    case .tail(let length, _): "tail=\(length)"
    }
  }
}

extension TableModel {
  var description: String {
    switch self {
    case .effects: "row and column effects"
    case .additive: "factors with row and column effects"
    case .plain: "factors alone"
    case .rows: "factors of rows scaled to unit size"
    case .columnNoise: "factors with effects, each column with its own noise"
    case .columns: "factors of standardised columns"
    }
  }
}
