import ArgumentParser
import Diagnostics
import ReleaseGate
import ReportPages
import SafetyCore
import SafetyPolicy

struct PolicyCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say what is wrong with a policy: 0 nothing, 1 something, 2 it cannot be read.",
    discussion: """
      Examples:
        gemma-safety policy check my-policy.yaml
        gemma-safety policy check default
        gemma-safety policy check policies/release.yaml
        gemma-safety policy check - < my-policy.yaml
      """
  )
  @Argument(help: "A policy file, - for standard input, or the name of a shipped policy.")
  var file: String
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    var isValid = true
    try GemmaSafety.reporting {
      do {
        let source = try PolicySource(file)
        switch source.kind {
        case .guarded: GuardPolicyView(try source.program(), file).showCheck(display)
        case .release: show(try source.release())
        case .corpus: show(try source.corpus())
        }
      } catch let error as Diagnostic where Self.isAboutPolicy(error) {
        isValid = false
        show([error])
      } catch let error as Diagnostics where error.items.allSatisfy(Self.isAboutPolicy) {
        isValid = false
        show(error.items)
      }
    }
    if !isValid { throw ExitCode(1) }
  }

  /// Whether the policy was read and is wrong, rather than not read.
  private static func isAboutPolicy(_ problem: Diagnostic) -> Bool {
    let code = problem.code.rawValue
    return ["policy/", "pattern/", "guard-list/", "release/"].contains(where: code.hasPrefix)
      && problem.code != "policy/unknown-policy"
  }

  private func show(_ policy: CorpusPolicy) {
    let deciding = policy.rules.count { $0 != nil }
    let notes = PolicyNotes.lines(on: policy)
    display.show(
      text: {
        "\(file): valid, \(ReportFormat.counted(policy.rules.count, "rule")) measured, "
          + "\(ReportFormat.counted(deciding, "decides", "decide"))\n"
          + "sha256:\(policy.digest.hex)\n" + notes.map { $0 + "\n" }.joined()
      },
      json: {
        [
          "format": "gemma-safety.policy-check/1", "file": .string(file), "valid": true,
          "name": .string(policy.name), "rules": .integer(policy.rules.count),
          "deciding": .integer(deciding), "sha256": .string(policy.digest.hex),
          "notes": .array(notes.map { .string($0) }),
          "problems": .array([]),
        ]
      }
    )
  }

  private func show(_ policy: ReleasePolicy) {
    let statements = policy.rules.map(\.severity) + policy.checks.map(\.severity)
    let blocking = statements.count { $0 == .block }
    display.show(
      text: {
        "\(file): valid, a policy of releases, \(ReportFormat.counted(policy.rules.count, "rule")), "
          + "\(ReportFormat.counted(policy.checks.count, "check")), \(blocking) of them block\n"
          + "sha256:\(policy.digest.hex)\n"
      },
      json: {
        [
          "format": "gemma-safety.release-policy-check/1", "file": .string(file), "valid": true,
          "name": .string(policy.name), "rules": .integer(policy.rules.count),
          "checks": .integer(policy.checks.count), "blocking": .integer(blocking),
          "sha256": .string(policy.digest.hex), "problems": .array([]),
        ]
      }
    )
  }

  private func show(_ problems: [Diagnostic]) {
    guard display.json else {
      GemmaSafety.note(Diagnostics(problems).description)
      return
    }
    display.show(
      text: { "" },
      json: {
        [
          "format": "gemma-safety.policy-check/1", "file": .string(file), "valid": false,
          "problems": .array(problems.map { Self.json($0) }),
        ]
      }
    )
  }

  private static func json(_ problem: Diagnostic) -> CanonicalValue {
    [
      "code": .string(problem.code.rawValue), "message": .string(problem.message),
      "line": problem.place?.line.map { .integer($0) } ?? .null,
      "column": problem.place?.column.map { .integer($0) } ?? .null,
      "hint": problem.hint.map { .string($0) } ?? .null,
    ]
  }
}
