import ArgumentParser
import CorpusFiltering
import Diagnostics
import SafetyCore
import SafetyRuntime
import TerminalOutput

extension ClassifierChoice.Precision: ExpressibleByArgument {}
extension ClassifyPlan.Pooling: ExpressibleByArgument {}

struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Score texts with a classifier, or measure it on labelled ones.",
    discussion: """
      Records in give JSON lines out, in input order: id, scores, labels that reach their threshold, \
      and the spans that do. Texts as arguments and text files give a small table; --json gives \
      lines for them too. Spans count Unicode characters.

      Examples:
        gemma-safety classify "The kettle sings."
        gemma-safety classify --input letters.jsonl.zst > scores.jsonl
        gemma-safety classify --input - --classifier toxicity-tiny < letters.jsonl
        gemma-safety classify --evaluate labelled.jsonl --json

      Exit codes: 0 done, 2 failed, nothing or not all of the input was read (or, with --strict, a \
      record could not be read).
      """
  )

  @Argument(help: "Texts to score.") var texts: [String] = []
  @Option(help: "A file of records, or - for standard input; plain, gzip or zstd.")
  var input: String?
  @Option(help: "Measure the classifier on these records, which hold `labels`.")
  var evaluate: String?
  @Option(
    help: Setting.classifier.help("A classifier that `classifiers list` names, or a folder.")
  )
  var classifier: String?
  @Option(help: "Compute in float32 or int8; in what the weights are stored in without it.")
  var precision: ClassifierChoice.Precision?
  @Option(help: "The most tokens a transformer sees at once; as its files say, or 128, without it.")
  var window: Int?
  @Option(
    help: "The share of texts with a label where it is used, such as toxic=0.01; may be repeated."
  )
  var prevalence: [String] = []
  @Option(help: "From which score a label counts: a number, or a name such as balanced.")
  var threshold: String?
  @Option(help: "The score of a text: the max or the mean of its windows.")
  var pooling = ClassifyPlan.Pooling.max
  @Option(help: "The format of the input, whatever its name.") var format: InputFormat?
  @Option(help: "The field or column of the text, dotted where nested.") var textField = "text"
  @Option(help: "The field or column of the id.") var idField = "id"
  @Option(help: Setting.workers.help("Threads.")) var workers: Int?
  @Flag(help: "Exit with code 2 where a record could not be read.") var strict = false
  @OptionGroup(title: "Output") var display: DisplayOptions

  func validate() throws {
    let ways = [!texts.isEmpty, input != nil, evaluate != nil].count { $0 }
    guard ways == 1 else {
      throw ValidationError("name texts, or --input FILE, or --evaluate FILE: one of them")
    }
    if let workers, !(1...256).contains(workers) {
      throw ValidationError("--workers must be from 1 to 256")
    }
  }

  func run() throws {
    var code = ExitCode.success
    try GemmaSafety.reporting {
      let plan = try ClassifyPlan(
        try ClassifierLibrary.open(try choice()),
        threshold: threshold,
        pooling: pooling
      )
      if let evaluate {
        code = try ClassifyEvaluation(self, plan).show(try shard(evaluate))
      } else if let input {
        code = try classify(try shard(input), plan)
      } else {
        try show(texts: try ClassifySession(plan).classify(texts), plan, names: texts)
      }
    }
    if code != .success { throw code }
  }

  var options: ReadOptions {
    get throws {
      ReadOptions(
        textField: try FieldPath(parsing: textField),
        idField: try FieldPath(parsing: idField)
      )
    }
  }

  var threads: Int { Settings.current.count(.workers, given: workers) }

  private func choice() throws -> ClassifierChoice {
    var choice = ClassifierChoice(Setting.classifier.value(given: classifier))
    choice.precision = precision
    choice.windowTokens = window
    for text in prevalence {
      let parts = text.split(separator: "=", omittingEmptySubsequences: false)
      guard parts.count == 2, let share = Double(parts[1]), share > 0, share < 1 else {
        throw Diagnostic(
          "classify/prevalence",
          "the prevalence `\(text)` is not a label and a share between 0 and 1",
          hint: "write it as toxic=0.01"
        )
      }
      guard choice.prevalence.updateValue(share, forKey: String(parts[0])) == nil else {
        throw Diagnostic(
          "classify/prevalence",
          "the prevalence of `\(parts[0])` is given twice"
        )
      }
    }
    return choice
  }

  private func shard(_ path: String) throws -> InputShard {
    let inventory = try InputDiscovery(format: format).inventory(of: [path])
    guard inventory.shards.count == 1, inventory.quarantined.isEmpty else {
      throw Diagnostic(
        "classify/one-file",
        "the input must be one file, or - for standard input",
        at: .init(file: path)
      )
    }
    return inventory.shards[0]
  }

  private func classify(_ shard: InputShard, _ plan: ClassifyPlan) throws -> ExitCode {
    let session = try ClassifySession(plan, options: try options, workers: threads)
    let lines = LineOutput()
    let isTable = shard.format == .text && !display.json
    var unread = UnreadRecords(quiet: display.quiet)
    var shown: [ClassifiedText] = []
    var isNothing = true
    try session.run(
      shard,
      take: { text, _ in
        isNothing = false
        if isTable {
          shown.append(text)
        } else if display.json || !display.quiet {
          lines.write(text.jsonLine(labels: plan.labels))
        }
      },
      pass: { unread.add($0) }
    )
    lines.flush()
    if isTable, !shown.isEmpty { try show(texts: shown, plan, names: shown.map(\.id)) }
    try unread.finish("left out of the output")
    guard !isNothing || unread.count == 0 else {
      throw Diagnostic(
        "classify/nothing",
        "no record could be read",
        at: .init(file: shard.path),
        hint: "name the format with --format, or where texts stand with --text-field"
      )
    }
    return strict && unread.count > 0 ? ExitCode(2) : .success
  }

  private func show(texts: [ClassifiedText], _ plan: ClassifyPlan, names: [String]) throws {
    guard !display.json else {
      let lines = LineOutput()
      for text in texts { lines.write(text.jsonLine(labels: plan.labels)) }
      lines.flush()
      return
    }
    guard !display.quiet else { return }
    display.terminal.write(ClassifyView(plan).table(texts, names: names))
  }
}
