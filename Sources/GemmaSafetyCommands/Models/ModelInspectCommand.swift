import ArgumentParser
import CorpusFiltering
import Glibc
import ReportPages
import SafetyCore
import SafetyRuntime
import TerminalOutput

struct ModelInspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say what a model is: sizes, formats, memory, digests.",
    discussion: """
      Headers are checked, weights are not read but for their digest, which is the one of OpenSSF \
      model signing. Weights that are not whole, or are not the configuration's, are told of as an \
      error beside the rest.

      Exit codes: 0 done, 2 failed or no model that runs, 64 wrong usage.

      Examples:
        gemma-safety model inspect gemma-2-2b-it/
        gemma-safety model inspect shieldgemma-2b-q8_0.gguf --context-tokens 8192 \\
          --json
      """
  )

  @Argument(help: "A checkpoint folder, a .gguf file, or a shipped model's name.")
  var model: String
  @Option(
    parsing: .unconditional,
    help: "Tokens for which the memory is given; 4096, or fewer if the model takes fewer."
  )
  var contextTokens: Int?
  @Flag(help: "Leave out the digests, which read every byte.") var noDigest = false
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    if let contextTokens, !(1...1 << 30 ~= contextTokens) {
      throw ValidationError("--context-tokens must be from 1 to \(1 << 30)")
    }
  }

  func run() throws {
    try GemmaSafety.reporting {
      let path = try ModelLibrary.path(of: model)
      let inspection = try ModelInspection(path)
      let view = ModelInspectView(
        path: path,
        model: inspection,
        digest: noDigest ? nil : try digest(of: path),
        tokens: contextTokens ?? min(4096, inspection.shape.context)
      )
      display.show(text: { view.text(display.terminal) }, json: { view.json })
      if let problem = inspection.problem { throw problem }
    }
  }

  private func digest(of path: String) throws -> ModelDigest {
    let bar = ProgressBar(Terminal(STDERR_FILENO, colour: display.colour))
    defer { bar.finish() }
    return try ModelDigest(of: path) { done, total in
      guard !display.quiet else { return }
      bar.update(Double(done) / Double(max(1, total))) { _ in
        ["hashing", ReportFormat.bytes(done)]
      }
    }
  }
}
