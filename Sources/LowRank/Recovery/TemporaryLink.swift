public enum Link: Sendable { case none
  func residuals(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 - $1 } }
}
