/// What is told about a file of triplets instead of being detected.
public struct TripletOptions: Sendable, Equatable {
  /// What the fourth field of a line means.
  public enum FourthField: Sendable, Equatable {
    /// Nothing: a time stamp, or not there.
    case ignored
    /// The weight of the squared error.
    case weight
    /// The standard deviation σ of the value: its weight is 1 / σ².
    case sigma
  }

  /// What happens to a pair given twice.
  public enum Duplicates: Sendable, Equatable {
    /// Bad data, naming both lines.
    case refuse
    /// One entry, of the (weighted) mean value and the total weight.
    case mean
    /// One entry, as the later line has it.
    case last
  }

  public var fourthField: FourthField
  public var duplicates: Duplicates
  /// Whether the first line names the fields; nil to detect.
  public var header: Bool?
  /// The least number of rows and of columns.
  public var smallestSide: Int

  public init(
    fourthField: FourthField = .ignored, duplicates: Duplicates = .refuse,
    header: Bool? = nil, smallestSide: Int = 2
  ) {
    self.fourthField = fourthField
    self.duplicates = duplicates
    self.header = header
    self.smallestSide = smallestSide
  }
}
