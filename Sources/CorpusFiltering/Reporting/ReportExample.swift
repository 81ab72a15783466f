import SafetyCore

/// An excerpt of a removed document, shown blurred and only where a person asked for examples.
///
/// Never make one of a withheld document.
package struct ReportExample: Sendable, Hashable {
  package var rule: RuleID
  package var documentID: String
  package var excerpt: String

  package init(rule: RuleID, documentID: String, excerpt: String) {
    self.rule = rule
    self.documentID = documentID
    self.excerpt = excerpt
  }
}
