import ReportPages
import SafetyCore
import SafetyPolicy

/// What another policy would have done to the documents of a finished run.
package struct WhatIfReport: Sendable, Hashable {
  /// How often one rule failed then and would fail now.
  package struct RuleChange: Sendable, Hashable {
    package let rule: RuleID
    package let failedBefore: Int
    package let failedAfter: Int
  }

  package static let format = "gemma-safety.what-if/1"
  /// Ids listed on either side.
  static let idLimit = 20

  package internal(set) var documents = 0
  package internal(set) var keptBefore = 0
  package internal(set) var keptAfter = 0
  package internal(set) var newlyRemoved = 0
  package internal(set) var newlyKept = 0
  /// The first ids in input order; documents withheld then or now are not named.
  package internal(set) var newlyRemovedIDs: [String] = []
  package internal(set) var newlyKeptIDs: [String] = []
  package internal(set) var rules: [RuleChange] = []

  mutating func add(_ document: StoredDocument, _ decision: CorpusDecision) {
    let isKept = decision.isKept
    let isNameable = document.action != .withhold && decision.action != .withhold
    documents += 1
    if document.wasKept { keptBefore += 1 }
    if isKept { keptAfter += 1 }
    let id = DocumentReference.shortened(document.id)
    if document.wasKept, !isKept {
      newlyRemoved += 1
      if isNameable, newlyRemovedIDs.count < Self.idLimit { newlyRemovedIDs.append(id) }
    }
    if isKept, !document.wasKept {
      newlyKept += 1
      if isNameable, newlyKeptIDs.count < Self.idLimit { newlyKeptIDs.append(id) }
    }
  }

  /// Indented JSON; rules in slot order.
  package func json() -> [UInt8] {
    ReportValue.object([
      "format": .string(Self.format),
      "documents": .integer(documents),
      "kept_before": .integer(keptBefore),
      "kept_after": .integer(keptAfter),
      "newly_removed": .integer(newlyRemoved),
      "newly_kept": .integer(newlyKept),
      "newly_removed_ids": .strings(newlyRemovedIDs),
      "newly_kept_ids": .strings(newlyKeptIDs),
      "rules": .array(
        rules.map {
          .object([
            "rule": .string($0.rule.rawValue),
            "failed_before": .integer($0.failedBefore),
            "failed_after": .integer($0.failedAfter),
          ])
        }
      ),
    ]).json
  }

  /// A table for a terminal, without colour; only rules that changed have a row.
  package func text() -> String {
    var lines = [
      "\(ReportFormat.count(documents)) documents decided again",
      "",
      Self.row("kept before", ReportFormat.count(keptBefore), share(keptBefore)),
      Self.row("kept after", ReportFormat.count(keptAfter), share(keptAfter)),
      Self.row("newly removed", ReportFormat.count(newlyRemoved), share(newlyRemoved)),
      Self.row("newly kept", ReportFormat.count(newlyKept), share(newlyKept)),
      "",
    ]
    lines += ruleLines
    lines += Self.list("Newly removed", newlyRemovedIDs, of: newlyRemoved)
    lines += Self.list("Newly kept", newlyKeptIDs, of: newlyKept)
    return lines.joined(separator: "\n") + "\n"
  }

  private var ruleLines: [String] {
    let changed = rules.filter { $0.failedBefore != $0.failedAfter }
    guard !changed.isEmpty else { return ["No rule fails on more or fewer documents than before."] }
    let width = max(4, changed.map { $0.rule.rawValue.count }.max() ?? 4)
    let head = Self.padded("rule", width) + "    before     after    change"
    return [head]
      + changed.map { change in
        let difference = change.failedAfter - change.failedBefore
        let sign = difference > 0 ? "+" : "−"
        let figures = [
          ReportFormat.count(change.failedBefore), ReportFormat.count(change.failedAfter),
          sign + ReportFormat.count(abs(difference)),
        ]
        return Self.padded(change.rule.rawValue, width)
          + figures.map { Self.leading($0, 10) }.joined()
      }
  }

  private func share(_ part: Int) -> String { ReportFormat.percent(part, of: documents) }

  private static func row(_ name: String, _ count: String, _ share: String) -> String {
    padded(name, 14) + leading(count, 12) + leading(share, 9)
  }

  /// Ids come from outside; control characters must not reach a terminal.
  private static func list(_ title: String, _ ids: [String], of total: Int) -> [String] {
    guard !ids.isEmpty else { return [] }
    let more = total > ids.count ? ["  and \(ReportFormat.count(total - ids.count)) more"] : []
    return ["", title] + ids.map { "  " + ReportFormat.printable($0) } + more
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func leading(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
