/// x ← H x with H[o, t] = (−1)^popcount(o & t), for x of 2ⁿ numbers.
///
/// H turns the weights of Pauli Z-strings into diagonals and outcome frequencies into
/// expectations. It is symmetric, and H² = 2ⁿ, so H/2ⁿ undoes it. Cost: n 2ⁿ additions, in place.
package enum WalshHadamard {
  /// By [[H, H], [H, −H]], the form that H of one bit more has: a pass of sums and differences for
  /// each bit, in place of 4ⁿ signs. Precondition: x holds a power of two numbers, which may be
  /// one.
  package static func transform(_ x: inout [Double]) {
    precondition(x.count.nonzeroBitCount == 1, "a power of two")
    let count = x.count
    var x = x.mutableSpan, half = 1
    while half < count {
      for start in stride(from: 0, to: count, by: 2 &* half) {
        for k in start..<start &+ half {
          let (a, b) = (x[unchecked: k], x[unchecked: k &+ half])
          x[unchecked: k] = a + b
          x[unchecked: k &+ half] = a - b
        }
      }
      half &*= 2
    }
  }
}
