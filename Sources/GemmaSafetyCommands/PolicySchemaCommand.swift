import ArgumentParser
import ReportPages
import SafetyRuntime

struct PolicySchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of corpus policies, for editors that complete and check YAML.",
    discussion: """
      The schema is made from the detectors of this program, so that it knows every setting and rule. \
      `policy check` finds more: files that are not there, ranges that are empty.

      Examples:
        gemma-safety policy schema > corpus-policy.schema.json
      """
  )
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    let schema = CorpusPolicySchema(detectors: DetectorCatalog.descriptors).value
    if !display.quiet { display.terminal.write(String(decoding: schema.json, as: UTF8.self)) }
  }
}
