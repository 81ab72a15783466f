/// A text of an item: its parts in order, and the part that stands for it where it is short.
package struct ContaminationText: Sendable, Hashable {
  package var passages: [String]
  package var field: String

  package init(passages: [String], field: String) {
    self.passages = passages
    self.field = field
  }
}
