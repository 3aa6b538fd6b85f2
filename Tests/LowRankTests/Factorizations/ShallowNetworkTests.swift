import LinearAlgebra
import LowRank
import LowRankTesting
import LowRankTheory
import Testing

@Suite struct ShallowNetworkTests {
  @Test(
    arguments: [Activation.softplus, .hyperbolicTangent, .wave(amplitude: 0.4)], [true, false])
  func gradients(_ activation: Activation, _ trainsOutput: Bool) {
    let weights = NetworkWeights(
      hidden: gaussian(5, 4, seed: 1, scale: 0.3), output: gaussian(5, 1, seed: 2).elements)
    let network = ShallowNetwork(
      inputs: gaussian(9, 4, seed: 3), target: gaussian(9, 1, seed: 4).elements,
      activation: activation, trainsOutput: trainsOutput)
    #expect(checkVectorSpace(like: weights).worst < 1e-13)
    var workspace = network.makeWorkspace(for: weights), gradient = weights.garbage()
    _ = network.differentiate(at: weights, &workspace, into: &gradient)
    if trainsOutput {
      #expect(checkGradient(network, at: weights).isRight)
    } else {
      // A random direction of the law would move the output weights, which are held fixed.
      #expect(gradient.output.norm == 0 && gradient.hidden.norm > 0.1)
      let free = ShallowNetwork(
        inputs: network.inputs, target: network.target, activation: activation,
        trainsOutput: true)
      var other = weights
      _ = free.differentiate(at: weights, &workspace, into: &other)
      #expect(other.hidden == gradient.hidden)
    }
  }

  /// Large arguments neither overflow nor lose the tail.
  @Test func softplusIsStable() {
    func value(_ z: Double) -> Double {
      let network = ShallowNetwork(
        inputs: Matrix(rows: 1, columns: 1, elements: [z]), target: [0], activation: .softplus)
      let one = NetworkWeights(hidden: Matrix(rows: 1, columns: 1, elements: [1]), output: [1])
      var workspace = network.makeWorkspace(for: one)
      return (2 * network.value(at: one, &workspace)).squareRoot()
    }
    #expect(value(800) == 800)
    #expect(abs(value(-50) / 1.928749847963918e-22 - 1) < 1e-12)
  }
}
