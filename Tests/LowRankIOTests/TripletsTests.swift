import LinearAlgebra
import LowRankIO
import Testing

private func triplets(_ text: String, _ options: TripletOptions = .init()) throws -> Triplets {
  try Triplets(Array(text.utf8), file: "r.txt", options: options)
}

@Suite("Triplets")
struct TripletsTests {
  static let forms = [
    "u1,i1,1\nu2,i2,2.5\nu1,i2,-3\n", "u1\ti1\t1\nu2\ti2\t2.5\nu1\ti2\t-3",
    "u1 i1 1\nu2   i2 2.5\n u1 i2 -3 \n",
    "u1::i1::1::99\nu2::i2::2.5::99\nu1::i2::-3::99\n", "u1;i1;1\r\nu2;i2;2.5\r\nu1;i2;-3\r\n",
    "user,item,rating\nu1,i1,1\n\nu2,i2,2.5\nu1,i2,-3\n\n",
    "\u{FEFF}\"u1\",i1,\"1\"\nu2,\"i2\", 2.5\nu1,i2,-3\n",
    "userId,movieId,rating,timestamp\nu1,i1,1,1260759144\nu2,i2,2.5,x\nu1,i2,-3,\n",
  ]

  @Test(arguments: forms)
  func everySeparator(_ text: String) throws {
    let read = try triplets(text)
    #expect(read.rowNames == ["u1", "u2"])
    #expect(read.columnNames == ["i1", "i2"])
    #expect(read.pattern.rowStart == [0, 2, 3])
    #expect(read.pattern.column == [0, 1, 1])
    #expect(read.values == [1, -3, 2.5])
    #expect(read.weights == nil)
  }

  @Test func weightsFollowThePattern() throws {
    let text = "a b 1 2\nb a 2 4\na a 3 8\n"
    #expect(try triplets(text, .init(fourthField: .weight)).weights == [2, 8, 4])
    #expect(try triplets(text, .init(fourthField: .sigma)).weights == [0.25, 1 / 64.0, 1 / 16.0])
  }

  @Test func duplicatesAreMergedWhenAsked() throws {
    let text = "a,x,1\nb,y,5\na,x,3\na,x,8\n"
    #expect(try triplets(text, .init(duplicates: .mean)).values == [4, 5])
    #expect(try triplets(text, .init(duplicates: .last)).values == [8, 5])
  }

  @Test func meanOfDuplicatesIsWeighted() throws {
    let text = "a,x,1,3\nb,y,5,1\na,x,5,1\n"
    let read = try triplets(text, .init(fourthField: .weight, duplicates: .mean))
    #expect(read.values == [2, 5])
    #expect(read.weights == [4, 1])
  }

  @Test func headerMayBeTold() throws {
    #expect(try triplets("1,2,3\n1,1,4\n2,2,5\n", .init(header: true)).count == 2)
  }

  @Test func quotedNamesAreThoseOfBareOnes() throws {
    let read = try triplets("\"Smith, J\",x,1\nb,\"x\",2\n\"Smith, J\",\"say \"\"y\"\"\",3\n")
    #expect(read.rowNames == ["Smith, J", "b"])
    #expect(read.columnNames == ["x", "say \"y\""])
  }

  static let bad: [(text: String, sentence: String)] = [
    ("", "r.txt: the file is empty"),
    ("user,item,rating\n", "r.txt: there is a header and no line below it"),
    ("a,x,1\nb,y,2\na,x,3\n", "r.txt:3: row a, column x is on line 1 already"),
    (
      "u,i,r\na,x,1\n\nb,y,2\nc,y,2\nb,y,3\na,x,1\n",
      "r.txt:6: row b, column y is on line 4 already"
    ),
    ("a,x,1\nb,y,two\n", "r.txt:2: column 3: \"two\" is not a number"),
    ("a,x,1\nb,y,\n", "r.txt:2: column 3: \"\" is not a number"),
    ("a,x,NaN\nb,y,2\n", "r.txt:1: column 3: \"NaN\" is not a number"),
    ("a,x,1\nb,y,inf\n", "r.txt:2: column 3: \"inf\" is not a number"),
    ("a,x,1\nb,y,1e999\n", "r.txt:2: column 3: \"1e999\" is too large for a double"),
    ("a,x,1\nb,y\n", "r.txt:2: 2 fields where 3 are expected"),
    ("a x 1\nb\n", "r.txt:2: 1 field where 3 are expected"),
    ("a,x,1\nb,y,12,3\n", "r.txt:2: 4 fields where 3 are expected"),
    ("a,x,1\n,y,2\n", "r.txt:2: column 1: the identifier is blank"),
    ("a,x,1\na,y,2\n", "r.txt: a single row is not a matrix to complete"),
    ("a,x,1\nb,x,2\n", "r.txt: a single column is not a matrix to complete"),
  ]

  @Test(arguments: bad)
  func badInputIsReported(_ each: (text: String, sentence: String)) {
    let error = fileError { () throws(FileError) in
      try Triplets(Array(each.text.utf8), file: "r.txt")
    }
    #expect(error?.description == each.sentence)
    #expect(error?.exitCode == 65)
  }

  static let badWeights: [(text: String, sentence: String)] = [
    ("a,x,1,0\nb,y,2,1\n", "r.txt:1: column 4: the weight 0.0 is not positive"),
    ("a,x,1,1\nb,y,2,-1.5\n", "r.txt:2: column 4: the weight -1.5 is not positive"),
    ("a,x,1,1\nb,y,2,\n", "r.txt:2: column 4: \"\" is not a number"),
    ("a,x,1\nb,y,2\n", "r.txt:1: 3 fields where 4 are expected"),
  ]

  @Test(arguments: badWeights)
  func badWeightsAreReported(_ each: (text: String, sentence: String)) {
    let error = fileError { () throws(FileError) in
      try Triplets(Array(each.text.utf8), file: "r.txt", options: .init(fourthField: .weight))
    }
    #expect(error?.description == each.sentence)
  }

  /// Random entries in random order, written and read: the same matrix under the same names.
  @Test(arguments: 0..<30)
  func roundTrip(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let rows = Int.random(in: 2...400, using: &random),
      columns = Int.random(in: 2...60, using: &random)
    var lines: [String] = [], truth: [String: Double] = [:]
    for i in 0..<rows {
      for j in 0..<columns where i == j || random.uniform() < 0.2 {
        // Names shorter and longer than the 8 bytes a hash slot holds.
        let pair = "row\(i)\(i % 3 == 0 ? "-with-a-long-name" : ""),c\(j)"
        truth[pair] = random.normal()
        lines.append("\(pair),\(truth[pair]!)")
      }
    }
    lines.shuffle(using: &random)
    guard rows >= columns else { return }
    let read = try triplets(lines.joined(separator: "\n"))
    #expect(read.count == truth.count)
    #expect(read.rowNames.first == lines[0].split(separator: ",").first.map(String.init))
    for (e, i) in read.pattern.rowOfEntry.enumerated() {
      let pair = "\(read.rowNames[Int(i)]),\(read.columnNames[Int(read.pattern.column[e])])"
      #expect(truth[pair] == read.values[e])
    }
    let again = try Triplets(read.text(), file: "again")
    #expect(again.values.sorted() == read.values.sorted())
  }
}
