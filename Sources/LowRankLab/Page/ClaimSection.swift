internal import LowRankIO
internal import LowRankReports

/// A claim on the page: statement, source, figures, measured against predicted, verdict.
struct ClaimSection {
  let result: ClaimResult

  init(_ result: ClaimResult) { self.result = result }

  var html: String {
    let claim = result.claim
    return """
      <section id="\(claim.id)">
      <h2><span class="id">\(claim.id)</span> \(SVG.escaped(claim.name))</h2>
      <p class="statement">\(Words.html(claim.statement))</p>
      <p class="source">\(Words.html(claim.source))</p>
      <p>\(Words.html(claim.theory))</p>
      <p><em>Setting.</em> \(Words.html(claim.setting))</p>
      \(figures)
      \(table)
      \(remarks)
      <p class="verdict \(result.verdictClass)">\(verdict)</p>
      </section>
      """
  }

  private var figures: String {
    result.evidence.figures.map {
      "<figure>\($0.svg)<figcaption>\(Words.html($0.caption))</figcaption></figure>"
    }.joined(separator: "\n")
  }

  private var table: String {
    let rows = result.evidence.comparisons.map { each in
      """
      <tr class="\(each.holds ? "" : "outside")"><td>\(Words.html(each.quantity))</td>\
      <td class="number">\(each.measured.isFinite ? Self.number(each.measured) : "not finite")</td>\
      <td class="number">\(Self.words(each.expectation))</td>\
      <td class="reason">\(Words.html(each.reason))</td></tr>
      """
    }
    return """
      <table><thead><tr><th>quantity</th><th class="number">measured</th>\
      <th class="number">predicted</th><th>why this margin</th></tr></thead><tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table>
      """
  }

  private var remarks: String {
    let evidence = result.evidence
    return
      (evidence.remarks.map { "<p class=\"remark\">\(Words.html($0))</p>" }
      + evidence.reservations.map {
        "<p class=\"remark reservation\"><em>Reservation.</em> \(Words.html($0))</p>"
      }).joined(separator: "\n")
  }

  private var verdict: String {
    let outside = result.evidence.comparisons.filter { !$0.holds }
    guard !outside.isEmpty else {
      return result.holds ? "The claim holds." : "Nothing was compared."
    }
    let names = outside.map(\.quantity).joined(separator: "; ")
    return "The claim does not hold here: outside its margin is \(Words.html(names))."
  }

  private static func words(_ expectation: Comparison.Expectation) -> String {
    switch expectation {
    case .near(let value, margin: 0): number(value)
    case .near(let value, let margin): "\(number(value)) ± \(number(margin, digits: 2))"
    case .atMost(let bound): "≤ \(number(bound))"
    case .atLeast(let bound): "≥ \(number(bound))"
    case .between(let low, let high): "\(number(low)) … \(number(high))"
    }
  }

  /// A proper minus sign, and powers of ten as people write them.
  static func number(_ value: Double, digits: Int = 4) -> String {
    let text = Ticks.label(value, digits: digits), parts = text.split(separator: "e")
    let mantissa = String(parts[0]).replacing("-", with: "−")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return mantissa }
    let power = "10<sup>\(exponent)</sup>".replacing("-", with: "−")
    return mantissa == "1" ? power : "\(mantissa)·\(power)"
  }
}
