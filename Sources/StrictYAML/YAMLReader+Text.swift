import Yams

extension YAMLReader {
  /// A scalar as it is written, whatever type YAML gives it; nil for a list, a mapping or nothing.
  package func text(_ node: YAMLNode?) -> String? { node?.scalar?.string }
}
