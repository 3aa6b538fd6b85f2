import Foundation
import LowRank
import LowRankJobs
import LowRankReports

/// What a person reads when a matrix has been recovered from measurements: aligned, no colour.
struct SenseSummary {
  let file: String
  let sensed: SensedMatrix
  let seed: UInt64
  let written: [String]
  private var found: Recovery { sensed.recovery }

  var text: String {
    var lines = [("data", data), ("rank", rank), ("values", values)]
    if let heldOut = found.heldOut {
      lines.append(
        (
          "held-out",
          "RMSE \(Numerals.short(heldOut.error.rmse)) ± "
            + "\(Numerals.short(heldOut.error.standardError)) on "
            + "\(Numerals.count(heldOut.error.count)) hidden measurements"
        ))
      lines.append(("", "mean of the others \(Numerals.short(heldOut.meanError.rmse))"))
    }
    if let bands = found.intervals, let width = sensed.meanWidth {
      lines.append(
        (
          "intervals",
          "\(Numerals.short((100 * bands.level))) %: measured coverage "
            + "\(Numerals.percent(bands.coverage)), mean width \(Numerals.short(width))"
        ))
    }
    if let certificate { lines.append(("certificate", certificate)) }
    lines.append(("residual", "\(Numerals.short(found.residual)) of the measurements"))
    lines.append(("seed", "\(seed)"))
    lines += found.remarks.map { ("warning", $0.sentence(.command)) }
    if !found.isTrustworthy { lines.append(("verdict", "not trustworthy: \(why)")) }
    lines += written.map { ("written", $0) }
    return lines.map { key, value in
      key.padding(toLength: 13, withPad: " ", startingAt: 0) + value + "\n"
    }.joined()
  }

  private var data: String {
    let what =
      switch sensed.kind {
      case .matrix:
        "a \(Numerals.count(sensed.rows)) × \(Numerals.count(sensed.columns)) matrix"
          + (sensed.isPositive ? ", positive semidefinite" : "")
      case .state(let qubits):
        "a state of \(qubits) \(qubits == 1 ? "qubit" : "qubits"), positive semidefinite of "
          + "trace one"
      case .points(let names, .straight): "\(Numerals.count(names.count)) points"
      case .points(let names, .greatCircle(let radius)):
        "\(Numerals.count(names.count)) points on a sphere of radius \(Numerals.short(radius))"
      }
    return "\(file): \(Numerals.count(sensed.measurements)) measurements of \(what)"
  }

  private var rank: String {
    let how =
      found.method != .pursuit
      ? found.method.rawValue : found.uniqueness == nil ? "noisy" : "exact"
    return "\(found.rank) (\(how); \(found.reason))"
  }

  private var values: String {
    let shown = sensed.singularValues.prefix(8).map(Numerals.short).joined(separator: " ")
    return sensed.singularValues.count > 8 ? shown + " …" : shown
  }

  private var certificate: String? {
    exactness ?? found.certificate.map { "\($0.verdict.rawValue): \($0.reason)" }
  }

  private var exactness: String? {
    found.uniqueness.map {
      let verdict = $0.isUnique ? "no other" : "more than one"
      return "\(verdict) matrix of rank \(found.rank) near this one fits: "
        + "\(Numerals.count($0.measurements)) measurements for "
        + "\(Numerals.count($0.degreesOfFreedom)) degrees of freedom"
    }
  }

  private var why: String {
    if case .interrupted = found.reason { return found.reason.description }
    return "see the warnings"
  }
}
