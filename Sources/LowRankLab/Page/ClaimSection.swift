internal import LowRankIO

/// A claim on the page: statement, source, figures, measured against predicted, verdict.
struct ClaimSection {
  let result: ClaimResult

  init(_ result: ClaimResult) { self.result = result }

  var html: String {
    let claim = result.claim
    return """
      <section id="\(claim.id)">
      <h2><span class="id">\(claim.id)</span> \(SVG.escaped(claim.name))</h2>
      <p class="statement">\(SVG.escaped(claim.statement))</p>
      <p class="source">\(SVG.escaped(claim.source))</p>
      <p>\(SVG.escaped(claim.theory))</p>
      <p><em>Setting.</em> \(SVG.escaped(claim.setting))</p>
      \(figures)
      \(table)
      \(remarks)
      <p class="verdict \(result.verdictClass)">\(verdict)</p>
      </section>
      """
  }

  private var figures: String {
    result.evidence.figures.map {
      "<figure>\($0.svg)<figcaption>\(SVG.escaped($0.caption))</figcaption></figure>"
    }.joined(separator: "\n")
  }

  private var table: String {
    let rows = result.evidence.comparisons.map { each in
      """
      <tr class="\(each.holds ? "" : "outside")"><td>\(SVG.escaped(each.quantity))</td>\
      <td class="number">\(each.measured.isFinite ? Self.number(each.measured) : "not finite")</td>\
      <td class="number">\(Self.words(each.expectation))</td>\
      <td class="reason">\(SVG.escaped(each.reason))</td></tr>
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
    result.evidence.remarks.map { "<p class=\"remark\">\(SVG.escaped($0))</p>" }
      .joined(separator: "\n")
  }

  private var verdict: String {
    let outside = result.evidence.comparisons.filter { !$0.holds }
    guard !outside.isEmpty else {
      return result.holds ? "The claim holds." : "Nothing was compared."
    }
    let names = outside.map(\.quantity).joined(separator: "; ")
    return "The claim does not hold here: outside its margin is \(SVG.escaped(names))."
  }

  private static func words(_ expectation: Comparison.Expectation) -> String {
    switch expectation {
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
