import ReportPages

/// The card as SPDX 3.0.1 in JSON-LD, with the profiles of AI and datasets.
package enum SPDXCard {
  package static let file = "model-card.spdx.json"
  private static let base = "https://spdx.org/spdxdocs/gemma-safety/"

  /// The document; identifiers follow from the evidence, so that it is the same each time.
  package static func json(_ card: CardDocument) -> [UInt8] {
    let source = card.source
    let root = base + source.checkpoint.root.hex.prefix(32) + "#"
    let graph = SPDXGraph(card: card, base: root, created: created(source))
    return ReportValue.object([
      "@context": .string("https://spdx.org/rdf/3.0.1/spdx-context.jsonld"),
      "@graph": .array(graph.elements),
    ]).json
  }

  /// The time of the last event, because a document about evidence is as old as that.
  private static func created(_ source: CardSource) -> String {
    let times =
      source.metrics.map(\.time) + source.filterRuns.map(\.end.time) + source.models.map(\.time)
    return times.max() ?? "1970-01-01T00:00:00Z"
  }
}
