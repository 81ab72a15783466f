/// Sizes past which an input is put into quarantine.
package struct CorpusLimits: Sendable, Hashable {
  package var documentBytes = 10_485_760
  package var lineBytes = 67_108_864

  package init() {}
}
