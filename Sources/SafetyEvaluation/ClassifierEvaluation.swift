/// Scores and truths of an evaluation, gathered text by text.
///
/// Memory grows with the texts: one score and two small numbers a label that is known.
package struct ClassifierEvaluation: Sendable {
  private struct Column {
    var scores: [Double] = []
    var truths: [Bool] = []
    var texts: [Int] = []
  }

  package let labels: [String]
  private var columns: [Column]
  private var sourceOfText: [Int] = []
  private var groupsOfText: [[Int]] = []
  /// In order of appearance.
  private var sources: [String] = []
  private var groups: [String] = []
  private var sourceIndex: [String: Int] = [:]
  private var groupIndex: [String: Int] = [:]

  package init(labels: [String]) {
    self.labels = labels
    columns = labels.map { _ in Column() }
  }

  package var textCount: Int { sourceOfText.count }
  /// Sorted; texts without a source have none.
  package var sourceNames: [String] { sources.sorted() }
  package var groupNames: [String] { groups.sorted() }

  /// Takes a text in.
  ///
  /// - Parameters:
  ///   - scores: One a label.
  ///   - truths: One a label; nil where nobody said.
  ///   - source: Where the text comes from.
  ///   - mentions: Groups of people that it mentions.
  package mutating func add(
    scores: [Double],
    truths: [Bool?],
    source: String? = nil,
    groups mentions: [String] = []
  ) {
    precondition(scores.count == labels.count && truths.count == labels.count, "one a label")
    let text = sourceOfText.count
    sourceOfText.append(source.map { Self.index(of: $0, &sourceIndex, &sources) } ?? -1)
    groupsOfText.append(mentions.map { Self.index(of: $0, &groupIndex, &groups) })
    for label in labels.indices {
      guard let truth = truths[label] else { continue }
      columns[label].scores.append(scores[label])
      columns[label].truths.append(truth)
      columns[label].texts.append(text)
    }
  }

  /// The texts of a label, of one source or of all; nil where there are none to judge by.
  package func scores(of label: Int, source: String? = nil) -> LabelledScores? {
    let column = columns[label]
    let all = LabelledScores(scores: column.scores, truths: column.truths)
    guard let source else { return all }
    guard let wanted = sourceIndex[source] else { return nil }
    return all?.selecting(column.texts.map { sourceOfText[$0] == wanted })
  }

  /// How a label's scores treat texts that mention a group.
  package func subgroup(of label: Int, group: String) -> SubgroupAUC? {
    guard let wanted = groupIndex[group], let all = scores(of: label) else { return nil }
    return SubgroupAUC(
      all,
      mentions: columns[label].texts.map { groupsOfText[$0].contains(wanted) }
    )
  }

  private static func index(
    of name: String,
    _ known: inout [String: Int],
    _ names: inout [String]
  ) -> Int {
    if let index = known[name] { return index }
    known[name] = names.count
    names.append(name)
    return names.count - 1
  }
}
