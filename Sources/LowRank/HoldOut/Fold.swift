internal import LinearAlgebra

/// One fold of a hold-out, split once: what every path of the fold may see, and what judges it.
///
/// `Places` say where measurements are, and nothing of their values: cells of a table, or numbers
/// of measurements. A path is made from `visible` alone and asked for predictions at places, so
/// that no hidden value can reach a fit.
///
/// Laws: the folds of one hold-out are disjoint, and each is all of the measurements (checked by
/// `checkFolds` in LowRankTesting); changed hidden values move nothing that was fitted by a bit
/// (checked by `checkHoldOut`).
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

extension Fold<[Int]> {
  /// The numbered measurements that a mask leaves visible, and those that it hides.
  public init(_ values: [Double], weights: [Double]? = nil, _ mask: Mask) {
    precondition(values.count == mask.count, "a mask over these measurements")
    func part(_ places: [Int]) -> Part {
      Part(
        places: places, values: places.map { values[$0] },
        weights: weights.map { w in places.map { w[$0] } })
    }
    let isHidden = mask.isHidden
    self.init(
      visible: part(values.indices.filter { !isHidden[$0] }),
      hidden: part(mask.hidden.map(Int.init)))
  }
}
