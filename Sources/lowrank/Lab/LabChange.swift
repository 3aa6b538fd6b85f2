import ArgumentParser
import LowRankLab

/// `step=0.2`: a number of a claim's setting by its name.
struct LabChange: ExpressibleByArgument {
  let name: String
  let value: Double

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, let value = Double(parts[1]), value > 0, value.isFinite else {
      return nil
    }
    (name, self.value) = (String(parts[0]), value)
  }

  func apply(to claim: inout any Claim) throws {
    guard claim.set(name, to: value) else {
      let known = claim.settings.keys.sorted().joined(separator: ", ")
      throw ValidationError("--set \(name): \(claim.id) has no such setting; there are \(known)")
    }
  }
}
