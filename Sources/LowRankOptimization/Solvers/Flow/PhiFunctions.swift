internal import RealModule

/// φ₁(z) = (e^z − 1)/z and φₖ₊₁(z) = (φₖ(z) − 1/k!)/z: what exponential integrators are made of.
///
/// Within |z| < 1 by Taylor's series Σ z^j/(j + k)!, elsewhere by the recurrence, each to a few
/// ulps relative to the greater of φ and its asymptote.
func phi(_ k: Int, _ z: Double) -> Double {
  var factorial = 1.0
  for j in 1..<k + 1 { factorial *= Double(j) }
  guard abs(z) >= 1 else {
    var (sum, term) = (0.0, 1 / factorial)
    // What comes after 24 terms is below rounding of the first.
    for j in 1...24 {
      sum += term
      term *= z / Double(j + k)
    }
    return sum
  }
  // e^z − 1 in one function: the difference would cancel for small z.
  var value = Double.expMinusOne(z) / z
  factorial = 1
  for j in 1..<k {
    factorial *= Double(j)
    value = (value - 1 / factorial) / z
  }
  return value
}
