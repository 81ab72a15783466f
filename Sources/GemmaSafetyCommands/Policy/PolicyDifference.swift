import ReportPages
import SafetyCore
import SafetyPolicy
import TerminalOutput

/// What two policies say differently, a row for each rule, setting or limit.
struct PolicyDifference {
  struct Row: Equatable {
    let name: String
    /// Nil where the policy says nothing of it.
    let left: String?
    let right: String?
  }

  let rows: [Row]

  init(_ left: CorpusPolicy, _ right: CorpusPolicy) {
    self.init(Self.statements(of: left), Self.statements(of: right))
  }

  init(_ left: GuardPolicy, _ right: GuardPolicy) {
    self.init(Self.statements(of: left), Self.statements(of: right))
  }

  private init(_ before: [String: String], _ after: [String: String]) {
    rows = Set(before.keys).union(after.keys).sorted().compactMap { name in
      guard before[name] != after[name] else { return nil }
      return Row(name: name, left: before[name], right: after[name])
    }
  }

  /// Characters of a value that a table shows; `--json` gives all of them.
  private static let longestCell = 60

  /// A table under the names of both, and a line that counts the kinds of difference.
  ///
  /// - Parameters:
  ///   - left: The name of the one.
  ///   - right: The name of the other.
  ///   - width: Columns that there are; nil for as many as it takes.
  /// - Returns: Lines without their ends.
  func lines(_ left: String, _ right: String, width: Int?) -> [String] {
    guard !rows.isEmpty else { return ["no difference"] }
    var table = TextTable(leading: width == nil ? 1 : 3)
    table.add("", left, right)
    for row in rows {
      table.add(row.name, Self.cell(row.left ?? "absent"), Self.cell(row.right ?? "absent"))
    }
    let (onlyLeft, onlyRight) = (rows.count { $0.right == nil }, rows.count { $0.left == nil })
    let parts = [
      "\(onlyLeft) only in \(left)", "\(onlyRight) only in \(right)",
      "\(rows.count - onlyLeft - onlyRight) in both with other values",
    ]
    let count = ReportFormat.counted(rows.count, "difference")
    return table.lines(width: width) + ["\(count): " + parts.joined(separator: ", ")]
  }

  private static func cell(_ text: String) -> String {
    text.count <= longestCell ? text : text.prefix(longestCell - 1) + "…"
  }

  /// The rows; null where a policy says nothing.
  var json: CanonicalValue {
    [
      "format": "gemma-safety.policy-diff/1",
      "differences": .array(
        rows.map {
          [
            "name": .string($0.name),
            "left": $0.left.map(CanonicalValue.string) ?? .null,
            "right": $0.right.map(CanonicalValue.string) ?? .null,
          ]
        }
      ),
    ]
  }

  /// What a policy says, by the name of what it says it of; its own name does not count.
  private static func statements(of policy: CorpusPolicy) -> [String: String] {
    guard case .object(let members) = policy.canonicalForm else { return [:] }
    var statements: [String: String] = [:]
    for (key, value) in members where key != "name" {
      guard key == "detectors", case .object(let detectors) = value else {
        merge(value, under: key, into: &statements)
        continue
      }
      for (name, detector) in detectors {
        guard case .object(let parts) = detector else { continue }
        statements[name] = "on"
        if case .object(let rules)? = parts["rules"] {
          for (rule, limits) in rules { statements[rule] = phrase(limits) }
        }
        if let settings = parts["settings"] { merge(settings, under: name, into: &statements) }
      }
    }
    return statements
  }

  /// The same of a guard policy; rules and tests go by their ids.
  private static func statements(of policy: GuardPolicy) -> [String: String] {
    guard case .object(let members) = policy.canonicalForm else { return [:] }
    var statements: [String: String] = [:]
    for (key, value) in members where key != "name" {
      guard case .array(let items) = value, ["rules", "tests"].contains(key) else {
        merge(value, under: key, into: &statements)
        continue
      }
      for case .object(var item) in items {
        let id = item.removeValue(forKey: "id").map(text) ?? ""
        merge(.object(item), under: "\(key) \(id)", into: &statements)
      }
    }
    return statements
  }

  private static func merge(
    _ value: CanonicalValue,
    under path: String,
    into statements: inout [String: String]
  ) {
    guard case .object(let members) = value else {
      statements[path] = text(value)
      return
    }
    for (key, member) in members { merge(member, under: "\(path) \(key)", into: &statements) }
  }

  /// `remove under 50, over 100000`.
  private static func phrase(_ rule: CanonicalValue) -> String {
    guard case .object(let members) = rule else { return text(rule) }
    let limits = [("min", "under"), ("max", "over"), ("remove_above", "drop over")].compactMap {
      key,
      word in members[key].map { "\(word) \(text($0))" }
    }
    let action = members["action"].map(text) ?? ""
    return limits.isEmpty ? action : "\(action) \(limits.joined(separator: ", "))"
  }

  private static func text(_ value: CanonicalValue) -> String {
    if case .string(let text) = value { return text }
    return String(decoding: value.canonicalJSON, as: UTF8.self)
  }
}
