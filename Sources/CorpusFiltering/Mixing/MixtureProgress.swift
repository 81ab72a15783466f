/// How far a mixture has come.
package struct MixtureProgress: Sendable, Hashable {
  /// What is done one after another.
  package enum Step: String, Sendable, Hashable, CaseIterable {
    case measuring
    case drawing
    case writing
  }

  package var step: Step
  /// Of this step, from 0 to 1.
  package var part: Double
  /// In this step so far.
  package var documents: Int

  /// Of the whole, each of the steps taking as long as any other.
  package var fraction: Double {
    let index = Double(Step.allCases.firstIndex(of: step) ?? 0)
    return (index + part) / Double(Step.allCases.count)
  }
}
