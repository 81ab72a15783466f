import ArgumentParser
import Diagnostics

/// Brings what the argument parser says into the shape of every other error.
enum UsageError {
  static func diagnostic(_ error: any Error) -> Diagnostic {
    let lines = GemmaSafety.fullMessage(for: error).split(separator: "\n").map(String.init)
    let help = lines.first { $0.contains("--help'") }.flatMap { line in
      line.split(separator: "'").first { $0.hasSuffix("--help") }
    }
    return Diagnostic(
      "usage/wrong",
      phrase(GemmaSafety.message(for: error)),
      hint: "see `\(help ?? "gemma-safety --help")`"
    )
  }

  /// Lower case and without a full stop, whoever wrote it.
  private static func phrase(_ message: String) -> String {
    let line = message.split(separator: "\n").first.map(String.init) ?? message
    let body = line.hasSuffix(".") ? String(line.dropLast()) : line
    return body.prefix(1).lowercased() + body.dropFirst()
  }
}
