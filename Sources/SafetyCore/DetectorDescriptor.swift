/// What a detector offers: its rules in a fixed order and the settings a policy may give it.
package struct DetectorDescriptor: Sendable, Hashable {
  /// Kebab-case; the prefix of every rule's id.
  package let name: String
  package let summary: String
  package let rules: [RuleDescriptor]
  package let settings: [SettingDescriptor]

  package init(
    name: String,
    summary: String,
    rules: [RuleDescriptor],
    settings: [SettingDescriptor] = []
  ) {
    self.name = name
    self.summary = summary
    self.rules = rules
    self.settings = settings
  }
}
