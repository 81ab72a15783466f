import Foundation

/// The pinned Python environment that tests hold the product against; never needed to build or run.
///
/// `scripts/setup --with-test-tools` makes it from `Tests/requirements.txt`.
package enum PythonTools {
  /// The repository.
  package static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The folder with the environment's programs, or nil where it was not made.
  ///
  /// Beside `GEMMA_SAFETY_TEST_PYTHON`, or where `scripts/setup --with-test-tools` puts it.
  package static let folder: URL? = {
    let named = ProcessInfo.processInfo.environment["GEMMA_SAFETY_TEST_PYTHON"]
    let folders = [
      named.map { URL(filePath: $0).deletingLastPathComponent() },
      root.appending(path: ".build/python/bin"),
    ]
    return folders.compactMap { $0 }.first {
      let python = $0.appending(path: "python3").path(percentEncoded: false)
      return FileManager.default.isExecutableFile(atPath: python)
    }
  }()

  /// For `.enabled(if:)`: a test that needs Python is skipped, by its name, where there is none.
  package static var isThere: Bool { folder != nil }

  /// Whether a package is in the environment, for tests of packages that not every machine can have.
  package static func has(_ package: String) -> Bool {
    let found = try? run("python3", ["-c", "import \(package)"])
    return found?.status == 0
  }

  /// What a program said and how it ended.
  package struct Result: Sendable {
    package var status: Int32
    /// Standard output and standard error together.
    package var output: String
  }

  /// Runs a program of the environment, such as `python3` or `model_signing`.
  ///
  /// - Throws: When it cannot be started.
  package static func run(_ program: String, _ arguments: [String]) throws -> Result {
    guard let folder else { throw CocoaError(.fileNoSuchFile) }
    let process = Process()
    process.executableURL = folder.appending(path: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      output: String(decoding: output, as: UTF8.self)
    )
  }
}
