internal import Foundation

/// The operating system's last complaint, in its own words and lower case.
func systemReason(_ code: Int32 = errno) -> String {
  let words = String(cString: strerror(code))
  return words.prefix(1).lowercased() + words.dropFirst()
}
