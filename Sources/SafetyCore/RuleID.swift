/// The name of a rule, `detector/rule` in kebab-case, such as `gopher-quality/word-count`.
package struct RuleID: RawRepresentable, Hashable, Sendable, Comparable, CustomStringConvertible {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }
  package init(_ rawValue: String) { self.rawValue = rawValue }

  package var description: String { rawValue }
  package static func < (a: RuleID, b: RuleID) -> Bool { a.rawValue < b.rawValue }
}
