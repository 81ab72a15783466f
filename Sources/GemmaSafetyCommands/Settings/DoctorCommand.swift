import ArgumentParser
import SafetyCore
import SafetyRuntime
import TerminalOutput

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what is installed, what was found and whether anything is missing.",
    discussion: """
      Exit codes: 0 all is well, 1 something is missing or unusable; each such thing has a hint.

      Examples:
        gemma-safety doctor
        gemma-safety doctor -o /data/filtered --json
      """
  )

  @Option(name: [.short, .long], help: "The folder that results would go to.")
  var output = "filtered"
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    let findings = Doctor(version: GemmaSafety.version, output: output).findings()
    let isWell = findings.allSatisfy(\.isWell)
    display.show(text: { text(findings) }, json: { Self.json(findings, isWell: isWell) })
    if !isWell { throw ExitCode(1) }
  }

  private func text(_ findings: [DoctorFinding]) -> String {
    let terminal = display.terminal
    let width = findings.map(\.name.count).max() ?? 0
    var text = ""
    var group = ""
    for finding in findings {
      if finding.group != group {
        text += (group.isEmpty ? "" : "\n") + terminal.bold(finding.group) + "\n"
        group = finding.group
      }
      let fill = String(repeating: " ", count: width - finding.name.count)
      text += "  \(finding.name)\(fill)  \(finding.value)\n"
      let fault = finding.fault.map { terminal.bold($0) + "  " } ?? ""
      if let hint = finding.hint { text += "  \(fault)hint: \(hint)\n" }
    }
    let missing = findings.count { !$0.isWell }
    return text + "\n" + (missing == 0 ? "all is well\n" : "in need of attention: \(missing)\n")
  }

  private static func json(_ findings: [DoctorFinding], isWell: Bool) -> CanonicalValue {
    [
      "format": "gemma-safety.doctor/1",
      "ok": .boolean(isWell),
      "findings": .array(
        findings.map { finding in
          [
            "group": .string(finding.group), "name": .string(finding.name),
            "value": .string(finding.value), "ok": .boolean(finding.isWell),
            "hint": finding.hint.map { .string($0) } ?? .null,
          ]
        }
      ),
    ]
  }
}
