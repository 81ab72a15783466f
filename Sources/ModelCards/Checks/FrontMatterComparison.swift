/// The front matter of a card beside the one made from evidence, line by line.
enum FrontMatterComparison {
  static func problems(found: String, expected: String) -> [CardProblem] {
    guard found != expected else { return [] }
    let a = expected.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let b = found.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var removed: [Int: String] = [:]
    var problems: [CardProblem] = []
    let difference = b.difference(from: a)
    for case .remove(let offset, let line, _) in difference { removed[offset] = line }
    for case .insert(let offset, let line, _) in difference {
      let key = line.prefix { $0 != ":" }
      let old = removed.filter { $0.value.prefix { $0 != ":" } == key }
        .min { abs($0.key - offset) < abs($1.key - offset) }
      if let old { removed[old.key] = nil }
      problems.append(
        CardProblem(
          kind: old == nil ? .unproved : .edited,
          block: "front-matter",
          row: dataset(above: offset, in: b),
          column: MarkdownTable.trimmed(key.drop { $0 == " " || $0 == "-" }),
          found: MarkdownTable.trimmed(line),
          expected: (old?.value).map { MarkdownTable.trimmed($0) }
        )
      )
    }
    return problems
      + removed.sorted { $0.key < $1.key }.map { offset, line in
        CardProblem(
          kind: .missing,
          block: "front-matter",
          row: dataset(above: offset, in: a),
          expected: MarkdownTable.trimmed(line)
        )
      }
  }

  /// The name of the dataset that a line of `model-index` belongs to.
  private static func dataset(above line: Int, in lines: [String]) -> String? {
    for index in (0...line).reversed() where lines[index].hasPrefix("      name: ") {
      return String(lines[index].dropFirst(12))
    }
    return nil
  }
}
