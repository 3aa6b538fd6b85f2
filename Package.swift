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
    .library(
      name: "LowRank",
      targets: [
        "LinearAlgebra", "LowRankOptimization", "LowRank", "LowRankTheory", "LowRankIO",
        "LowRankReports", "LowRankJobs",
      ]),
    .library(name: "LowRankLab", targets: ["LowRankLab"]),
    .library(name: "LowRankTesting", targets: ["LowRankTesting"]),
    .library(name: "LowRankAllocations", targets: ["LowRankAllocations"]),
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
    .target(name: "LowRankOptimization", dependencies: ["LinearAlgebra"], swiftSettings: strict),
    .target(
      name: "LowRank", dependencies: ["LowRankOptimization", "LinearAlgebra"],
      swiftSettings: strict),
    .target(
      name: "LowRankTheory", dependencies: ["LowRank", "LowRankOptimization", "LinearAlgebra"],
      swiftSettings: strict),
    .target(
      name: "LowRankTesting",
      dependencies: ["LowRankTheory", "LowRank", "LowRankOptimization", "LinearAlgebra"],
      swiftSettings: strict),
    .target(name: "CAllocationCounter"),
    .target(
      name: "LowRankAllocations", dependencies: ["CAllocationCounter", "LowRankOptimization"],
      swiftSettings: strict),
    .target(
      name: "LowRankIO",
      dependencies: ["LowRank", "LowRankOptimization", "LinearAlgebra", "CZlib"],
      swiftSettings: strict),
    .target(
      name: "LowRankReports", dependencies: ["LowRankIO", "LowRank", "LinearAlgebra", "CZlib"],
      swiftSettings: strict),
    .target(
      name: "LowRankJobs",
      dependencies: [
        "LowRankReports", "LowRankIO", "LowRankTheory", "LowRank", "LowRankOptimization",
        "LinearAlgebra",
      ], swiftSettings: strict),
    .target(
      name: "LowRankLab",
      dependencies: [
        "LowRankReports", "LowRankIO", "LowRankTheory", "LowRank", "LowRankOptimization",
        "LinearAlgebra",
      ], swiftSettings: strict),
    .executableTarget(
      name: "lowrank",
      dependencies: [
        "LowRankLab", "LowRankJobs", "LowRankReports", "LowRankIO", "LowRankTheory", "LowRank",
        "LinearAlgebra", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),

    .executableTarget(
      name: "lowrank-bench",
      dependencies: [
        "LowRankIO", "LowRankTheory", "LowRank", "LinearAlgebra",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),

    .testTarget(
      name: "LinearAlgebraTests",
      dependencies: ["LinearAlgebra", "LowRankTesting", "COpenBLAS"],
      swiftSettings: strict),
    .testTarget(
      name: "LowRankTests",
      dependencies: [
        "LowRankTheory", "LowRank", "LowRankOptimization", "LinearAlgebra", "LowRankTesting",
        "LowRankAllocations",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "LowRankIOTests",
      dependencies: ["LowRankReports", "LowRankIO", "LowRankTheory", "LowRank", "LinearAlgebra"],
      swiftSettings: strict),
    .testTarget(
      name: "LowRankJobsTests",
      dependencies: ["LowRankJobs", "LowRankReports", "LowRankIO", "LowRank", "LinearAlgebra"],
      swiftSettings: strict),
    .testTarget(
      name: "LabTests",
      dependencies: [
        "LowRankLab", "LowRankReports", "LowRankIO", "LowRankTheory", "LowRank", "LinearAlgebra",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "lowrank", "LowRankLab", "LowRankReports", "LowRankIO", "LowRankTheory", "LowRank",
        "LinearAlgebra",
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
