internal import Foundation

/// The path without `.`, `..` and doubled slashes: two of the same file are equal.
func standardized(_ path: String) -> String { URL(fileURLWithPath: path).standardized.path }

/// The path of a file beside another: filled.csv → filled.lower.csv.
package func path(_ path: String, beside name: String) -> String {
  let suffix = (path as NSString).pathExtension
  return "\((path as NSString).deletingPathExtension).\(name).\(suffix)"
}
