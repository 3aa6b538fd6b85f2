import LowRankIO
import Testing

@Suite("Which form a file has")
struct DataFormTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let path: String
    let text: String
    let form: DataForm
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ form: DataForm, path: String = "f.csv") {
      (self.name, self.path, self.text, self.form) = (name, path, text, form)
    }
  }

  static let cases = [
    Case(
      "MovieLens", "userId,movieId,rating,timestamp\n1,31,2.5,1260\n1,1029,3.0,1261\n", .triplets),
    Case("older MovieLens", "1::31::5::978\n1::1029::3::978\n", .triplets, path: "ratings.dat"),
    Case(
      "four whole numbers", "196\t242\t3\t881250949\n186\t302\t3\t891717742\n196\t51\t4\t8812509\n",
      .wide, path: "u.data"),
    Case(
      "MovieLens 100K", "196\t242\t3\t881250949\n186\t302\t3\t891717742\n196\t51\t4\t881250949\n",
      .triplets, path: "u.data"),
    Case("blanks and a wrong value", "1 1 0.5\n2 1 0.25\n2 2 x\n", .triplets, path: "r.txt"),
    Case("blanks", "1 1 0.5\n2 1 0.25\n", .triplets, path: "r.txt"),
    Case("named rows and columns", "row,col,value\n1,1,0.5\n2,2,0.25\n", .triplets),
    Case("wrong value under names", "user,item,rating\n1,1,x\n2,2,\n", .triplets),
    Case("texts", "a,x,1\nb,y,2\na,y,3\n", .triplets),
    Case(
      "texts and a link",
      "model_id,benchmark_id,score,url\no3,aime,87.3,https://x\no3,gpqa,79.7,https://y\n", .triplets
    ),
    Case("whole numbers", "1,1,5\n1,2,3\n2,1,4\n", .triplets),
    Case("a duplicate pair", "1,1,5\n1,2,3\n1,1,4\n", .triplets),
    Case("station and year", "A,1990,1.5\nA,1991,2\nB,1990,3\n", .triplets),
    Case("two columns", "1,2\n3,4\n", .wide),
    Case("three measured columns", "1.5,2,3\n4,5.5,6\n7,8,9\n", .wide),
    Case("three named columns", "age,height,weight\n30,170,65\n30,180,75\n41,170,70\n", .wide),
    Case("a gap", "1,2,3\n1,,4\n", .wide),
    Case("answers from 1 to 3", "1,2,3\n1,2,1\n2,3,1\n1,2,2\n2,3,3\n", .wide),
    Case("names and two columns", "name,a,b\nx,1,2\ny,3,4\n", .wide),
    Case(
      "date, time, two gases", "Date,Time,CO,NO\n2004-03-10,18:00,2.6,13\n2004-03-10,19:00,2,12\n",
      .wide),
    Case("four numeric columns", "1,2,3,4\n1,3,4,5\n", .wide),
    Case("words before a comma", "New York City,5\nLa Paz Bay,6\n", .wide),
    Case("six fields", "user,item,a,b,c,d\n1,2,3,4,5,6\n", .wide),
    Case("empty", "", .wide),
    Case("by extension", "x", .npy, path: "F.NPY"),
    Case("by extension, archive", "x", .npz, path: "f.npz"),
    Case("Matrix Market", "%%MatrixMarket matrix array real general\n2 2\n", .mtx, path: "f.txt"),
    Case("by extension, Matrix Market", "1 2 3\n", .mtx, path: "f.mtx"),
  ]

  @Test(arguments: cases)
  func isDetected(_ each: Case) {
    #expect(detectForm(Array(each.text.utf8), path: each.path) == each.form)
  }

  @Test func magicBytesCountMoreThanTheName() {
    #expect(detectForm(NPY(texts: ["a"]).encoded(), path: "f.csv") == .npy)
    #expect(detectForm(NPZ(["a": NPY(texts: ["a"])]).encoded(), path: "f.csv") == .npz)
  }
}
