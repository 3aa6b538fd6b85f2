internal import Foundation
internal import LowRankIO
internal import LowRankReports

/// A figure as commands for gnuplot, which makes a PNG of it.
///
/// gnuplot is an option: where it is absent there are SVG pictures only.
struct GnuplotScript {
  let figure: Figure
  /// Where the picture goes.
  let file: String

  var text: String {
    var lines = [
      "reset", "set terminal pngcairo size 1360,840 font 'DejaVu Sans,20' lw 2",
      "set output \(quoted(file))", "set title \(quoted(figure.title)) noenhanced",
      "set xlabel \(quoted(figure.x.label)) noenhanced",
      "set ylabel \(quoted(figure.y.label)) noenhanced",
      "set key outside right noenhanced", "set border 3", "set tics nomirror",
      "set grid ytics lt 1 lc rgb '#dddddd'",
    ]
    lines += axis("x", figure.x) + axis("y", figure.y)
    lines += figure.marks.enumerated().map { arrow($0 + 1, $1) }
    let drawn = figure.series.filter { !$0.x.isEmpty }
    for (k, series) in drawn.enumerated() { lines += data(k, series) }
    lines.append("plot " + drawn.enumerated().map { plot($0, $1) }.joined(separator: ", \\\n  "))
    return lines.joined(separator: "\n") + "\n"
  }

  private func axis(_ name: String, _ axis: Figure.Axis) -> [String] {
    var lines = [
      axis.scale == .logarithmic ? "set logscale \(name)" : "unset logscale \(name)",
      axis.scale == .logarithmic
        ? "set format \(name) '10^{%T}'" : "set format \(name) '%g'",
    ]
    if let range = axis.range {
      lines.append("set \(name)range [\(range.lowerBound):\(range.upperBound)]")
    }
    return lines
  }

  private func arrow(_ tag: Int, _ mark: Figure.Mark) -> String {
    let ends =
      mark.direction == .upright
      ? "from first \(mark.value), graph 0 to first \(mark.value), graph 1"
      : "from graph 0, first \(mark.value) to graph 1, first \(mark.value)"
    let place =
      mark.direction == .upright
      ? "first \(mark.value), graph 0.97 left" : "graph 0.98, first \(mark.value) right"
    return "set arrow \(tag) \(ends) nohead dt 3 lc rgb '#6b7280'\n"
      + "set label \(tag) \(quoted(mark.label)) at \(place) offset 0.5,0.6 noenhanced "
      + "tc rgb '#6b7280'"
  }

  private func data(_ k: Int, _ series: Series) -> [String] {
    var upper = series.y
    if case .band(let values) = series.style { upper = values }
    let rows = series.x.indices.map { "\(series.x[$0]) \(series.y[$0]) \(upper[$0])" }
    return ["$series\(k) << END"] + rows + ["END"]
  }

  private func plot(_ k: Int, _ series: Series) -> String {
    let colour = "lc rgb '\(series.tint.ink.rawValue)'"
    let title = series.label.isEmpty ? "notitle" : "title \(quoted(series.label)) noenhanced"
    switch series.style {
    case .line: return "$series\(k) using 1:2 with lines \(colour) \(title)"
    case .prediction: return "$series\(k) using 1:2 with lines dt 2 \(colour) \(title)"
    case .points: return "$series\(k) using 1:2 with points pt 7 \(colour) \(title)"
    case .rings: return "$series\(k) using 1:2 with points pt 6 ps 1.6 \(colour) \(title)"
    case .band:
      return "$series\(k) using 1:2:3 with filledcurves fs transparent solid 0.2 \(colour) \(title)"
    }
  }

  private func quoted(_ text: String) -> String {
    "'" + text.replacingOccurrences(of: "'", with: "''") + "'"
  }
}
