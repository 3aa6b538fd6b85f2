/// A tensor product of I, X, Y and Z, one per qubit, as two bit masks.
///
/// The first letter acts on the most significant bit of a basis state, as a Kronecker product of
/// 2 × 2 matrices in the same order has it. With x marking X and Y, z marking Z and Y, the string
/// is i^y X^x Z^z, where y is the number of Ys.
public struct PauliString: Sendable, Hashable, CustomStringConvertible {
  public let qubits: Int
  /// Bits that the string flips.
  let x: Int
  /// Bits whose value gives a sign.
  let z: Int

  /// "XIZY", one letter per qubit, in upper or lower case; nil for any other letter, for none, and
  /// for more than 30, whose amplitudes no memory holds.
  public init?(_ label: some StringProtocol) {
    let letters = Array(label.uppercased())
    guard (1...30).contains(letters.count), letters.allSatisfy("IXYZ".contains) else { return nil }
    var (x, z) = (0, 0)
    for letter in letters {
      x = x << 1 | (letter == "X" || letter == "Y" ? 1 : 0)
      z = z << 1 | (letter == "Z" || letter == "Y" ? 1 : 0)
    }
    self.init(qubits: letters.count, x: x, z: z)
  }

  init(qubits: Int, x: Int, z: Int) {
    self.qubits = qubits
    self.x = x
    self.z = z
  }

  /// Powers of i: the number of Ys, modulo 4.
  var phase: Int { (x & z).nonzeroBitCount & 3 }

  /// The string with I wherever `mask` has a zero bit.
  func restricted(to mask: Int) -> PauliString {
    PauliString(qubits: qubits, x: x & mask, z: z & mask)
  }

  public var description: String {
    String(
      (0..<qubits).reversed().map { bit in
        switch (x >> bit & 1, z >> bit & 1) {
        case (0, 0): "I"
        case (1, 0): "X"
        case (1, 1): "Y"
        default: "Z"
        }
      })
  }
}
