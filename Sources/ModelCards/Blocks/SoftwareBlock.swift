import SafetyCore

/// Which programs on which kind of machine made the evidence.
enum SoftwareBlock {
  static func make(_ source: CardSource) -> CardBlock {
    var lines: [(text: MarkdownText, seqs: [Int])] = []
    func add(_ text: MarkdownText, _ seq: Int) {
      if let place = lines.firstIndex(where: { $0.text == text }) {
        lines[place].seqs.append(seq)
      } else {
        lines.append((text, [seq]))
      }
    }
    for run in source.filterRuns {
      let begin = run.begin
      add("Filtering: gemma-safety \(begin.body.version) on \(begin.body.hostClass)", begin.seq)
    }
    if let begin = source.mixture?.begin {
      add("Mixing: gemma-safety \(begin.body.version) on \(begin.body.hostClass)", begin.seq)
    }
    let used = Set(source.metrics.map(\.body.run))
    for begin in source.evaluations where used.contains(begin.body.run) {
      add("Evaluation: \(begin.body.subject.harness) on \(begin.body.hostClass)", begin.seq)
    }
    let announced = Set(source.evaluations.map(\.body.run))
    for metric in source.metrics where !announced.contains(metric.body.run) {
      add("Evaluation: \(metric.body.subject.harness)", metric.seq)
    }
    guard !lines.isEmpty else {
      return CardBlock("software", [.text("*No program left a record.*")], hasEvidence: false)
    }
    return CardBlock(
      "software",
      [.bullets(lines.map { $0.text + " " + EvidenceMark.text(Array($0.seqs.prefix(3))) })]
    )
  }
}

/// The small mark behind a figure that names its events.
enum EvidenceMark {
  private static let limit = 4

  /// `<sup>e12</sup>`, of many events the first, the last and how many; empty without evidence.
  static func text(_ events: [Int]) -> MarkdownText {
    guard let first = events.first, let last = events.last else { return "" }
    guard events.count <= limit else { return "<sup>e\(first) … e\(last), \(events.count)</sup>" }
    return "<sup>" + events.map { MarkdownText("e\($0)") }.joined(separator: ", ") + "</sup>"
  }

  /// Whether a line holds what a reader takes for such a mark, however it is written.
  static func isIn(_ line: some StringProtocol) -> Bool {
    var rest = withoutReferences(line.lowercased())[...]
    while let tag = rest.firstRange(of: "<sup") {
      rest = rest[tag.upperBound...]
      guard let end = rest.firstIndex(of: ">") else { return false }
      let text = visible(rest[rest.index(after: end)...].prefix(200))
      if text.first == "e", text.dropFirst().first?.isNumber ?? false { return true }
    }
    return false
  }

  /// What is left of a text without tags and white space.
  private static func visible(_ text: Substring) -> String {
    var isTag = false
    return text.reduce(into: "") { found, character in
      if character == "<" { isTag = true }
      if !isTag, !character.isWhitespace { found.append(character) }
      if character == ">" { isTag = false }
    }
  }

  /// Numeric character references as the characters that a browser shows.
  private static func withoutReferences(_ text: String) -> String {
    text.replacing(/&#(x?)([0-9a-f]{1,6});?/) { match in
      UInt32(match.output.2, radix: match.output.1.isEmpty ? 10 : 16)
        .flatMap(Unicode.Scalar.init).map { String(Character($0)).lowercased() } ?? ""
    }
  }
}
