/// One run of evaluations in a line, for `audit list`.
package struct EvaluationSummary: Sendable, Hashable {
  package var run: String
  /// The name of what was measured.
  package var model: String
  package var started: String
  /// When the last benchmark ended; nil while one has not.
  package var ended: String?
  package var benchmarks: Int
  /// Items that were to be evaluated, of all benchmarks.
  package var items: Int
  /// Whether a guard stood in front of the model.
  package var isGuarded: Bool
}
