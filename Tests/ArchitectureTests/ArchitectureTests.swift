import Foundation
import Testing

/// The map of the house: who may import whom; to change it is to change the design.
struct ArchitectureTests {
  /// Modules of this package and of others by target, from the ground floor up.
  private static let map: [String: Set<String>] = [
    "CTextKernels": [], "CInferenceKernels": [], "CSimdJSON": [], "CLanguageDetection": [],
    "CThreadPlacement": [], "CZlib": [], "CZstd": [], "CSnappy": [], "CLZ4": [], "CBrotli": [],
    "Diagnostics": [],
    "Compression": ["Diagnostics", "CZlib", "CZstd", "CSnappy", "CLZ4", "CBrotli"],
    "DelimitedText": [],
    "TerminalOutput": [],
    "ReportPages": ["SafetyCore", "StrictJSON"],
    "StrictYAML": ["Diagnostics", "Yams"],
    "StrictJSON": ["Diagnostics"],
    "Checkpoints": ["StrictJSON", "Diagnostics"],
    "Tokenization": ["StrictJSON", "Diagnostics"],
    "SafetyCore": ["StrictJSON", "Diagnostics", "Crypto"],
    "Parquet": ["Compression", "StrictJSON", "SafetyCore", "Diagnostics"],
    "TextViews": ["CTextKernels", "SafetyCore"],
    "TensorCompute": ["CInferenceKernels", "CThreadPlacement"],
    "SafetyPolicy": ["SafetyCore", "StrictYAML", "Diagnostics"],
    "ReleaseGate": ["SafetyCore", "StrictYAML", "Diagnostics"],
    "AuditLog": ["SafetyCore", "Diagnostics", "GRDB", "GRDBSQLite"],
    "SafetyEvaluation": [
      "SafetyCore", "StrictYAML", "StrictJSON", "DelimitedText", "ReportPages", "Diagnostics",
    ],
    "SafetyDetectors": ["SafetyCore", "Diagnostics", "TextViews", "CLanguageDetection"],
    "CorpusFiltering": [
      "SafetyCore", "SafetyPolicy", "SafetyEvaluation", "TextViews", "ReportPages", "Diagnostics",
      "Compression", "DelimitedText", "Parquet", "StrictJSON", "StrictYAML", "CSimdJSON",
    ],
    "GemmaInference": [
      "Checkpoints", "Tokenization", "TensorCompute", "StrictJSON", "Diagnostics",
    ],
    "GenerationGuard": [
      "SafetyCore", "SafetyPolicy", "SafetyDetectors", "StrictJSON", "TextViews", "Diagnostics",
    ],
    "ModelUpstream": ["SafetyCore", "StrictJSON", "Diagnostics", "AsyncHTTPClient"],
    "GuardServer": [
      "GenerationGuard", "SafetyPolicy", "SafetyCore", "StrictJSON", "Diagnostics", "Hummingbird",
      "HummingbirdCore", "HummingbirdTLS", "AsyncAlgorithms", "HTTPTypes", "NIOCore",
      "NIOHTTP1", "ServiceLifecycle", "UnixSignals", "CoreMetrics", "Metrics", "Logging",
    ],
    "SafetyClassifiers": [
      "Checkpoints", "Tokenization", "TensorCompute", "StrictJSON", "SafetyCore", "Diagnostics",
    ],
    "ModelCards": [
      "AuditLog", "SafetyEvaluation", "SafetyCore", "StrictYAML", "StrictJSON", "ReportPages",
      "Diagnostics", "Mustache",
    ],
    "SafetyRuntime": [
      "SafetyDetectors", "SafetyClassifiers", "GemmaInference", "SafetyEvaluation", "Checkpoints",
      "StrictJSON", "StrictYAML", "TensorCompute", "Tokenization", "SafetyCore", "SafetyPolicy",
      "TextViews", "Compression", "Parquet",
      "Diagnostics", "CorpusFiltering", "AuditLog", "GenerationGuard", "ReportPages",
      "ModelCards", "ReleaseGate", "ModelUpstream", "GuardServer",
    ],
    "GemmaSafetyCommands": [
      "SafetyRuntime", "ModelCards", "GenerationGuard", "CorpusFiltering", "SafetyPolicy",
      "SafetyEvaluation", "ReleaseGate", "Compression",
      "SafetyCore", "AuditLog", "ReportPages", "Diagnostics", "TerminalOutput", "ArgumentParser",
      "ModelUpstream", "GuardServer",
    ],
    "GemmaGuard": ["SafetyRuntime", "GenerationGuard", "SafetyPolicy", "SafetyCore"],
    "gemma-safety": ["GemmaSafetyCommands"],
  ]

  /// Modules of the system, open to all.
  private static let system: Set<String> = [
    "Glibc", "Darwin", "Dispatch", "Synchronization", "FoundationEssentials",
  ]

  /// Modules that one target alone may import.
  private static let soleImporters = [
    "CTextKernels": "TextViews", "CInferenceKernels": "TensorCompute",
    "CThreadPlacement": "TensorCompute", "CZlib": "Compression", "CZstd": "Compression",
    "CSnappy": "Compression", "CLZ4": "Compression", "CBrotli": "Compression",
    "CSimdJSON": "CorpusFiltering", "CLanguageDetection": "SafetyDetectors",
    "Yams": "StrictYAML", "GRDB": "AuditLog", "GRDBSQLite": "AuditLog",
    "ArgumentParser": "GemmaSafetyCommands", "Crypto": "SafetyCore", "Mustache": "ModelCards",
    "AsyncHTTPClient": "ModelUpstream", "Hummingbird": "GuardServer",
  ]

  /// Tables of Unicode data, which have no length to split at.
  private static let tables: Set<String> = [
    "TextViews/NormalizedTables.swift", "CTextKernels/scalar_classes.inc",
    "Tokenization/Unicode/DecompositionTables.swift",
  ]

  @Test func `has a place on the map for every target`() throws {
    let targets = Set(try SourceTree().files.map(\.target))
    #expect(targets == Set(Self.map.keys))
  }

  @Test func `imports only what the map shows`() throws {
    let files = try SourceTree().files
    var imports = 0
    for file in files {
      let allowed = (Self.map[file.target] ?? []).union(Self.system)
      imports += file.imports.count
      for module in file.imports { #expect(allowed.contains(module), "\(file.path): \(module)") }
    }
    // Were the lines not understood, nothing could fail.
    #expect(imports > 300)
  }

  @Test func `reaches no floor above its own`() {
    var done: Set<String> = []
    var waiting = Self.map.mapValues { $0.intersection(Self.map.keys) }
    while let next = waiting.first(where: { $0.value.isSubset(of: done) })?.key {
      done.insert(next)
      waiting[next] = nil
    }
    #expect(waiting.isEmpty, "a circle of imports")
  }

  @Test func `gives a guarded module one importer`() throws {
    var importers: [String: Set<String>] = [:]
    for file in try SourceTree().files {
      for module in file.imports { importers[module, default: []].insert(file.target) }
    }
    for (module, target) in Self.soleImporters {
      #expect(importers[module] == [target], "\(module)")
    }
  }

  @Test func `stays away from Foundation`() throws {
    for file in try SourceTree().files {
      #expect(!file.imports.contains("Foundation"), "\(file.path)")
    }
  }

  @Test func `keeps allocation, printing and threads out of the kernels`() throws {
    let targets: Set<String> = ["CTextKernels", "CInferenceKernels"]
    let kernels = try SourceTree().files.filter { targets.contains($0.target) }
    #expect(kernels.count > 15)
    let allowed: Set<String> = [
      "stddef.h", "stdint.h", "string.h", "immintrin.h", "arm_neon.h", "cpuid.h", "sys/auxv.h",
    ]
    let own = Set(kernels.map { String($0.path.split(separator: "/").last ?? "") })
    for file in kernels {
      for header in file.includes {
        #expect(allowed.contains(header) || own.contains(header), "\(file.path): \(header)")
      }
    }
  }

  @Test func `gives every type a name of its own`() throws {
    let access: Set<Substring> = ["public", "package", "final", "indirect"]
    let kinds: Set<Substring> = ["struct", "class", "enum", "actor", "protocol", "typealias"]
    var places: [Substring: String] = [:]
    for file in try SourceTree().files where file.path.hasSuffix(".swift") {
      // A type within another stands behind white space, one that a file keeps behind `private`.
      for line in file.lines where line.first?.isLetter == true {
        let words = line.split { " :<{".contains($0) }.drop { access.contains($0) }
        guard let kind = words.first, kinds.contains(kind), words.count > 1 else { continue }
        let name = words[words.startIndex + 1]
        #expect(places[name] == nil, "\(name): \(places[name] ?? ""), \(file.path)")
        places[name] = file.path
      }
    }
    #expect(places.count > 500)
  }

  @Test func `keeps files short`() throws {
    for file in try SourceTree().files where !Self.tables.contains(file.path) {
      #expect(file.lines.count <= 500, "\(file.path) has \(file.lines.count) lines")
    }
  }

  @Test func `escapes no check by force`() throws {
    let manifest = try String(
      contentsOf: SourceTree.root.appending(path: "Package.swift"),
      encoding: .utf8
    )
    let flags = manifest.ranges(of: "unsafeFlags")
    let tests = try #require(manifest.firstRange(of: "let unoptimizedTests: Set = ["))
    let loop = manifest[tests.upperBound...]
    #expect(flags.count == 1 && flags.allSatisfy { loop.startIndex < $0.lowerBound })
    for name in loop.prefix(while: { $0 != "]" }).split(separator: ",") {
      let name = name.filter { $0.isLetter }
      #expect(name.isEmpty || name.hasSuffix("Tests"), "\(name) is no test")
    }
    // The files whose comments prove why they are safe to share.
    let proved = [
      "CorpusFiltering/Pipeline/FilterCrew.swift", "CorpusFiltering/Reading/ByteStorage.swift",
      "TensorCompute/MappedPages.swift", "TensorCompute/WorkerCrew.swift",
    ]
    let escapes = ["@unchecked Sendable", "nonisolated(unsafe)", "try!", "Task.detached"]
    for file in try SourceTree().files where file.path.hasSuffix(".swift") {
      if proved.contains(file.path) { continue }
      for line in file.lines where !line.drop(while: { $0 == " " }).hasPrefix("//") {
        for escape in escapes { #expect(!line.contains(escape), "\(file.path): \(line)") }
      }
    }
  }
}
