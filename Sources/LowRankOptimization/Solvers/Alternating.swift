/// Any direction, one block at a time in turn: U, V, U, V, …
///
///     Descent(along: Alternating(GramScaled(damping: 0)), step: .exact)
///
/// is ScaledASD (Tanner, Wei 2016): along one block a fit is quadratic, so the exact step is that
/// of least squares, nothing has to be tuned, and the loss never rises. With a constant step of ½
/// and Gram scaling it is alternating Gauss–Newton.
///
/// Cost: the base's, and one pass over the point. A step moves one block only, so a sweep over all
/// blocks is `blockCount` steps.
public struct Alternating<Base: Direction>: Direction where Base.Point: Blocked {
  public let base: Base

  public init(_ base: Base) { self.base = base }

  public struct Memory: Sendable {
    var base: Base.Memory
    /// The block that moves next.
    var turn = 0
  }

  public func makeMemory(for point: Base.Point) -> Memory {
    Memory(base: base.makeMemory(for: point))
  }

  public func transform(
    _ gradient: inout Base.Point, at point: Base.Point, loss: Double, _ memory: inout Memory
  ) {
    base.transform(&gradient, at: point, loss: loss, &memory.base)
    gradient.keepOnly(memory.turn)
    memory.turn = (memory.turn + 1) % point.blockCount
  }
}
