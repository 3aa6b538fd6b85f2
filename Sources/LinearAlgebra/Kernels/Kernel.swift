import RealModule

/// The package's vector loops: textbook loops over spans, with reassociation allowed.
///
/// `Relaxed` lets the compiler vectorise reductions: 4 to 10 times faster than a plain sum, which
/// may not be reordered. One order is compiled once, so results do not vary from run to run.
///
/// The forms with offsets are for rows inside larger storage and check nothing: a bounds check an
/// element keeps a loop from being vectorised. The forms on whole arrays compare counts, once.
enum Kernel {
  /// Σ x[i + k] y[j + k] over k < count. Bounds are the caller's business.
  @inline(__always)
  static func dot(
    _ x: borrowing Span<Double>, at i: Int, _ y: borrowing Span<Double>, at j: Int, count: Int
  ) -> Double {
    var sum = 0.0
    for k in 0..<count {
      sum = Relaxed.multiplyAdd(x[unchecked: i &+ k], y[unchecked: j &+ k], sum)
    }
    return sum
  }

  /// y[j...] += a x[i...] over `count` numbers. Bounds are the caller's business.
  @inline(__always)
  static func axpy(
    _ a: Double, _ x: borrowing Span<Double>, at i: Int,
    _ y: inout MutableSpan<Double>, at j: Int, count: Int
  ) {
    for k in 0..<count {
      y[unchecked: j &+ k] = Relaxed.multiplyAdd(a, x[unchecked: i &+ k], y[unchecked: j &+ k])
    }
  }

  /// Σ xₖ yₖ.
  static func dot(_ x: [Double], _ y: [Double]) -> Double {
    precondition(x.count == y.count)
    return dot(x.span, at: 0, y.span, at: 0, count: x.count)
  }

  /// The bounds-checked form, for single rows of matrices.
  static func dot(_ x: [Double], at i: Int, _ y: [Double], at j: Int, count: Int) -> Double {
    precondition(i >= 0 && j >= 0 && i + count <= x.count && j + count <= y.count)
    return dot(x.span, at: i, y.span, at: j, count: count)
  }

  /// y ← y + a x.
  static func axpy(_ a: Double, _ x: [Double], into y: inout [Double]) {
    precondition(x.count == y.count)
    let count = x.count
    var target = y.mutableSpan
    axpy(a, x.span, at: 0, &target, at: 0, count: count)
  }

  /// y ← x in y's own storage, where an assignment would share x's and cost the next write a copy.
  static func copy(_ x: [Double], into y: inout [Double]) {
    precondition(x.count == y.count)
    let source = x.span
    var target = y.mutableSpan
    for k in 0..<source.count { target[unchecked: k] = source[unchecked: k] }
  }

  /// xₖ ← value, whatever was there.
  static func fill(_ x: inout [Double], with value: Double) {
    var target = x.mutableSpan
    for k in 0..<target.count { target[unchecked: k] = value }
  }

  /// x ← a x. A NaN in x survives a = 0.
  static func scale(_ x: inout [Double], by a: Double) {
    var target = x.mutableSpan
    for k in 0..<target.count { target[unchecked: k] *= a }
  }
}

/// What every caller of the library may do with vectors. Each is one pass without allocation, on
/// one thread, and traps where the counts of two vectors differ.
extension Array where Element == Double {
  /// ⟨self, other⟩.
  public func dot(_ other: [Double]) -> Double { Kernel.dot(self, other) }
  /// ‖self‖₂.
  ///
  /// Not scaled against overflow: components beyond 1e154 give infinity.
  public var norm: Double { Kernel.dot(self, self).squareRoot() }
  /// self ← self + scale · other.
  public mutating func add(_ other: [Double], scaledBy scale: Double) {
    Kernel.axpy(scale, other, into: &self)
  }
  /// self ← other in self's own storage, so that a buffer stays its owner's alone.
  public mutating func assign(_ other: [Double]) { Kernel.copy(other, into: &self) }
  /// self ← 0, whatever was there.
  package mutating func clear() { Kernel.fill(&self, with: 0) }
  /// self ← scale · self.
  public mutating func scale(by scale: Double) { Kernel.scale(&self, by: scale) }
}
