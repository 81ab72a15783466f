import ArgumentParser
import CorpusFiltering
import ReportPages
import SafetyCore
import SafetyPolicy
import SafetyRuntime
import TerminalOutput

struct PolicyShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what a policy asks; with --json the canonical form its digest is made of.",
    discussion: """
      Examples:
        gemma-safety policy show
        gemma-safety policy show fineweb
        gemma-safety policy show default --json
      """
  )
  @Argument(help: Setting.corpusPolicy.help("A policy file or a shipped policy's name."))
  var file: String?
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    try GemmaSafety.reporting {
      let source = try PolicySource(file ?? Settings.current[.corpusPolicy])
      if source.kind == .guarded {
        return GuardPolicyView(try source.program(), source.name).show(display)
      }
      let policy = try source.corpus()
      display.show(text: { text(policy) }, json: { policy.canonicalForm })
    }
  }

  private func text(_ policy: CorpusPolicy) -> String {
    let terminal = display.terminal
    var text = "\(terminal.bold(policy.name))  \(policy.summary)\nsha256:\(policy.digest.hex)\n"
    var measuring: [String] = []
    for (index, detector) in policy.detectors.enumerated() {
      let first = policy.table.firstSlots[index]
      let slots = first..<first + detector.descriptor.rules.count
      guard slots.contains(where: { policy.rules[$0] != nil }) else {
        measuring.append(detector.descriptor.name)
        continue
      }
      text += "\n\(terminal.bold(detector.descriptor.name))\n"
      text += rules(of: policy, in: slots).joined(separator: "\n") + "\n"
    }
    guard !measuring.isEmpty else { return text }
    return text + "\n\(terminal.bold("measured only"))\n  \(measuring.joined(separator: ", "))\n"
  }

  private func rules(of policy: CorpusPolicy, in slots: Range<Int>) -> [String] {
    var table = TextTable(leading: 3)
    for slot in slots {
      guard let rule = policy.rules[slot] else { continue }
      let name = policy.table.rules[slot].id.rawValue.split(separator: "/").dropFirst()
      let limit = rule.removeAbove.map { ", remove above \($0)" } ?? ""
      table.add(
        name.joined(separator: "/"),
        rule.action.rawValue + limit,
        [
          rule.minimum.map { "min \(ReportFormat.value($0))" },
          rule.maximum.map { "max \(ReportFormat.value($0))" },
        ].compactMap { $0 }.joined(separator: "  ")
      )
    }
    return table.lines(indent: 2)
  }
}
