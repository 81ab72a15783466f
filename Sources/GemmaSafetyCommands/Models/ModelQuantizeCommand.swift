import ArgumentParser
import CorpusFiltering
import Glibc
import ReportPages
import SafetyCore
import SafetyRuntime
import TerminalOutput

struct ModelQuantizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quantize",
    abstract: "Write a checkpoint folder as one smaller GGUF file, which llama.cpp loads too.",
    discussion: """
      The file has its name only when it is whole. Norms are written in 32 bits; with q4_0 the \
      embedding in q8_0. Exit codes: 0 done, 2 failed, 130 interrupted.

      Examples:
        gemma-safety model quantize gemma-2-2b-it/ -o gemma-2-2b-it-q8_0.gguf
        gemma-safety model quantize gemma-3-270m-it/ -o small.gguf --format q4_0 \\
          --dry-run
      """
  )

  @Argument(help: "A checkpoint folder, or a shipped model's name.") var model: String
  @Option(name: [.short, .long], help: "The GGUF file to write.") var output: String
  @Option(help: "How matrices are written: \(ModelQuantization.formats.joined(separator: ", ")).")
  var format = "q8_0"
  @Flag(help: "Check everything and write nothing.") var dryRun = false
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    guard ModelQuantization.formats.contains(format) else {
      let formats = ModelQuantization.formats.joined(separator: ", ")
      throw ValidationError("--format must be one of \(formats), is \(format)")
    }
  }

  func run() throws {
    try GemmaSafety.reporting {
      let path = try ModelLibrary.path(of: model)
      let work = try ModelQuantization(path, to: output, format: format)
      var digest: Digest?
      if !dryRun {
        try write(work)
        digest = try InputFile.digest(output).sha256
      }
      if work.tokenizer == nil, !display.quiet {
        GemmaSafety.note("note: the folder has no tokenizer; the file takes token ids alone")
      }
      display.show(text: { text(work, digest) }, json: { json(path, work, digest) })
    }
  }

  private func write(_ work: ModelQuantization) throws {
    let interruption = InterruptSignal.catchInterrupts()
    let bar = ProgressBar(Terminal(STDERR_FILENO, colour: display.colour))
    defer { bar.finish() }
    try work.write { done in
      if interruption.isRequested { throw ExitCode(130) }
      guard !display.quiet else { return }
      bar.update(Double(done) / Double(max(1, work.bytes))) { elapsed in
        let rate = ReportFormat.bytes(Int(Double(done) / max(elapsed, 1e-3)))
        return [ReportFormat.bytes(done), "\(rate)/s"]
      }
    }
  }

  private func text(_ work: ModelQuantization, _ digest: Digest?) -> String {
    let types = work.types.map { "\($0.tensors) in \($0.type)" }.joined(separator: ", ")
    let verb = dryRun ? "would write" : "wrote"
    let size = ReportFormat.bytes(work.bytes)
    let lines =
      ["\(verb) \(ReportFormat.printable(output)): \(size), tensors: \(types)"]
      + (digest.map { ["sha256:\($0.hex)"] } ?? [])
    return lines.joined(separator: "\n") + "\n"
  }

  private func json(
    _ path: String,
    _ work: ModelQuantization,
    _ digest: Digest?
  ) -> CanonicalValue {
    let tensors = work.types.map { ($0.type, CanonicalValue.integer($0.tensors)) }
    return [
      "format": "gemma-safety.quantize/1",
      "source": .string(path),
      "output": .string(output),
      "type": .string(format),
      "bytes": .integer(work.bytes),
      "tensors": .object(Dictionary(tensors, uniquingKeysWith: { first, _ in first })),
      "tokenizer": work.tokenizer.map { .string($0) } ?? .null,
      "chat_template": .boolean(work.hasChatTemplate),
      "dry_run": .boolean(dryRun),
      "sha256": digest.map { .string($0.hex) } ?? .null,
    ]
  }
}
