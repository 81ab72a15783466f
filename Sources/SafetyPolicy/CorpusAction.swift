/// What a policy does with a document when a rule fails, from the mildest to the gravest.
package enum CorpusAction: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Keep the text as it is and note the value.
  case annotate
  /// Delete the rule's spans from the text.
  case cut
  /// Replace the rule's spans by typed placeholders such as `<EMAIL>`.
  case redact
  /// Replace the rule's spans by keyed pseudonyms, the same for the same text in one run.
  case pseudonymise
  /// Move the document to `removed/`.
  case remove
  /// Write the document's text nowhere; only digests and counts remain.
  case withhold

  package static func < (a: CorpusAction, b: CorpusAction) -> Bool { a.rank < b.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
