// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "gemma-safety",
  products: [
    .executable(name: "gemma-safety", targets: ["gemma-safety"]),
    .library(name: "GemmaGuard", targets: ["GemmaGuard"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.0.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.0.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.0.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.0.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.81.0"),
  ],
  targets: [
    .target(name: "CTextKernels"),
    .target(name: "CInferenceKernels"),
    .target(name: "CThreadPlacement"),
    .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
    .target(name: "CLanguageDetection", linkerSettings: [.linkedLibrary("cld2")]),
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CZstd"),
    .systemLibrary(name: "CSnappy"),
    .systemLibrary(name: "CLZ4"),
    .systemLibrary(name: "CBrotli"),
    .target(
      name: "Compression",
      dependencies: ["Diagnostics", "CZlib", "CZstd", "CSnappy", "CLZ4", "CBrotli"]
    ),
    .target(name: "Diagnostics"),
    .target(name: "DelimitedText"),
    .target(name: "StrictJSON", dependencies: ["Diagnostics"]),
    .target(name: "Checkpoints", dependencies: ["StrictJSON", "Diagnostics"]),
    .target(
      name: "StrictYAML",
      dependencies: ["Diagnostics", .product(name: "Yams", package: "Yams")]
    ),
    .target(name: "ReportPages", dependencies: ["SafetyCore", "StrictJSON"]),
    .target(name: "TerminalOutput"),
    .target(name: "Tokenization", dependencies: ["StrictJSON", "Diagnostics"]),
    .target(
      name: "SafetyCore",
      dependencies: [
        "StrictJSON", "Diagnostics", .product(name: "Crypto", package: "swift-crypto"),
      ]
    ),
    .target(
      name: "Parquet",
      dependencies: ["Compression", "StrictJSON", "SafetyCore", "Diagnostics"]
    ),
    .target(name: "TextViews", dependencies: ["CTextKernels", "SafetyCore"]),
    .target(name: "TensorCompute", dependencies: ["CInferenceKernels", "CThreadPlacement"]),
    .target(
      name: "SafetyPolicy",
      dependencies: ["SafetyCore", "StrictYAML", "Diagnostics"]
    ),
    .target(
      name: "ReleaseGate",
      dependencies: ["SafetyCore", "StrictYAML", "Diagnostics"]
    ),
    .target(
      name: "AuditLog",
      dependencies: [
        "SafetyCore", "Diagnostics", .product(name: "GRDB", package: "GRDB.swift"),
      ]
    ),
    .target(
      name: "SafetyEvaluation",
      dependencies: [
        "SafetyCore", "StrictYAML", "StrictJSON", "DelimitedText", "ReportPages", "Diagnostics",
      ]
    ),
    .target(
      name: "CorpusFiltering",
      dependencies: [
        "SafetyCore", "SafetyPolicy", "SafetyEvaluation", "TextViews", "ReportPages", "Diagnostics",
        "Compression", "DelimitedText", "Parquet", "StrictJSON", "StrictYAML", "CSimdJSON",
      ]
    ),
    .target(
      name: "SafetyDetectors",
      dependencies: ["SafetyCore", "Diagnostics", "TextViews", "CLanguageDetection"]
    ),
    .target(
      name: "GemmaInference",
      dependencies: ["Checkpoints", "Tokenization", "TensorCompute", "StrictJSON", "Diagnostics"]
    ),
    .target(
      name: "GenerationGuard",
      dependencies: [
        "SafetyCore", "SafetyPolicy", "SafetyDetectors", "StrictJSON", "TextViews", "Diagnostics",
      ]
    ),
    .target(
      name: "ModelUpstream",
      dependencies: [
        "SafetyCore", "StrictJSON", "Diagnostics",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
      ]
    ),
    .target(
      name: "GuardServer",
      dependencies: [
        "GenerationGuard", "SafetyPolicy", "SafetyCore", "StrictJSON", "Diagnostics",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "Logging", package: "swift-log"),
      ]
    ),
    .target(
      name: "SafetyClassifiers",
      dependencies: [
        "Checkpoints", "Tokenization", "TensorCompute", "StrictJSON", "SafetyCore", "Diagnostics",
      ]
    ),
    .target(
      name: "ModelCards",
      dependencies: [
        "AuditLog", "SafetyEvaluation", "SafetyCore", "StrictYAML", "StrictJSON", "ReportPages",
        "Diagnostics", .product(name: "Mustache", package: "swift-mustache"),
      ]
    ),
    .target(
      name: "SafetyRuntime",
      dependencies: [
        "SafetyDetectors", "SafetyClassifiers", "GemmaInference", "SafetyEvaluation", "Checkpoints",
        "StrictJSON", "StrictYAML", "TensorCompute", "Tokenization", "SafetyCore", "SafetyPolicy",
        "TextViews", "Compression", "Parquet", "Diagnostics", "CorpusFiltering", "AuditLog",
        "GenerationGuard", "ReportPages", "ModelCards", "ReleaseGate", "ModelUpstream", "GuardServer",
      ]
    ),
    .target(
      name: "GemmaSafetyCommands",
      dependencies: [
        "SafetyRuntime", "ModelCards", "GenerationGuard", "CorpusFiltering", "SafetyPolicy",
        "SafetyEvaluation", "Compression",
        "ReleaseGate", "SafetyCore", "AuditLog", "ReportPages", "Diagnostics", "TerminalOutput",
        "ModelUpstream", "GuardServer",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),
    .target(
      name: "GemmaGuard",
      dependencies: ["SafetyRuntime", "GenerationGuard", "SafetyPolicy", "SafetyCore"]
    ),
    .executableTarget(name: "gemma-safety", dependencies: ["GemmaSafetyCommands"]),
    .executableTarget(
      name: "encoder-benchmark",
      dependencies: ["SafetyClassifiers", "TensorCompute", "Checkpoints"],
      path: "Benchmarks/encoder"
    ),
    .executableTarget(
      name: "gemma-benchmark",
      dependencies: ["GemmaInference", "TensorCompute", "Checkpoints"],
      path: "Benchmarks/gemma"
    ),
    .executableTarget(
      name: "kernel-benchmark",
      dependencies: ["TensorCompute"],
      path: "Benchmarks/kernels"
    ),
    .executableTarget(
      name: "tokenizer-benchmark",
      dependencies: ["Tokenization", "Diagnostics"],
      path: "Benchmarks/tokenizer"
    ),
    .executableTarget(
      name: "audit-benchmark",
      dependencies: ["AuditLog", "SafetyCore"],
      path: "Benchmarks/audit"
    ),
    .executableTarget(
      name: "guard-benchmark",
      dependencies: ["GenerationGuard", "SafetyPolicy", "SafetyDetectors"],
      path: "Benchmarks/guard"
    ),
    .testTarget(
      name: "TextViewsTests",
      dependencies: ["TextViews", "CTextKernels", "SafetyCore", "FuzzSupport"]
    ),
    .testTarget(
      name: "CorpusFilteringTests",
      dependencies: [
        "CorpusFiltering", "Compression", "SafetyCore", "SafetyPolicy", "TextViews", "Diagnostics",
        "CSimdJSON", "AuditLog", "SafetyRuntime", "SafetyDetectors", "ReportPages", "FuzzSupport",
      ],
      exclude: ["Fixtures"]
    ),
    .testTarget(
      name: "GemmaSafetyTests",
      dependencies: [
        "gemma-safety", "AuditLog", "SafetyCore", "TerminalOutput", "SafetyRuntime", "ServerSupport",
        "PythonSupport",
      ],
      exclude: ["Fixtures"]
    ),
    .testTarget(
      name: "SafetyDetectorsTests",
      dependencies: ["SafetyDetectors", "SafetyCore", "Diagnostics", "TextViews", "FuzzSupport"],
      exclude: ["Linear/Fixtures"]
    ),
    .testTarget(
      name: "SafetyCoreTests",
      dependencies: ["SafetyCore", "Diagnostics", "FuzzSupport"]
    ),
    .testTarget(
      name: "AuditLogTests",
      dependencies: [
        "audit-benchmark", "AuditLog", "SafetyCore", "Diagnostics", "FuzzSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Fixtures"]
    ),
    .testTarget(
      name: "SafetyPolicyTests",
      dependencies: ["SafetyPolicy", "SafetyCore", "Diagnostics", "SafetyRuntime", "FuzzSupport"]
    ),
    .testTarget(
      name: "ReleaseGateTests",
      dependencies: [
        "ReleaseGate", "SafetyRuntime", "AuditLog", "SafetyCore", "StrictJSON", "Diagnostics",
        "FuzzSupport", "PythonSupport",
      ],
      exclude: ["Fixtures"]
    ),
    .testTarget(
      name: "GenerationGuardTests",
      dependencies: [
        "GenerationGuard", "SafetyPolicy", "SafetyDetectors", "SafetyRuntime", "SafetyCore",
        "GemmaInference", "Checkpoints", "Tokenization", "TextViews", "Diagnostics", "FuzzSupport",
      ]
    ),
    .testTarget(name: "GemmaGuardTests", dependencies: ["GemmaGuard"]),
    .testTarget(
      name: "TensorComputeTests",
      dependencies: ["TensorCompute", "CInferenceKernels"]
    ),
    .testTarget(
      name: "SafetyClassifiersTests",
      dependencies: [
        "SafetyClassifiers", "Checkpoints", "Tokenization", "TensorCompute", "StrictJSON",
        "SafetyCore",
        "Diagnostics", "FuzzSupport",
      ],
      exclude: ["Fixtures"]
    ),
    .testTarget(
      name: "GemmaInferenceTests",
      dependencies: [
        "GemmaInference", "Checkpoints", "Tokenization", "TensorCompute", "StrictJSON",
        "Diagnostics",
        "FuzzSupport",
      ],
      exclude: ["Fixtures"]
    ),
    .testTarget(
      name: "ParquetTests",
      dependencies: ["Parquet", "Diagnostics", "FuzzSupport"],
      exclude: ["Fixtures"]
    ),
    .testTarget(
      name: "StrictJSONTests",
      dependencies: ["StrictJSON", "Diagnostics", "FuzzSupport"]
    ),
    .testTarget(
      name: "CheckpointsTests",
      dependencies: ["Checkpoints", "StrictJSON", "Diagnostics", "FuzzSupport"],
      exclude: ["Fixtures"]
    ),
    .testTarget(
      name: "TokenizationTests",
      dependencies: ["Tokenization", "Diagnostics", "CZlib", "FuzzSupport"],
      exclude: ["Fixtures"]
    ),
    .testTarget(
      name: "SafetyEvaluationTests",
      dependencies: [
        "SafetyEvaluation", "SafetyCore", "StrictJSON", "Diagnostics", "FuzzSupport",
      ],
      exclude: ["Fixtures"]
    ),
    .testTarget(
      name: "ModelCardsTests",
      dependencies: [
        "ModelCards", "AuditLog", "SafetyCore", "StrictJSON", "Diagnostics", "FuzzSupport",
        "PythonSupport",
      ],
      exclude: ["Fixtures"]
    ),
    .testTarget(name: "ArchitectureTests"),
    .target(name: "FuzzSupport", path: "Tests/FuzzSupport"),
    .target(name: "PythonSupport", path: "Tests/PythonSupport"),
    .target(name: "ServerSupport", path: "Tests/ServerSupport"),
    .testTarget(
      name: "ModelUpstreamTests",
      dependencies: [
        "ModelUpstream", "SafetyCore", "StrictJSON", "Diagnostics", "FuzzSupport", "ServerSupport",
      ]
    ),
    .testTarget(
      name: "GuardServerTests",
      dependencies: [
        "GuardServer", "GenerationGuard", "SafetyPolicy", "SafetyCore", "StrictJSON", "Diagnostics",
        "FuzzSupport", "ServerSupport",
      ]
    ),
  ],
  cxxLanguageStandard: .cxx17
)

// The code of these tests itself, which runs programs or asks a library for verdicts, costs little time when it runs and a
// fifth of the whole build when it is optimised; what they test is optimised (docs/decisions/0011).
let unoptimizedTests: Set = [
  "AuditLogTests", "CheckpointsTests", "CorpusFilteringTests", "GemmaSafetyTests", "GuardServerTests",
  "ModelCardsTests", "ReleaseGateTests", "SafetyEvaluationTests",
]
for target in package.targets where unoptimizedTests.contains(target.name) {
  target.swiftSettings = [.unsafeFlags(["-Onone"])]
}
