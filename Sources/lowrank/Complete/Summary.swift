import Foundation
import LowRank
import LowRankJobs
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
    lines.append(("residual", "\(Numerals.short(recovery.residual)) of the observed values"))
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
    return "\(data.file): \(Numerals.count(o.rows)) × \(Numerals.count(o.columns)), "
      + "\(Numerals.count(o.count)) cells observed (\(Numerals.percent(o.fraction)))"
  }

  private var rank: String {
    let how: String =
      switch recovery.method {
      case .pursuit: "exact"
      case .variational: "noisy, \(recovery.table.map(\.inWords) ?? "")"
      case .effects: "row and column effects alone"
      default: recovery.method.rawValue
      }
    return "\(recovery.rank) (\(how); \(recovery.reason))"
  }

  private var heldOut: String? {
    recovery.heldOut.map {
      let error = $0.error, isShaped = imitatesGaps && $0.pattern != .entry
      return "RMSE \(Numerals.short(error.rmse)) ± \(Numerals.short(error.standardError)) on "
        + "\(Numerals.count(error.count)) hidden \(error.count == 1 ? "cell" : "cells") "
        + "(\($0.pattern.inWords)\(isShaped ? ", as the gaps are" : ""))"
    }
  }

  private var baselines: [String] {
    recovery.heldOut.map { heldOut in
      let effects = heldOut.effectsError.map { "row + column effects \(Numerals.short($0.rmse)), " }
      return [(effects ?? "") + "mean \(Numerals.short(heldOut.meanError.rmse))"]
    } ?? []
  }

  private var intervals: String? {
    guard let intervals = recovery.intervals else { return nil }
    let width = meanWidth.map { ", mean width \(Numerals.short($0))" } ?? ""
    return "\(Numerals.short(100 * intervals.level)) %: measured coverage "
      + "\(Numerals.percent(intervals.coverage))\(width)"
  }

  private var certificate: String? {
    exactness ?? recovery.certificate.map { "\($0.verdict.rawValue): \($0.reason)" }
  }

  private var exactness: String? {
    recovery.uniqueness.map {
      "no other matrix of rank \(recovery.rank) near this one fits: "
        + "\(Numerals.count($0.measurements)) cells for "
        + "\(Numerals.count($0.degreesOfFreedom)) degrees of freedom"
    }
  }
}
