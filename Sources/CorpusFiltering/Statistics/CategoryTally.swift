import SafetyCore
import SafetyPolicy

/// Documents removed and edited by category; one document may count in several.
package struct CategoryTally: Sendable, Hashable {
  /// In the order of the rule table.
  package let names: [Category]
  /// Documents a rule of the category asked to remove or withhold, by index into `names`.
  package internal(set) var removed: [Int]
  /// Documents kept with spans of the category cut, redacted or pseudonymised.
  package internal(set) var edited: [Int]
  private let categoryOfRule: [Int]

  init(descriptors: [RuleDescriptor]) {
    var names: [Category] = []
    categoryOfRule = descriptors.map { descriptor in
      if let index = names.firstIndex(of: descriptor.category) { return index }
      names.append(descriptor.category)
      return names.count - 1
    }
    self.names = names
    removed = [Int](repeating: 0, count: names.count)
    edited = removed
  }

  mutating func add(_ failures: [RuleVerdict]) {
    // One bit a category; the few categories beyond 64 no policy has would share the last.
    var removing: UInt64 = 0
    var editing: UInt64 = 0
    for failure in failures where categoryOfRule.indices.contains(failure.rule) {
      let bit = UInt64(1) << UInt64(min(63, categoryOfRule[failure.rule]))
      if failure.action >= .remove {
        removing |= bit
      } else if failure.action > .annotate {
        editing |= bit
      }
    }
    if removing != 0 {
      for index in removed.indices where removing >> UInt64(index) & 1 == 1 { removed[index] += 1 }
    } else if editing != 0 {
      for index in edited.indices where editing >> UInt64(index) & 1 == 1 { edited[index] += 1 }
    }
  }
}
