import SafetyCore

/// The rules of `personal-data` in the order of its descriptor.
enum PersonalDataRule: Int, CaseIterable {
  case email
  case phone
  case ipv4
  case ipv6
  case paymentCard
  case iban
  case socialSecurity
  case macAddress
  case cryptoAddress

  var descriptor: RuleDescriptor {
    let (name, summary, source) = words
    return RuleDescriptor(
      "personal-data/\(name)",
      category: .personalData,
      severity: severity,
      quantity: .count,
      summary: summary,
      source: source,
      hasSpans: true
    )
  }

  /// Sensitive is what opens an account or an identity; the rest is personal.
  private var severity: Severity {
    switch self {
    case .paymentCard, .iban, .socialSecurity: .sensitive
    default: .personal
    }
  }

  private var words: (name: String, summary: String, source: String) {
    switch self {
    case .email: ("email", "e-mail addresses", "RFC 5321; datatrove 0.10 PIIFormatter")
    case .phone: ("phone", "telephone numbers", "ITU-T E.164; plans of US, UK, DE, FR")
    case .ipv4: ("ipv4", "public IPv4 addresses", "RFC 6890; datatrove 0.10 PIIFormatter")
    case .ipv6: ("ipv6", "public IPv6 addresses", "RFC 4291; RFC 6890")
    case .paymentCard: ("payment-card", "payment card numbers", "ISO/IEC 7812 (Luhn)")
    case .iban: ("iban", "bank account numbers (IBAN)", "ISO 13616 (mod 97)")
    case .socialSecurity: ("us-ssn", "US social security numbers", "US SSA allocation rules")
    case .macAddress: ("mac-address", "hardware addresses", "IEEE 802 EUI-48")
    case .cryptoAddress:
      ("crypto-address", "Bitcoin and Ethereum addresses", "BIP 173; BIP 350; EIP-55")
    }
  }
}
