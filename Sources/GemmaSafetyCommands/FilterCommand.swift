import ArgumentParser
import AuditLog
import CorpusFiltering
import Diagnostics
import SafetyCore
import SafetyPolicy
import SafetyRuntime

struct FilterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter",
    abstract: "Clean a corpus and record why each document went."
  )

  @Argument(help: "Files and folders: JSONL, text, Markdown, CSV, TSV, WARC; plain, gzip, zstd.")
  var paths: [String]
  @Option(name: [.short, .long], help: "The folder of the results.") var output = "filtered"
  @Option(help: "A policy file; the shipped corpus policy without one.") var policy: String?
  @Option(help: "Threads.") var workers = 2
  @Option(help: "The audit log; audit.sqlite among the results without one.") var audit: String?
  @Option(help: "The field of the text, dotted where nested.") var textField = "text"
  @Option(help: "The field of the id.") var idField = "id"
  @Option(help: "The field of the address.") var urlField = "url"
  @Option(help: "Read only names that match; may be repeated.") var include: [String] = []
  @Option(help: "Pass over names that match; may be repeated.") var exclude: [String] = []
  @Flag(help: "Write over earlier results.") var overwrite = false
  @Flag(help: "Keep only ids and reasons of removed documents.") var noRemovedText = false
  @Flag(help: "Exit with code 2 where anything went to quarantine.") var strict = false
  @Flag(name: [.short, .long], help: "Print nothing but errors.") var quiet = false

  func validate() throws {
    guard (1...256).contains(workers) else {
      throw ValidationError("--workers must be from 1 to 256")
    }
  }

  func run() throws {
    var quarantined = 0
    try GemmaSafety.reporting { quarantined = try filter() }
    if strict, quarantined > 0 { throw ExitCode(2) }
  }

  /// Returns how many records went to quarantine.
  private func filter() throws -> Int {
    let policy = try PolicyCommand.load(self.policy)
    guard !paths.contains("-") else {
      throw Diagnostic("filter/standard-input", "standard input is not read yet")
    }
    let inventory = try InputDiscovery(include: include, exclude: exclude, outputFolder: output)
      .inventory(of: paths)
    var configuration = FilterRun.Configuration(
      run: Self.runName(),
      policy: policy,
      detectors: try DetectorCatalog.detectors(for: policy),
      shards: inventory.shards,
      output: output
    )
    configuration.options.textField = try FieldPath(parsing: textField)
    configuration.options.idField = try FieldPath(parsing: idField)
    configuration.options.urlField = try FieldPath(parsing: urlField)
    configuration.overwrites = overwrite
    configuration.includesRemovedText = !noRemovedText
    configuration.workers = workers
    let report = try reportFile()
    let log = try AuditLog(
      path: audit ?? output + "/audit.sqlite",
      mode: .readWrite,
      clock: Clock.now
    )
    var run = try FilterRun(configuration, sink: log)
    let statistics = try run.execute(
      begin: try begin(configuration),
      unreadable: inventory.quarantined
    ) { progress in
      guard !quiet else { return }
      GemmaSafety.note("\(progress.totals.documents) documents")
    }
    try log.close()
    try report.append(FilterSummary.json(statistics, policy: policy))
    try report.publish()
    if !quiet { show(statistics, policy: policy, run: configuration.run) }
    return statistics.totals.quarantined + inventory.quarantined.count
  }

  private func reportFile() throws -> PartialFile {
    try PartialFile(
      folder: output,
      name: "report.json",
      start: overwrite ? .replacing : .new
    )
  }

  private func begin(_ configuration: FilterRun.Configuration) throws -> RunBegin {
    let inputs = try configuration.shards.map { shard in
      let file = try InputFile.digest(shard.path)
      return ShardInput(name: shard.name, size: file.size, sha256: file.sha256)
    }
    return RunBegin(
      run: configuration.run,
      command: "filter",
      version: GemmaSafety.version,
      hostClass: "linux",
      policyDigest: configuration.policy.digest,
      policyName: configuration.policy.name,
      inputs: inputs
    )
  }

  private func show(_ statistics: RunStatistics, policy: CorpusPolicy, run: String) {
    let totals = statistics.totals
    print("documents  \(totals.documents)")
    print("kept       \(totals.kept)")
    print("removed    \(totals.removed)")
    print("quarantine \(totals.quarantined)")
    for (rule, counts) in zip(policy.table.rules, statistics.ruleCounts) where counts.failed > 0 {
      print("  \(rule.id): failed \(counts.failed), alone \(counts.failedAlone)")
    }
    print("run \(run), policy sha256:\(policy.digest.hex)")
    print("kept text: \(output)/kept  report: \(output)/report.json")
  }

  private static func runName() -> String {
    let name = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 16 - name.count) + name
  }
}
