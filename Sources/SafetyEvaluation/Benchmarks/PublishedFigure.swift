/// A figure that others have published for a model.
package struct PublishedFigure: Sendable, Hashable {
  /// Such as `gemma-1.0-it-2b`.
  package var model: String
  package var metric: String
  /// As printed there.
  package var printed: String
  /// The figure in the unit of the metric here.
  package var value: Double
  /// Where it was published.
  package var source: String
}
