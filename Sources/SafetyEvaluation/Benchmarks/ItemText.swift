/// The words by which one appearance of an item in a corpus is recognised.
package struct ItemText: Sendable, Hashable {
  /// Fields in the order in which the prompt has them, joined where few words stand between them.
  package var passages: [String]
  /// The longest of the fields, which stands for the item where it is all there is.
  package var field: String

  package init(passages: [String], field: String) {
    self.passages = passages
    self.field = field
  }

  /// The same with a text behind the last passage, or as a passage where nothing joins the two.
  func followed(by text: String, joint: String?) -> ItemText {
    var longer = self
    if let joint, let last = passages.last {
      longer.passages[passages.count - 1] = last + joint + text
    } else {
      longer.passages.append(text)
    }
    return longer
  }
}

extension TextTemplate {
  /// Words of the template between two fields that do not tear a passage apart, such as `Answer:`.
  private static let longestJoint = 2

  /// Whether the template is words alone, the same for every item.
  var isFixed: Bool {
    parts.allSatisfy { part in
      if case .literal = part { true } else { false }
    }
  }

  /// The item as the template shows it, without the template's own words before and behind.
  ///
  /// - Returns: The passages, and what would stand between the last of them and more text; nil where
  ///   that is too long to join the two.
  /// - Throws: `benchmark/missing-field`.
  func itemText(of record: BenchmarkRecord) throws -> (text: ItemText, joint: String?) {
    var text = ItemText(passages: [], field: "")
    var joint: String?
    for part in parts {
      switch part {
      case .literal(let words):
        let isShort = words.split { !$0.isLetter && !$0.isNumber }.count <= Self.longestJoint
        joint = isShort ? joint.map { $0 + words } : nil
      case .field(let path):
        let field = try record.text(path)
        text = text.followed(by: field, joint: joint)
        if field.utf8.count > text.field.utf8.count { text.field = field }
        joint = ""
      }
    }
    return (text, joint)
  }
}
