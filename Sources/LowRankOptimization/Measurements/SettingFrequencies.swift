public import LinearAlgebra

/// 𝒜(W)ₛₒ = tr(Π_{s,o} ρ): the probability of each outcome of each Pauli measurement setting.
///
/// A setting names X, Y or Z for every qubit; each qubit then answers + (bit 0) or − (bit 1), and
/// the 2ⁿ outcomes are numbered with the first qubit's bit most significant. As
///
///     Π_{s,o} = 2⁻ⁿ Σ_T (−1)^popcount(o & T) P_{s restricted to T},
///
/// 𝒜 is a Walsh–Hadamard transform of the expectations of the restricted strings. The empty
/// restriction is the identity, so frequencies, which sum to one, also fix the trace.
///
/// Cost: `PauliExpectations` on at most 4ⁿ strings, and n 2ⁿ additions a setting.
public struct SettingFrequencies: MeasurementMap {
  public let settings: [PauliString]
  private let expectations: PauliExpectations
  /// For each setting and subset T of the qubits, the number of its string.
  private let stringOf: [Int]

  /// Measurement s · 2ⁿ + o is outcome o of settings[s].
  ///
  /// - Parameter settings: at least one, all of the same number of qubits, without I.
  public init(_ settings: [PauliString]) {
    precondition(!settings.isEmpty, "at least one setting")
    let outcomes = 1 << settings[0].qubits
    precondition(
      settings.allSatisfy { $0.x | $0.z == outcomes - 1 && $0.qubits == settings[0].qubits },
      "a setting measures X, Y or Z of every qubit")
    var numbers: [PauliString: Int] = [:], strings: [PauliString] = [], stringOf: [Int] = []
    for setting in settings {
      for subset in 0..<outcomes {
        let string = setting.restricted(to: subset)
        if numbers[string] == nil {
          numbers[string] = strings.count
          strings.append(string)
        }
        stringOf.append(numbers[string]!)
      }
    }
    self.settings = settings
    self.stringOf = stringOf
    expectations = PauliExpectations(strings)
  }

  public var qubits: Int { expectations.qubits }
  /// 2ⁿ, the number of outcomes of a setting and the dimension of ρ.
  public var dimension: Int { expectations.dimension }
  public var rows: Int { expectations.rows }
  public var columns: Int { expectations.columns }
  public var count: Int { stringOf.count }

  public func apply(_ w: LowRankMatrix, into y: inout [Double]) {
    precondition(y.count == count, "one number per outcome")
    var values = [Double](repeating: 0, count: expectations.count)
    expectations.apply(w, into: &values)
    transformed { k in
      values[stringOf[k]]
    } each: { k, value in
      y[k] = value
    }
  }

  public func makeImage() -> PauliSum { expectations.makeImage() }

  public func adjoint(_ y: [Double], into image: inout PauliSum) {
    precondition(y.count == count, "one number per outcome")
    var weights = [Double](repeating: 0, count: expectations.count)
    transformed { k in
      y[k]
    } each: { k, value in
      weights[stringOf[k]] += value
    }
    expectations.adjoint(weights, into: &image)
  }

  /// 2⁻ⁿ times the transform of each setting's 2ⁿ numbers; the transform is its own transpose.
  private func transformed(_ source: (Int) -> Double, each body: (Int, Double) -> Void) {
    let outcomes = dimension
    var block = [Double](repeating: 0, count: outcomes)
    for start in stride(from: 0, to: count, by: outcomes) {
      for o in 0..<outcomes { block[o] = source(start + o) }
      WalshHadamard.transform(&block)
      for o in 0..<outcomes { body(start + o, block[o] / Double(outcomes)) }
    }
  }
}
