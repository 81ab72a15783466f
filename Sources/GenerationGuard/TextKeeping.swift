import SafetyCore
import SafetyPolicy

/// Has the log keep what was said, sealed beside the decisions over it, until somebody erases it.
package struct TextKeeping: Sendable {
  /// Bytes of one text; of a longer one the beginning is kept.
  package static let mostBytes = 1 << 20

  private let isErased: @Sendable (String) throws -> Bool

  /// - Parameter isErased: Whether a subject was erased, so that nothing more is kept about it.
  package init(isErased: @escaping @Sendable (_ subject: String) throws -> Bool) {
    self.isErased = isErased
  }

  /// A text that was looked at without a model, as one stage's content.
  ///
  /// - Throws: What asking the log throws.
  package func contents(
    of text: String,
    _ stage: GuardStage,
    about subject: TextSubject
  ) throws -> [SealedContent] {
    try keeps(subject) ? Self.sealed(text, stage, about: subject) : []
  }

  /// What is to be kept of one answer; nil about a subject that was erased.
  ///
  /// - Throws: What asking the log throws.
  func texts(
    of request: GenerationRequest,
    about subject: TextSubject,
    withPrompt: Bool
  ) throws -> KeptTexts? {
    try keeps(subject) ? KeptTexts(of: request, about: subject, withPrompt: withPrompt) : nil
  }

  /// Whether the log may hold more about a subject; it is asked only about one that was named.
  private func keeps(_ subject: TextSubject) throws -> Bool {
    guard case .named(let name) = subject else { return true }
    return try !isErased(name)
  }

  /// A stage's text as the log seals it; empty for no text.
  static func sealed(
    _ text: String,
    _ stage: GuardStage,
    about subject: TextSubject
  ) -> [SealedContent] {
    guard !text.isEmpty else { return [] }
    let content = beginning(of: text)
    return [SealedContent(slot: stage.rawValue, subject: subject.name, content: content)]
  }

  /// The bytes up to the limit, no character cut.
  static func beginning(of text: String) -> [UInt8] {
    guard text.utf8.count > mostBytes else { return Array(text.utf8) }
    var end = text.utf8.index(text.startIndex, offsetBy: mostBytes)
    while text.utf8[end] & 0xC0 == 0x80 { text.utf8.formIndex(before: &end) }
    return Array(text.utf8[..<end])
  }
}
