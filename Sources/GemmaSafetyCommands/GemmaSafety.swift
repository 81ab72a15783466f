import ArgumentParser
import Diagnostics
import Glibc

/// The command line.
package struct GemmaSafety: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "gemma-safety",
    abstract: "Cleans training corpora and keeps the evidence.",
    version: version,
    subcommands: [FilterCommand.self, PolicyCommand.self, AuditCommand.self]
  )
  static let version = "0.1.0"

  package init() {}

  /// Runs a command's work; a failure is printed and ends with code 2, could not tell.
  static func reporting(_ work: () throws -> Void) throws {
    do {
      try work()
    } catch let error as ExitCode {
      throw error
    } catch {
      note(String(describing: error))
      throw ExitCode(2)
    }
  }

  /// Writes a line to standard error.
  static func note(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }
}
