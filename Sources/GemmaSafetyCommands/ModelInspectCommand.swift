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
      Headers are checked, weights are not read but for their digest, which is the one of OpenSSF
      model signing.

      Examples:
        gemma-safety model inspect gemma-2-2b-it/
        gemma-safety model inspect shieldgemma-2b-q8_0.gguf --context-tokens 8192 --json
      """
  )

  @Argument(help: "A checkpoint folder or a .gguf file.") var path: String
  @Option(help: "Tokens for which the memory is given; 4096, or fewer if the model takes fewer.")
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
      let model = try ModelInspection(path)
      let bar = ProgressBar(Terminal(STDERR_FILENO, colour: display.colour))
      defer { bar.finish() }
      let digest =
        noDigest
        ? nil
        : try ModelDigest(of: path) { done, total in
          guard !display.quiet else { return }
          bar.update(Double(done) / Double(max(1, total))) { _ in
            ["hashing", ReportFormat.bytes(done)]
          }
        }
      bar.finish()
      let view = ModelInspectView(
        path: path,
        model: model,
        digest: digest,
        tokens: contextTokens ?? min(4096, model.shape.context)
      )
      display.show(text: { view.text(display.terminal) }, json: { view.json })
    }
  }
}
