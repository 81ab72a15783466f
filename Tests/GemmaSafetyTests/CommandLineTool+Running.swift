import Foundation
import Synchronization

extension CommandLineTool {
  /// A process of the binary that goes on until it is ended.
  final class Running: Sendable {
    private let process: Mutex<Process>
    private let errorPath: String

    fileprivate init(_ process: sending Process, _ errorPath: String) {
      self.process = Mutex(process)
      self.errorPath = errorPath
    }

    /// What it has written to standard error.
    var errors: String { (try? String(contentsOfFile: errorPath, encoding: .utf8)) ?? "" }

    /// Waits until a line holds a text.
    func waitFor(_ text: String, seconds: Double = 30) throws -> Bool {
      let end = Date().addingTimeInterval(seconds)
      while Date() < end {
        if errors.contains(text) { return true }
        usleep(20_000)
      }
      return false
    }

    /// The port that a line about a listener ends with.
    func port(_ line: String) throws -> Int {
      struct Silent: Error { var errors: String }
      guard try waitFor(line) else { throw Silent(errors: errors) }
      usleep(20_000)
      let found = errors.split(separator: "\n").first { $0.contains(line) }
      guard let port = found?.split(separator: ":").last.flatMap({ Int($0) }) else {
        throw Silent(errors: errors)
      }
      return port
    }

    func signal(_ number: Int32) {
      process.withLock { process in
        if process.isRunning { kill(process.processIdentifier, number) }
      }
    }

    /// Sends a signal and waits for the end.
    @discardableResult func end(_ number: Int32) -> Int32 {
      signal(number)
      return process.withLock { process in
        process.waitUntilExit()
        return process.terminationStatus
      }
    }
  }

  /// Starts the binary in the tool's folder.
  func start(_ arguments: [String]) throws -> Running {
    let errorPath = folder + "/.stderr-\(UInt32.random(in: 0 ... .max))"
    _ = FileManager.default.createFile(atPath: errorPath, contents: nil)
    let process = Process()
    configure(process, nil, arguments)
    process.standardError = FileHandle(forWritingAtPath: errorPath)
    process.standardOutput = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return Running(process, errorPath)
  }
}
