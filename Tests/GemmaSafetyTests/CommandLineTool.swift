import Foundation
import Testing

/// The built binary, run as a person runs it.
struct CommandLineTool {
  struct Result {
    var status: Int32
    /// Whether a signal ended it.
    var wasKilled: Bool
    var output: String
    var errors: String
  }

  /// The repository's folder.
  static let repository =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// A folder of its own, removed by `remove`.
  let folder: String
  /// The example corpus of the repository.
  var examples: String { home + "/examples/corpus" }
  let binary: String
  private let home: String

  init() throws {
    let products = try #require(
      Self.candidates.first { FileManager.default.isExecutableFile(atPath: $0 + "/gemma-safety") }
    )
    binary = products + "/gemma-safety"
    home = Self.repository
    folder = NSTemporaryDirectory() + "gemma-safety-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  /// Runs to the end, or sends a signal after so many seconds.
  func run(
    _ arguments: [String],
    input: String? = nil,
    home: String? = nil,
    signal: Int32? = nil,
    after seconds: Double = 0
  ) throws -> Result {
    try run(binary, arguments, input: input, home: home, signal: signal, after: seconds)
  }

  /// Runs a shell script that finds the binary as `$TOOL`.
  func shell(_ script: String, through prefix: [String] = []) throws -> Result {
    let words = prefix + ["/bin/bash", "-c", script]
    return try run("/usr/bin/env", words)
  }

  private func run(
    _ program: String,
    _ arguments: [String],
    input: String? = nil,
    home: String? = nil,
    signal: Int32? = nil,
    after seconds: Double = 0
  ) throws -> Result {
    let process = Process()
    configure(process, program, arguments, home: home)
    let outputPath = folder + "/.stdout"
    let errorPath = folder + "/.stderr"
    for path in [outputPath, errorPath] {
      _ = FileManager.default.createFile(atPath: path, contents: nil)
    }
    process.standardOutput = FileHandle(forWritingAtPath: outputPath)
    process.standardError = FileHandle(forWritingAtPath: errorPath)
    if let input {
      try write(input, to: ".stdin")
      process.standardInput = FileHandle(forReadingAtPath: folder + "/.stdin")
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    try process.run()
    if let signal {
      usleep(UInt32(seconds * 1e6))
      kill(process.processIdentifier, signal)
    }
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      wasKilled: process.terminationReason == .uncaughtSignal,
      output: try String(contentsOfFile: outputPath, encoding: .utf8),
      errors: try String(contentsOfFile: errorPath, encoding: .utf8)
    )
  }

  /// Prepares a process that runs in the tool's folder.
  func configure(
    _ process: Process,
    _ program: String? = nil,
    _ arguments: [String],
    home: String? = nil
  ) {
    process.executableURL = URL(fileURLWithPath: program ?? binary)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = [
      "GEMMA_SAFETY_HOME": home ?? self.home, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
      "TOOL": binary,
    ]
  }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
  }

  /// The bytes of every file below a folder by name, but for those named.
  func files(in name: String, except: Set<String> = []) throws -> [String: Data] {
    let root = "\(folder)/\(name)"
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: root) {
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder)
      guard !isFolder.boolValue, !except.contains(path) else { continue }
      files[path] = FileManager.default.contents(atPath: "\(root)/\(path)")
    }
    return files
  }

  /// Where the build puts its products: beside the test bundle.
  private static var candidates: [String] {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
    let main = Bundle.main.bundleURL.path
    return [
      bundle, main, Bundle.main.bundleURL.deletingLastPathComponent().path,
      FileManager.default.currentDirectoryPath + "/.build/release",
    ]
  }
}
