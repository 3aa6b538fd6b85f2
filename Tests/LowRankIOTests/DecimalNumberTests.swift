import LinearAlgebra
import Testing

@testable import LowRankIO

private func scan(_ text: String) -> Double? {
  let bytes = Array(text.utf8)
  var at = 0
  let value = DecimalNumber.scan(bytes.span, &at)
  return at == bytes.count ? value : nil
}

@Suite("Decimal numbers")
struct DecimalNumberTests {
  @Test(arguments: [
    "0", "-0", "+7", "1.", ".5", "-.5e-3", "1e22", "1e23", "9007199254740993", "9007199254740992.5",
    "0.1", "123456789012345678", "1234567890123456789", "12345678901234567890",
    "0.3333333333333333",
    "1.7976931348623157e308", "4.9e-324", "2.2250738585072011e-308", "1e-400", "1e400", "-1e400",
    "000000000000000000000000001.5", "0.00000000000000000000000000001", "8.5e-1", "1E5", "1e+05",
    "9007199254740992999e-19", "1.8446744073709551615", "179769313486231580793e289",
  ])
  func equalsTheStandardLibrary(_ text: String) {
    #expect(scan(text)?.bitPattern == Double(text)?.bitPattern)
  }

  @Test(arguments: [
    "", "-", ".", "e5", "1e", "1e+", "0x10", "inf", "nan", "1,5", "1 ", " 1", "1.5.2",
  ])
  func refuses(_ text: String) { #expect(scan(text) == nil) }

  /// Shortest forms (mostly 15 to 17 digits) and forms with too many digits.
  @Test(arguments: 0..<20)
  func everyDoubleReadsBack(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let value = Double(bitPattern: random.next())
      let near = random.normal()
      for x in [value, near, near * 1e6] where x.isFinite {
        #expect(scan("\(x)")?.bitPattern == x.bitPattern)
        let long = "\(x.magnitude)".contains("e") ? "\(x)" : "\(x)00000000000000000000"
        #expect(scan(long)?.bitPattern == x.bitPattern)
      }
    }
  }

  /// Halfway cases: 2⁵³ + odd, where the digit behind decides.
  @Test(arguments: 0..<10)
  func halfwayCases(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let odd = (1 << 53) + random.next() % (1 << 53)
      for tail in ["", ".0", ".1", "e-3", "e-11"] {
        #expect(scan("\(odd)\(tail)") == Double("\(odd)\(tail)"))
      }
    }
  }
}
