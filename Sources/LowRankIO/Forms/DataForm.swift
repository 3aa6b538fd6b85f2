/// In what form a file holds a matrix.
public enum DataForm: String, Sendable, Equatable, CaseIterable {
  case wide, triplets, npy, npz, mtx
}

/// The form of a file: by magic bytes or extension where there are such, else by 200 lines.
///
/// Lines separated by `::`, or by blanks with a number third in most, are triplets: wide tables
/// never are separated so. So are lines of 3 to 5 fields under a header that calls the first two
/// identifiers: user, item, row, col, …, or a name in "id". Otherwise a file is triplets if every
/// line has the same 3 to 5 fields, the first three of each line are not gaps, the third is a
/// number, and one of these holds:
/// - the first two are texts and nothing but the third could be a column of a matrix;
/// - one is text, the other a whole number, there are three fields, and the first repeats;
/// - without a header, there are three fields, or four of which the last is a time stamp, the
///   first two are whole numbers and not negative, some identifier repeats and hardly a pair does.
///
/// All else is wide. So a headed table of three numeric columns is wide unless its names say
/// otherwise; three columns of answers from 1 to 5 are wide because pairs repeat; and a wide
/// table with a gap in sight is wide.
public func detectForm(_ bytes: [UInt8], path: String) -> DataForm {
  let name = path.lowercased()
  if bytes.starts(with: NPY.magic) || name.hasSuffix(".npy") { return .npy }
  if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || name.hasSuffix(".npz") { return .npz }
  if MatrixMarket.recognises(bytes) || name.hasSuffix(".mtx") { return .mtx }
  return FormSample(bytes.span)?.isTriplets == true ? .triplets : .wide
}
