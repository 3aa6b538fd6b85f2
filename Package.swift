// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
  .treatWarning("DeprecatedDeclaration", as: .warning),
]

let package = Package(
  name: "lowrank",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "LowRank", targets: ["LinearAlgebra", "LowRank", "LowRankIO"]),
    .library(name: "LowRankTesting", targets: ["LowRankTesting"]),
    .executable(name: "lowrank", targets: ["lowrank"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),

    .target(
      name: "LinearAlgebra",
      dependencies: ["COpenBLAS", .product(name: "RealModule", package: "swift-numerics")],
      swiftSettings: strict, linkerSettings: [.linkedLibrary("m")]),
    .target(name: "LowRank", dependencies: ["LinearAlgebra"], swiftSettings: strict),
    .target(
      name: "LowRankTesting", dependencies: ["LowRank", "LinearAlgebra"], swiftSettings: strict),
    .target(
      name: "LowRankIO", dependencies: ["LowRank", "LinearAlgebra", "CZlib"],
      swiftSettings: strict),
    .target(
      name: "LowRankLab", dependencies: ["LowRank", "LowRankIO", "LinearAlgebra"],
      swiftSettings: strict),
    .executableTarget(
      name: "lowrank",
      dependencies: [
        "LowRank", "LowRankIO", "LowRankLab", "LinearAlgebra",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),

    .executableTarget(
      name: "lowrank-bench",
      dependencies: [
        "LowRank", "LinearAlgebra",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),

    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .testTarget(
      name: "LinearAlgebraTests", dependencies: ["LinearAlgebra", "LowRankTesting"],
      swiftSettings: strict),
    .testTarget(
      name: "LowRankTests",
      dependencies: ["LowRank", "LinearAlgebra", "LowRankTesting", "CAllocationCounter"],
      swiftSettings: strict),
    .testTarget(
      name: "LowRankIOTests", dependencies: ["LowRankIO", "LowRank", "LinearAlgebra"],
      swiftSettings: strict),
    .testTarget(
      name: "LabTests", dependencies: ["LowRankLab", "LowRankIO", "LowRank", "LinearAlgebra"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: ["lowrank", "LowRankLab", "LowRankIO", "LowRank", "LinearAlgebra"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
