internal import LowRankIO

/// Room for the names of series that end inside a diagram: beside the curve, where nothing else is.
struct InnerLabels {
  typealias Point = (x: Double, y: Double)

  struct Box {
    let left: Double, right: Double, top: Double, bottom: Double

    func overlaps(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
    func isWithin(_ other: Box) -> Bool {
      other.left <= left && right <= other.right && other.top <= top && bottom <= other.bottom
    }
    func contains(_ point: Point) -> Bool {
      left < point.x && point.x < right && top < point.y && point.y < bottom
    }
    func grown(by room: Double) -> Box {
      Box(left: left - room, right: right + room, top: top - room, bottom: bottom + room)
    }
  }

  /// The axes.
  private let area: Box
  /// Points on everything that is drawn.
  private var ink: [Point] = []
  private var taken: [Box] = []

  init(within area: Box) { self.area = area }

  mutating func avoid(_ box: Box) { taken.append(box) }

  mutating func avoid(_ points: [Point]) { ink += points }

  /// Points less than 4 units apart along the line through the given ones.
  static func line(through points: [Point]) -> [Point] {
    zip(points, points.dropFirst()).flatMap { a, b in
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      let count = max(1, Int(((dx * dx + dy * dy).squareRoot() / 4).rounded(.up)))
      return (0...count).map { k in
        let part = Double(k) / Double(count)
        return (a.x + part * dx, a.y + part * dy)
      }
    }
  }

  /// Where words of this width fit, as near to the end of the curve as may be; nil where they do
  /// nowhere, or only near its beginning, where curves are often one.
  mutating func box(width: Double, along curve: [Point]) -> Box? {
    for point in curve.suffix(curve.count * 2 / 3).reversed() {
      let free = Self.boxes(width, around: point).first { box in
        box.isWithin(area) && !taken.contains { $0.overlaps(box) }
          && !ink.contains(where: box.grown(by: 3).contains)
      }
      if let free {
        taken.append(free)
        return free
      }
    }
    return nil
  }

  /// To the right, to the left, towards the corners, above and below.
  private static func boxes(_ width: Double, around point: Point) -> [Box] {
    let before = -9 - width
    let corners: [Point] = [
      (9, -9), (before, -9), (5, -22), (before + 4, 4), (5, 4), (before + 4, -22),
      (-width / 2, -27), (-width / 2, 9),
    ]
    return corners.map { corner in
      let (left, top) = (point.x + corner.x, point.y + corner.y)
      return Box(left: left, right: left + width, top: top, bottom: top + 18)
    }
  }
}
