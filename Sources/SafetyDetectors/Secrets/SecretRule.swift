import SafetyCore

/// The rules of `secrets` in the order of its descriptor.
enum SecretRule: Int, CaseIterable {
  case awsAccessKey
  case githubToken
  case slackToken
  case googleKey
  case stripeKey
  case serviceToken
  case jsonWebToken
  case privateKey
  case assignedSecret

  var descriptor: RuleDescriptor {
    let (name, summary, source) = words
    return RuleDescriptor(
      "secrets/\(name)",
      category: .secrets,
      severity: .sensitive,
      quantity: .count,
      summary: summary,
      source: source,
      hasSpans: true
    )
  }

  private var words: (name: String, summary: String, source: String) {
    switch self {
    case .awsAccessKey: ("aws-access-key", "access key ids of Amazon Web Services", "AWS IAM")
    case .githubToken: ("github-token", "tokens of GitHub", "GitHub token formats")
    case .slackToken: ("slack-token", "tokens of Slack", "Slack token types")
    case .googleKey:
      ("google-key", "API keys and client secrets of Google", "Google Cloud API keys")
    case .stripeKey: ("stripe-key", "secret keys of Stripe", "Stripe API keys")
    case .serviceToken:
      (
        "service-token",
        "tokens of Hugging Face, npm, GitLab, PyPI, OpenAI, Anthropic, Docker, Shopify and others",
        "token prefixes that the services document"
      )
    case .jsonWebToken: ("json-web-token", "signed JSON web tokens", "RFC 7519")
    case .privateKey: ("private-key", "private keys in PEM", "RFC 7468")
    case .assignedSecret:
      (
        "assigned-secret", "values of high entropy given to names such as a password or token",
        "Shannon entropy of 3.5 bits or more a byte"
      )
    }
  }
}
