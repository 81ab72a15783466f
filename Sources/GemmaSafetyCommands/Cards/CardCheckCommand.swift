import ArgumentParser
import Diagnostics
import ModelCards
import SafetyCore
import SafetyRuntime
import TerminalOutput

struct CardCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say field by field what a documentation scheme asks for and the card has.",
    discussion: """
      Each field is automatic (made from evidence), human (written in `card/`, and reviewed), \
      missing, or not applicable with the reason that the section gives as `not_applicable`.

      Profiles: hf, gemma, mct, cyclonedx, spdx, gpai, annex-xi, annex-xii, mitchell, datasheet, \
      nist-600-1. Exit codes: 0 complete, 1 a field that the scheme asks for is missing.

      Examples:
        gemma-safety card check --profile gemma
        gemma-safety card check --profile gpai --profile annex-xi \\
          --audit audit.sqlite --json
      """
  )
  @Option(help: "The scheme; may be repeated. All that fit the kind of card where none is given.")
  var profile: [CardProfile] = []
  @Option(help: Setting.cardFolder.help("The folder with card.yaml and the sections."))
  var folder: String?
  @OptionGroup var log: AuditLogOption
  @Option(help: "Check with this card.evidence.json instead of a log.") var evidence: String?
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    var isComplete = true
    try GemmaSafety.reporting {
      let folder = CardFolder(Setting.cardFolder.value(given: folder))
      var request = CardRequest(folder: folder, audit: log.path, out: ".")
      request.evidence = evidence
      request.isDryRun = true
      let document = try CardGenerator.document(request, clock: Clock.now)
      let fitting = CardProfile.allCases.filter { $0.kind == document.source.settings.kind }
      let results = (profile.isEmpty ? fitting : profile).map { ($0, document.findings($0)) }
      isComplete = results.allSatisfy { !$0.1.contains(where: \.isBlocking) }
      display.show(
        text: {
          let isUnreviewed = document.sections.values.contains(where: \.review.isUnreviewed)
          let tables = results.map { Self.text($0.0, $0.1, display.terminal) }
          return (tables + (isUnreviewed ? [Self.reviewHint] : [])).joined(separator: "\n")
        },
        json: {
          [
            "format": "gemma-safety.card-check/1", "complete": .boolean(isComplete),
            "profiles": .array(results.map { Self.json($0.0, $0.1) }),
          ]
        }
      )
    }
    if !isComplete { throw ExitCode(1) }
  }

  private static let reviewHint =
    "A section counts once its front matter has `reviewed_by` and `reviewed_on`.\n"

  private static func text(
    _ profile: CardProfile,
    _ findings: [ProfileFinding],
    _ terminal: Terminal
  ) -> String {
    let title = terminal.bold("\(profile.rawValue): \(profile.title)")
    if let stranger = findings.first(where: \.isOfOtherKind) {
      return "\(title)\n  incomplete: \(stranger.detail)\n"
    }
    var table = TextTable(leading: 3)
    for finding in findings {
      let isOptional = finding.state == .missing && finding.field.isOptional
      let state = finding.state.rawValue + (isOptional ? " (optional)" : "")
      table.add(finding.field.name, state, finding.detail)
    }
    let open = findings.count(where: \.isBlocking)
    let counts = ProfileFinding.State.allCases.map { state in
      "\(findings.count { $0.state == state }) \(state.rawValue)"
    }
    return """
      \(title)
      \(table.lines(indent: 2).joined(separator: "\n"))
        \(open == 0 ? "complete" : "incomplete, \(open) of \(findings.count) fields stand open"): \
      \(counts.joined(separator: ", "))

      """
  }

  private static func json(_ profile: CardProfile, _ findings: [ProfileFinding]) -> CanonicalValue {
    [
      "profile": .string(profile.rawValue), "title": .string(profile.title),
      "complete": .boolean(!findings.contains(where: \.isBlocking)),
      "fields": .array(
        findings.map {
          [
            "field": .string($0.field.name), "state": .string($0.state.rawValue),
            "optional": .boolean($0.field.isOptional), "detail": .string($0.detail),
          ]
        }
      ),
    ]
  }
}
