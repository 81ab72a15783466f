import SafetyCore

/// What the classifier tells apart, in the order of a model's weights.
package enum LinearLabel: String, CaseIterable, Sendable {
  case toxic
  case obscene
  case threat
  case insult
  case identityAttack = "identity_attack"

  /// The last part of the rule's id.
  var ruleName: String { self == .identityAttack ? "identity-attack" : rawValue }

  var category: Category {
    switch self {
    case .toxic: .toxicity
    case .obscene: .obscene
    case .threat: .threat
    case .insult: .insult
    case .identityAttack: .hate
    }
  }

  var summary: String {
    switch self {
    case .toxic: "rude, hateful or otherwise harmful language"
    case .obscene: "obscene language"
    case .threat: "a threat or a wish of harm"
    case .insult: "an insult to a person"
    case .identityAttack: "an attack on people for who they are"
    }
  }
}
