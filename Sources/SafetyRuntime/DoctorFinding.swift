/// One thing that `doctor` looked at.
package struct DoctorFinding: Sendable, Hashable {
  /// What it belongs to, such as `libraries`.
  package var group: String
  package var name: String
  package var value: String
  /// What to do about it; nil where all is well.
  package var hint: String?
  /// What is wrong with a file in a word, `missing` or `unusable`.
  package var fault: String?

  init(
    _ group: String,
    _ name: String,
    _ value: String,
    hint: String? = nil,
    fault: String? = nil
  ) {
    self.group = group
    self.name = name
    self.value = value
    self.hint = hint
    self.fault = fault
  }

  package var isWell: Bool { hint == nil }
}
