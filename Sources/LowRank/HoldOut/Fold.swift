internal import LinearAlgebra

/// One fold of a hold-out, split once: what every path of the fold may see, and what judges it.
///
/// `Places` say where measurements are, and nothing of their values: cells of a table, or numbers
/// of measurements. A path is made from `visible` alone and asked for predictions at places, so
/// that no hidden value can reach a fit.
///
/// Law, checked by `checkHoldOut` in LowRankTesting: the folds of one hold-out are disjoint, and
/// changed hidden values move nothing that was fitted by a bit.
public struct Fold<Places: Sendable>: Sendable {
  /// Some of the measurements, with their values.
  ///
  /// Places, values and weights are in the same order.
  public struct Part: Sendable {
    public let places: Places
    public let values: [Double]
    /// How much each counts, up to a common factor; nil for all alike.
    public let weights: [Double]?

    public init(places: Places, values: [Double], weights: [Double]?) {
      (self.places, self.values, self.weights) = (places, values, weights)
    }

    public var count: Int { values.count }
  }

  /// What fits may see, and what judges them.
  public let visible: Part
  public let hidden: Part

  public init(visible: Part, hidden: Part) { (self.visible, self.hidden) = (visible, hidden) }
}

extension Fold<SparsityPattern> {
  /// The cells that a mask leaves visible, and those that it hides; nothing is sorted anew.
  public init(_ data: Observations, _ mask: Mask) {
    let isHidden = mask.isHidden
    self.init(
      visible: Part(data.filter { !isHidden[$0] }), hidden: Part(data.filter { isHidden[$0] }))
  }
}

extension Fold<SparsityPattern>.Part {
  public init(_ data: Observations) {
    self.init(places: data.pattern, values: data.values, weights: data.weights)
  }

  public var observations: Observations {
    Observations(pattern: places, values: values, weights: weights)
  }
}
