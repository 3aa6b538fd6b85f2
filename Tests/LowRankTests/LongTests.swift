import Foundation

/// Whether tests that take more than about two seconds without optimisation run as well.
let runsLongTests = ProcessInfo.processInfo.environment["LONG_TESTS"] == "1"
