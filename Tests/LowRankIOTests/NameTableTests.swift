import LinearAlgebra
import Testing

@testable import LowRankIO

@Suite("Names and their numbers")
struct NameTableTests {
  /// Names that the table could take for each other: numbers spelled in several ways or on either
  /// side of 2²², and names of 7 to 40 bytes with the same beginning or end.
  private static let names: [String] = {
    let numbers = ["0", "00", "7", "07", "007", "4194303", "4194304", "1048576", "10485760", "-7"]
    let lengths = [7, 8, 9, 15, 16, 17, 24, 25, 40]
    let texts = lengths.flatMap { length in
      let filler = String(repeating: "x", count: length - 1)
      return ["a" + filler, "b" + filler, filler + "a", filler + "b", filler + "0"]
    }
    // Enough others that the table grows several times over.
    return numbers + texts
      + (0..<3000).flatMap { ["\($0 * 3)", "user-\($0)", "a very long name \($0)"] }
  }()

  /// Every name in a random order, each three times over: a dictionary says what they are.
  @Test(arguments: [1, 2, 3])
  func areThoseOfADictionary(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let asked = (Self.names + Self.names + Self.names).shuffled(using: &random)
    let text = Array(asked.joined(separator: " ").utf8)
    var table = NameTable(), numbers: [String: Int32] = [:], at = 0
    for name in asked {
      let range = at..<at + name.utf8.count
      let expected = numbers[name] ?? Int32(numbers.count)
      numbers[name] = expected
      #expect(table.number(of: range, in: text.span) == expected, "\(name)")
      at = range.upperBound + 1
    }
    #expect(table.count == numbers.count)
    #expect(table.names.enumerated().allSatisfy { numbers[$1] == Int32($0) })
  }
}
