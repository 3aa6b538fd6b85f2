internal import LowRankIO
internal import LowRankReports

/// Sentences as a page shows them: σ_d with a subscript, α^(1/L) and 1e-9 with exponents.
enum Words {
  static func html(_ text: String) -> String {
    SVG.escaped(text)
      .replacing(/\^\(((?:[^()]|\([^()]*\))*)\)/) { "<sup>\($0.1)</sup>" }
      .replacing(/\^(\d+)/) { "<sup>\($0.1)</sup>" }
      .replacing(/_([A-Za-z]+)/) { "<sub>\($0.1)</sub>" }
      .replacing(/\b(\d+(?:\.\d+)?)e(-?)0*(\d+)\b/) { match in
        let power = "10<sup>\(match.2.isEmpty ? "" : "−")\(match.3)</sup>"
        return match.1 == "1" || match.1 == "1.0" ? power : "\(match.1)·\(power)"
      }
  }
}
