import Diagnostics
import SafetyCore
import SafetyPolicy

/// Cuts, redacts and pseudonymises the spans that a policy's failed rules named.
struct DocumentEditor {
  init(rules: [RuleDescriptor], key: DigestKey?) {}

  /// The edited text, or nil where the decision asks for no edit.
  func edit(
    _ text: UnsafeRawBufferPointer,
    _ spans: [EvidenceSpan],
    _ decision: CorpusDecision
  ) -> [UInt8]? { nil }
}
