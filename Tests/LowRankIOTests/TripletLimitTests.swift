import Testing

@testable import LowRankIO

@Suite("Triplets: more entries than a pattern holds")
struct TripletLimitTests {
  @Test func areRefused() throws {
    let text = Array("a,x,1\nb,y,2\nc,z,3\n".utf8)
    let error = fileError { () throws(FileError) in
      try Triplets(text, file: "r.txt", options: .init(), limit: 2)
    }
    #expect(error == .badData(file: "r.txt", message: "more than 2 entries"))
    #expect(try Triplets(text, file: "r.txt", options: .init(), limit: 3).count == 3)
  }
}
