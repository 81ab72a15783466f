/// What one rule measures, so that policies, reports and `audit why` can speak about it.
package struct RuleDescriptor: Sendable, Hashable {
  /// The kind of number a rule yields; it sets the axis of its histogram and its formatting.
  package enum Quantity: String, Sendable, Hashable {
    /// A whole number of things, 0 and up.
    case count
    /// A part of a whole, 0 to 1.
    case share
    /// A probability or calibrated score, 0 to 1.
    case score
    /// A mean or length in Unicode scalars or bytes, 0 and up.
    case length
    /// 0 or 1.
    case flag
  }

  package let id: RuleID
  package let category: Category
  package let severity: Severity
  package let quantity: Quantity
  /// One lower-case phrase that says what is measured.
  package let summary: String
  /// Paper, specification or project the rule is taken from.
  package let source: String
  /// Thresholds outside this range are refused by the policy checker.
  package let domain: ClosedRange<Double>
  /// True when the rule also names byte ranges of the text, which can be cut or redacted.
  package let hasSpans: Bool

  package init(
    _ id: String,
    category: Category,
    severity: Severity = .information,
    quantity: Quantity,
    summary: String,
    source: String,
    domain: ClosedRange<Double>? = nil,
    hasSpans: Bool = false
  ) {
    self.id = RuleID(id)
    self.category = category
    self.severity = severity
    self.quantity = quantity
    self.summary = summary
    self.source = source
    self.domain = domain ?? Self.defaultDomain(of: quantity)
    self.hasSpans = hasSpans
  }

  private static func defaultDomain(of quantity: Quantity) -> ClosedRange<Double> {
    switch quantity {
    case .share, .score, .flag: 0...1
    case .count, .length: 0...1e12
    }
  }
}
