public import LowRankIO

/// A report as one self-contained HTML page: no script, no font and no file beside it.
///
/// Headline numbers, remarks, the rank path as figure and table, the table before and after, and
/// the JSON object itself, so that the page can stand in for `report.json`.
public struct ReportPage: Sendable {
  public var report: Report
  /// What was completed, for the heading: a file's name.
  public var subject: String
  /// The table before and after, where it is small enough to be held.
  public var heatMap: HeatMapFigure?

  public init(_ report: Report, subject: String, heatMap: HeatMapFigure? = nil) {
    self.report = report
    self.subject = subject
    self.heatMap = heatMap
  }

  /// Writes the page, whole or not at all.
  public func write(to path: String) throws(FileError) {
    try AtomicFile.write(path, Array(html.utf8))
  }

  public var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(SVG.escaped(title))</title>
    <style>\(ReportPage.style)</style>
    </head>
    <body>
    <main>
    <header>
    <p class="kicker">lowrank \(SVG.escaped(report.command)) · \(SVG.escaped(report.version))</p>
    <h1>\(SVG.escaped(subject))</h1>
    \(lead)
    </header>
    \(warnings)\(headline)\(figure)\(heatMapSection)\(pathTable)\(details)\(object)
    </main>
    </body>
    </html>

    """
  }

  private var title: String { "\(subject): lowrank \(report.command)" }

  private var lead: String {
    var sentences: [String] = []
    if let data = report.data {
      let share = Ticks.label(100 * data.fraction, digits: 3)
      sentences.append(
        "\(data.rows) × \(data.columns), \(data.observed) entries observed (\(share) %).")
    }
    if let converged = report.converged {
      let reason = report.reason.map { ": \($0)" } ?? ""
      sentences.append("\(converged ? "Finished" : "Stopped before it converged")\(reason).")
    }
    return "<p class=\"lead\">\(SVG.escaped(sentences.joined(separator: " ")))</p>"
  }

  private var warnings: String {
    guard !report.warnings.isEmpty else { return "" }
    // A report that was read from a file may have sentences alone.
    let items =
      report.remarks.map { remarks in
        remarks.map { item($0.sentence, severity: $0.severity) }
      } ?? report.warnings.map { item($0, severity: nil) }
    let list = items.joined()
    return "<section class=\"warnings\"><h2>Read this first</h2><ul>\(list)</ul></section>\n"
  }

  private func item(_ sentence: String, severity: String?) -> String {
    let label = severity.map {
      "<strong class=\"\(SVG.escaped($0))\">\(SVG.escaped($0))</strong> "
    }
    return "<li>\(label ?? "")\(SVG.escaped(sentence))</li>"
  }

  private var headline: String {
    let cards = ReportFacts(report).headline.map { fact in
      let note = fact.note.map { "<small>\(SVG.escaped($0))</small>" } ?? ""
      return
        "<div><dt>\(SVG.escaped(fact.name))</dt><dd>\(SVG.escaped(fact.value))\(note)</dd></div>"
    }
    return cards.isEmpty ? "" : "<dl class=\"cards\">\(cards.joined(separator: "\n"))</dl>\n"
  }

  private var figure: String {
    guard let figure = RankPathFigure(report) else { return "" }
    return """
      <section><h2>Error against rank</h2>
      <figure>\(figure.svg)<figcaption>Errors on the entries fitted and on those held out; bars \
      are one standard error.</figcaption></figure></section>

      """
  }

  private var heatMapSection: String {
    guard let heatMap else { return "" }
    return """
      <section><h2>The table</h2>
      <figure>\(heatMap.svg)<figcaption>White is a gap. Colours run from the 2nd to the 98th \
      percentile of the observed values.</figcaption></figure></section>

      """
  }

  private var pathTable: String {
    guard let path = report.path, !path.isEmpty else { return "" }
    let heads = ["rank", "fitted RMSE", "held-out RMSE", "± s.e.", "iterations", "seconds"]
    let rows = path.map { step in
      let cells = [
        "\(step.rank)", number(step.trainRMSE), number(step.heldOutRMSE), number(step.heldOutSE),
        step.iterations.map { "\($0)" } ?? "", number(step.seconds, digits: 3),
      ]
      let mark = step.rank == report.rank ? " class=\"chosen\"" : ""
      return "<tr\(mark)>" + cells.map { "<td>\($0)</td>" }.joined() + "</tr>"
    }
    let head = heads.map { "<th scope=\"col\">\($0)</th>" }.joined()
    return """
      <section><h2>The path</h2>
      <table><thead><tr>\(head)</tr></thead><tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table></section>

      """
  }

  private var details: String {
    let rows = ReportFacts(report).details.map { fact in
      "<tr><th scope=\"row\">\(SVG.escaped(fact.name))</th><td>\(SVG.escaped(fact.value))</td></tr>"
    }
    guard !rows.isEmpty else { return "" }
    return """
      <section><h2>How it was computed</h2>
      <table class="facts"><tbody>\(rows.joined(separator: "\n"))</tbody></table></section>

      """
  }

  private var object: String {
    "<details><summary>The report as JSON</summary>"
      + "<pre>\(SVG.escaped(report.json()))</pre></details>"
  }

  private func number(_ value: Double?, digits: Int = 5) -> String {
    value.map { $0.isFinite ? Ticks.label($0, digits: digits) : "" } ?? ""
  }
}
