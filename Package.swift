// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "gemma-safety",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    .target(name: "Diagnostics"),
    .target(
      name: "SafetyCore",
      dependencies: ["Diagnostics", .product(name: "Crypto", package: "swift-crypto")]
    ),
  ]
)
