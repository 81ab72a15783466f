/// What a documentation scheme asks for, and where a card answers it.
package struct ProfileField: Sendable, Hashable {
  /// Who answers a field.
  package enum Answer: Sendable, Hashable {
    /// A block made from evidence.
    case block(String)
    /// A section that a person writes.
    case section(String)
    /// A field of `card.yaml`.
    case setting(CardField)
    /// Any one of several answers.
    case any([Answer])
    /// A reason why nobody has to.
    case never(String)
  }

  package var name: String
  package var answer: Answer
  /// Whether the scheme can be satisfied without.
  package var isOptional: Bool

  init(_ name: String, _ answer: Answer, optional: Bool = false) {
    self.name = name
    self.answer = answer
    isOptional = optional
  }
}

extension CardDocument {
  /// Every field of a scheme with what the card has for it.
  package func findings(_ profile: CardProfile) -> [ProfileFinding] {
    guard profile.kind == source.settings.kind else {
      let detail =
        "the scheme is for a \(profile.kind.rawValue), this is a card of a \(source.settings.kind.rawValue)"
      return profile.fields.map {
        ProfileFinding(field: $0, state: .missing, detail: detail, isOfOtherKind: true)
      }
    }
    return profile.fields.map { field in
      let (state, detail) = finding(field.answer)
      return ProfileFinding(field: field, state: state, detail: detail)
    }
  }

  private func finding(_ answer: ProfileField.Answer) -> (ProfileFinding.State, String) {
    switch answer {
    case .block(let id):
      guard let block = blocks.first(where: { $0.id == id }) else {
        return (.missing, "a \(source.settings.kind.rawValue) card has no block `\(id)`")
      }
      return block.hasEvidence
        ? (.automatic, "block `\(id)`") : (.missing, Self.remedy(id))
    case .section(let id): return section(id)
    case .setting(let field):
      return source.settings.has(field)
        ? (.human, "`\(field.rawValue)` of card.yaml")
        : (.missing, "card.yaml has no `\(field.rawValue)`")
    case .any(let answers):
      let all = answers.map(finding)
      return all.first { $0.0 != .missing }
        ?? (.missing, all.map(\.1).joined(separator: ", or "))
    case .never(let reason): return (.notApplicable, reason)
    }
  }

  /// What a person runs to have evidence for a block.
  private static func remedy(_ block: String) -> String {
    let step: String? =
      switch block {
      case "safety", "benchmarks", "slices", "over-refusal": "run `gemma-safety evaluate run`"
      case "data-preprocessing", "composition": "run `gemma-safety filter` on the data"
      case "identity": "name the model's files by `--model`"
      case "verdict": "run `gemma-safety release check`"
      case "bias-audit": "give `--report report.json`"
      default: nil
      }
    return "no evidence for block `\(block)`" + (step.map { ": \($0)" } ?? "")
  }

  private func section(_ id: String) -> (ProfileFinding.State, String) {
    guard let section = sections[id] else { return (.missing, "card/\(id).md is not there") }
    if let reason = section.review.notApplicable { return (.notApplicable, reason) }
    if let problem = section.review.problem(for: source.modelDigests) {
      return (.missing, "card/\(id).md: \(problem)")
    }
    let by = section.review.reviewedBy.map { ", reviewed by \($0)" } ?? ""
    return (.human, "card/\(id).md\(by)")
  }
}
