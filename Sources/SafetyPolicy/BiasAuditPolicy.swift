/// What a policy asks of the bias audit: whose mentions are counted, and when to warn.
package struct BiasAuditPolicy: Sendable, Hashable {
  /// The file of identity terms; nil for the one that comes with the program.
  package var identityTerms: String?
  /// A ratio of removal rates above this is warned about.
  package var warnRatio = 1.25
  /// Groups mentioned in fewer documents are never warned about.
  package var minimumDocuments = 20

  package init() {}
}
