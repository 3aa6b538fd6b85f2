internal import LinearAlgebra

extension HoldOutDesign {
  /// At most five masks over numbered measurements, groups whole.
  ///
  /// Measurements that say much about each other, as the outcomes of one setting do, belong
  /// together: hidden alone, the others would give the hidden one away.
  ///
  /// - Parameter groups: for each measurement the number of its group; nil for one each.
  public func masks(overMeasurements total: Int, groups: [Int]?) -> [Mask] {
    let members = Dictionary(grouping: 0..<total, by: { groups?[$0] ?? $0 })
    var order = members.keys.sorted()
    var generator = SeededGenerator(seed: seed, stream: Self.stream)
    // Sorted before it is shuffled: the order of a dictionary's keys changes from run to run.
    order.shuffle(using: &generator)
    let size = max(1, Int((fraction * Double(total)).rounded()))
    // All folds together hide about half of the measurements at most.
    let count = min(folds ?? 5, order.count / 2, total / max(1, 2 * size))
    var masks: [Mask] = [], current: [Int] = []
    for group in order where masks.count < count {
      current += members[group]!
      if current.count >= size {
        masks.append(Mask(hiding: current.sorted().map(Int32.init), of: total))
        current = []
      }
    }
    return masks
  }
}
