internal import Foundation

/// The extension of a path in lower case, without its dot.
package func fileExtension(of path: String) -> String {
  URL(fileURLWithPath: path).pathExtension.lowercased()
}
