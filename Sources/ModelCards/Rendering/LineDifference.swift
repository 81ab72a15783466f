/// The lines that two texts do not share, each behind its sign.
enum LineDifference {
  private static let limit = 40

  static func text(_ old: String, _ new: String) -> String {
    let a = old.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let b = new.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let changes = b.difference(from: a).map { change in
      switch change {
      case .remove(let offset, let line, _): (offset, 0, "  - \(line)")
      case .insert(let offset, let line, _): (offset, 1, "  + \(line)")
      }
    }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    var lines = changes.prefix(limit).map(\.2)
    if changes.count > limit { lines.append("  … \(changes.count - limit) more lines differ") }
    return lines.joined(separator: "\n")
  }
}
