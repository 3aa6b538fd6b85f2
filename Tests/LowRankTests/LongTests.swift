import Foundation

/// Whether tests that take more than about two seconds without optimisation run as well.
let runsLongTests = ProcessInfo.processInfo.environment["LONG_TESTS"] == "1"

/// Prints what a test measured, with SHOW_MEASURED=1: for writing margins down, not for judging.
func show(_ label: String, _ value: Any) {
  if ProcessInfo.processInfo.environment["SHOW_MEASURED"] == "1" { print("MEASURED", label, value) }
}
