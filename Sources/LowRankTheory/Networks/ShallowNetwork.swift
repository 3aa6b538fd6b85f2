public import LinearAlgebra
internal import LowRank
public import LowRankOptimization

/// ½ Σᵢ (vᵀ φ(W xᵢ) − yᵢ)²: least squares of a network with one hidden layer.
///
/// Not a matrix fit, and so an objective of its own. With more weights than examples, gradient
/// descent goes to a global optimum near its start along a nearly shortest path, at a geometric
/// rate (Oymak, Soltanolkotabi 2019): with the Jacobian's singular values in [α, β] about θ₀ and r₀
/// = ‖residual at θ₀‖, the path is no longer than 4 r₀/α and every optimum at least r₀/β away.
///
/// One hidden unit with output weight 1 held fixed is the generalised linear model y = φ(X w);
/// there descent goes to the very nearest optimum.
///
/// Cost of a gradient: 4 examples · units · inputs flops, and one φ for each example and unit.
public struct ShallowNetwork: Objective {
  /// One row an example.
  public let inputs: Matrix
  /// yᵢ.
  public let target: [Double]
  public let activation: Activation
  /// Whether v moves as well; otherwise its gradient is zero.
  public let trainsOutput: Bool

  public init(
    inputs: Matrix, target: [Double], activation: Activation, trainsOutput: Bool = false
  ) {
    precondition(inputs.rows == target.count, "one target per example")
    self.inputs = inputs
    self.target = target
    self.activation = activation
    self.trainsOutput = trainsOutput
  }

  /// Three arrays that pass from predictions to gradient in place; allocated once a run.
  public struct Workspace: Sendable {
    /// X Wᵀ, then φ′, then e vᵀ ∘ φ′.
    var slope: Matrix
    /// φ(X Wᵀ).
    var value: Matrix
    /// The predictions, then e.
    var residual: Matrix
  }

  public func makeWorkspace(for point: NetworkWeights) -> Workspace {
    let hidden = Matrix(rows: inputs.rows, columns: point.hidden.rows)
    return Workspace(
      slope: hidden, value: hidden, residual: Matrix(rows: inputs.rows, columns: 1))
  }

  public func value(at point: NetworkWeights, _ workspace: inout Workspace) -> Double {
    workspace.slope.setProduct(inputs, point.hidden, right: .transposed)
    workspace.slope.withElements { slope in
      workspace.value.withElements { activation.differentiate(&slope, into: &$0) }
    }
    workspace.residual.setProduct(workspace.value, point.output)
    workspace.residual.withElements { $0.add(target, scaledBy: -1) }
    return workspace.residual.dot(workspace.residual) / 2
  }

  /// (((e vᵀ) ∘ φ′)ᵀ X, φᵀ e).
  public func differentiate(
    at point: NetworkWeights, _ workspace: inout Workspace, into gradient: inout NetworkWeights
  ) -> Double {
    // Slopes and residual are what the forward pass leaves; the chain rule needs nothing else.
    let loss = value(at: point, &workspace)
    propagate(from: point, &workspace, into: &gradient)
    return loss
  }

  /// The gradient for the residual and slopes that the workspace holds.
  func propagate(
    from point: NetworkWeights, _ workspace: inout Workspace, into gradient: inout NetworkWeights
  ) {
    if trainsOutput {
      gradient.output.setProduct(workspace.value, workspace.residual, left: .transposed)
    } else {
      gradient.output.clear()
    }
    workspace.slope.withElements {
      RowKernel.scale(
        &$0, byRows: workspace.residual.elements, columns: point.output.elements)
    }
    gradient.hidden.setProduct(workspace.slope, inputs, left: .transposed)
  }
}

/// One term an example.
extension ShallowNetwork: Separable {
  public func differentiate(
    at point: NetworkWeights, keeping fraction: Double, by generator: SeededGenerator,
    _ workspace: inout Workspace, into gradient: inout NetworkWeights
  ) -> Double {
    let loss = value(at: point, &workspace)
    workspace.residual.withElements {
      SelectionKernel.thin(&$0, to: fraction, by: generator)
    }
    propagate(from: point, &workspace, into: &gradient)
    return loss
  }
}
