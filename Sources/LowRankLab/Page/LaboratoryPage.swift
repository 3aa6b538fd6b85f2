internal import LowRankIO
internal import LowRankReports

/// All results as one self-contained page that reads like a short paper: no script, no font and no
/// picture beside it.
public struct LaboratoryPage: Sendable {
  public let results: [ClaimResult]
  public let extent: Extent
  public let seed: UInt64
  public let version: String

  public init(_ results: [ClaimResult], extent: Extent, seed: UInt64, version: String) {
    self.results = results
    self.extent = extent
    self.seed = seed
    self.version = version
  }

  public var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>The laboratory of LowRank</title>
    <style>\(LaboratoryPage.style)</style>
    </head>
    <body>
    <main>
    <header>
    <h1>What gradient descent does to low-rank matrices</h1>
    <p class="lead">\(lead)</p>
    </header>
    \(contents)
    \(reservations)
    \(results.map { ClaimSection($0).html }.joined(separator: "\n"))
    <footer>\(footer)</footer>
    </main>
    </body>
    </html>

    """
  }

  private var lead: String {
    let holding = results.count(where: \.holds)
    let all = holding == results.count ? "all" : "\(holding)"
    return """
      \(results.count) statements from the theory of small starts, depth and excess rank, each run \
      by the library and compared with what theory predicts: \(all) hold at the \
      \(extent.rawValue) size. A statement holds when every number in its table lies within the \
      margin given beside it, and the margin's reason stands there too. Statements marked \
      “derived” are consequences that we worked out and no paper’s own words.
      """
  }

  private var contents: String {
    let rows = results.map { result in
      """
      <tr><td><a href="#\(result.claim.id)">\(result.claim.id)</a></td>\
      <td>\(SVG.escaped(result.claim.name))</td>\
      <td>\(Words.html(result.claim.source))</td>\
      <td class="\(result.verdictClass)">\(result.verdict)</td></tr>
      """
    }
    return """
      <table class="contents"><thead><tr><th></th><th>claim</th><th>source</th><th>verdict</th>\
      </tr></thead><tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table>
      """
  }

  /// What a reader should not have to look for.
  private var reservations: String {
    let items = results.flatMap { result in
      result.evidence.reservations.map {
        "<li><a href=\"#\(result.claim.id)\">\(result.claim.id)</a> \(Words.html($0))</li>"
      }
    }
    guard !items.isEmpty else { return "" }
    return """
      <section id="reservations">
      <h2>Where statements need a reservation</h2>
      <p>Some hold only in a limit or under a bound that their short form leaves out, and some \
      measurements are not what the papers say.</p>
      <ul>
      \(items.joined(separator: "\n"))
      </ul>
      </section>
      """
  }

  private var footer: String {
    let full = extent == .full ? " --full" : ""
    let seconds = Ticks.label(results.reduce(0) { $0 + $1.seconds }, digits: 3)
    return """
      LowRank \(SVG.escaped(version)). Made by <code>lowrank lab run --all\(full) --seed \(seed)\
      </code> in \(seconds) s; the same seed gives the same numbers at any number of threads. The \
      points of every figure are in <code>trajectory.csv</code> in the folder of each claim.
      """
  }
}

extension ClaimResult {
  /// The verdict in words.
  public var verdict: String { holds ? "holds" : "does not hold" }
  var verdictClass: String { holds ? "holds" : "fails" }
}
