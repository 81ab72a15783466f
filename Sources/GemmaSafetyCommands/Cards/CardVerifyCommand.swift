import ArgumentParser
import AuditLog
import Diagnostics
import Glibc
import ModelCards
import ReportPages
import SafetyCore
import SafetyRuntime
import TerminalOutput

struct CardVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check every figure of a card against its evidence, without the log.",
    discussion: """
      Signature, checkpoint, the proof of every event, then every cell of the automatic blocks and \
      the front matter. What was edited, swapped, left out or added is named with its event. Files \
      that were made with the card and lie beside it are checked too; what was not is named with \
      the reason. A part that another version of the program wrote, as the key of the evidence has \
      signed, cannot be made again here: it is named with what differs, and is not proved. Nor is a \
      page or a form for people that no --key given has signed: only its figures are checked.

      Examples:
        gemma-safety card verify model-card/README.md --key audit.key.pub
        gemma-safety card verify README.md --bundle card.evidence.json \\
          --key audit.key.pub --json

      Exit codes: 0 all of it is proved; 1 something differs; 2 it cannot be read, parts are those \
      of another version, or pages are not signed; 3 the figures fit, but no --key has signed the \
      evidence.
      """
  )
  @Argument(help: "The card, or the folder with its README.md.") var card = "README.md"
  @Option(help: "The evidence; card.evidence.json beside the card where not given.")
  var bundle: String?
  @Option(help: "A public key, or its file, whose signature is asked for; may be repeated.")
  var key: [String] = []
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    var outcome = VerificationReport.Outcome.ok
    try GemmaSafety.reporting {
      let inside = card + "/README.md"
      let card = access(inside, F_OK) == 0 ? inside : card
      try Self.refuseOthers(card)
      let file = bundle ?? CardReading.evidence(beside: card)
      let result = try CardVerification(
        card: CardReading.text(card),
        files: CardReading.files(beside: card),
        bundle: EvidenceBundle(
          parsing: SafeFile.read(
            file,
            limit: EvidenceBundle.maximumBytes,
            code: CardFolder.unreadable
          ).bytes,
          file: file
        ),
        keys: key.map(KeyFile.verifier),
        file: card
      )
      outcome = result.outcome
      display.show(text: { Self.text(result) }, json: { Self.json(result) })
    }
    switch outcome {
    case .ok: break
    case .tampered: throw ExitCode(1)
    case .incomplete: throw ExitCode(2)
    case .unverifiable: throw ExitCode(3)
    }
  }

  /// Refuses a file that is made with a card in place of the card itself.
  private static func refuseOthers(_ card: String) throws {
    guard [".html", ".json", ".svg", ".yaml"].contains(where: card.hasSuffix) else { return }
    throw Diagnostic(
      "card/foreign",
      "the file is no README.md",
      at: .init(file: card),
      hint: "name the README.md of its folder; what lies beside it is checked with it"
    )
  }

  private static func text(_ result: CardVerification) -> String {
    let evidence = result.evidence
    let signers = evidence.signedBy.map(\.encoded)
    var lines = [
      "\(result.outcome.rawValue): \(TextTable.grouped(result.proved)) figures proved, "
        + "\(result.problems.count) differ\(inOtherLayouts(result))",
      "  log           \(evidence.checkpoint.origin), "
        + ReportFormat.counted(evidence.checkpoint.size, "event"),
      "  root          \(evidence.checkpoint.root.hex)",
      "  signed by     \(signers.isEmpty ? "no key" : signers.joined(separator: ", "))",
    ]
    if let problem = evidence.problem { lines.append("  evidence      \(problem)") }
    if evidence.outcome == .unverifiable {
      lines.append("  next          name by --key the public key of whoever vouches for the card")
    }
    if !result.checkedFiles.isEmpty {
      lines.append("  files         \(list(result.checkedFiles))")
    }
    lines += unchecked(result)
    lines += layout(result)
    lines += result.problems.map { "  - \(ReportFormat.printable($0.message))" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What was not looked at, and what to do where that leaves the verdict open.
  private static func unchecked(_ result: CardVerification) -> [String] {
    var lines = result.uncheckedFiles.map {
      "  not checked   \(ReportFormat.printable($0.name)): \($0.reason)"
    }
    if result.evidence.outcome == .ok, result.uncheckedFiles.contains(where: \.lacksSignature) {
      lines.append(
        "  next          have the card made by `card generate --audit-key`, which signs it"
      )
    }
    return lines
  }

  private static func inOtherLayouts(_ result: CardVerification) -> String {
    let count = result.otherLayouts.count
    return count == 0 ? "" : ", \(ReportFormat.counted(count, "part")) in another layout"
  }

  /// In which layout the card was written, where that matters, and what differs in this one.
  private static func layout(_ result: CardVerification) -> [String] {
    guard let layout = result.layout else {
      guard !result.problems.isEmpty else { return [] }
      return [
        "  layout        signed by no key given; if another version made the card, check it with that"
      ]
    }
    guard !result.otherLayouts.isEmpty else { return [] }
    var lines = [
      "  layout        \(layout), as a key has signed; this version writes layout "
        + "\(CardManifest.currentLayout)",
      "  next          check with the version that made the card, or make it again with this one",
    ]
    for part in result.otherLayouts {
      lines.append("  other layout  `\(ReportFormat.printable(part.part))`: as it was signed")
      let shown = part.differences.prefix(differenceLimit)
      lines += shown.map { "    \(ReportFormat.printable($0.message))" }
      let rest = part.differences.count - shown.count
      if rest > 0 { lines.append("    … and \(rest) more; --json names all of them") }
    }
    return lines
  }

  /// The most differences shown of a part in another layout.
  private static let differenceLimit = 5

  /// Names of files, those of a folder as their number.
  private static func list(_ names: [String]) -> String {
    let folders = CardFile.folders.map { $0.name + "/" }
    let single = names.filter { name in !folders.contains { name.hasPrefix($0) } }
    let counted = folders.compactMap { folder -> String? in
      let count = names.count { $0.hasPrefix(folder) }
      return count == 0 ? nil : "\(count) of \(folder)"
    }
    return (single.map { ReportFormat.printable($0) } + counted).joined(separator: ", ")
  }

  private static func json(_ result: CardVerification) -> CanonicalValue {
    func text(_ value: String?) -> CanonicalValue { value.map { .string($0) } ?? .null }
    let evidence = result.evidence
    return [
      "format": "gemma-safety.card-verification/1", "outcome": .string(result.outcome.rawValue),
      "proved": .integer(result.proved), "evidence_problem": text(evidence.problem),
      "unproved_events": .array(evidence.unproved.map { .integer($0) }),
      "origin": .string(evidence.checkpoint.origin), "size": .integer(evidence.checkpoint.size),
      "root": .string(evidence.checkpoint.root.hex),
      "signed_by": .array(evidence.signedBy.map { .string($0.encoded) }),
      "files_checked": .array(result.checkedFiles.map { .string($0) }),
      "files_unchecked": .array(
        result.uncheckedFiles.map {
          [
            "name": .string($0.name), "reason": .string($0.reason),
            "lacks_signature": .boolean($0.lacksSignature),
          ]
        }
      ),
      "layout": result.layout.map { .integer($0) } ?? .null,
      "program_layout": .integer(CardManifest.currentLayout),
      "other_layouts": .array(
        result.otherLayouts.map {
          ["part": .string($0.part), "differences": .array($0.differences.map(json))]
        }
      ),
      "problems": .array(result.problems.map(json)),
    ]
  }

  private static func json(_ problem: CardProblem) -> CanonicalValue {
    func text(_ value: String?) -> CanonicalValue { value.map { .string($0) } ?? .null }
    return [
      "kind": .string(problem.kind.rawValue), "block": .string(problem.block),
      "row": text(problem.row), "column": text(problem.column), "found": text(problem.found),
      "expected": text(problem.expected),
      "evidence": .array(problem.evidence.map { .integer($0) }),
    ]
  }
}
