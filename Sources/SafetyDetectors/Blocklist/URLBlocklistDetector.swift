import SafetyCore
import TextViews

/// Looks the address of a document up in lists of hosts.
package struct URLBlocklistDetector: Detector {
  package static let descriptor = DetectorDescriptor(
    name: "url-blocklist",
    summary: "documents from listed hosts and addresses",
    rules: [
      RuleDescriptor(
        "url-blocklist/list",
        category: .url,
        quantity: .count,
        summary: "number of the first list that names the document's address, 0 for none",
        source: "the policy's lists"
      )
    ],
    settings: [
      SettingDescriptor(
        "lists",
        .files,
        default: .strings([]),
        summary: "files with one host a line, hosts files, or folders as UT1 has them"
      ),
      SettingDescriptor(
        "require_url",
        .boolean,
        default: .boolean(false),
        summary: "whether a document without an address counts as unknown instead of unlisted"
      ),
    ]
  )

  package var descriptor: DetectorDescriptor { Self.descriptor }
  let lists: [URLBlocklist]
  let requiresURL: Bool

  /// - Parameters:
  ///   - settings: `lists` is for the caller, who reads them.
  ///   - lists: In the order of the setting.
  package init(settings: DetectorSettings, lists: [URLBlocklist]) {
    self.lists = lists
    requiresURL = settings.boolean("require_url") ?? false
  }

  package func makeInspector() throws -> any Inspector<AnalyzedText> {
    URLBlocklistInspector(self)
  }
}
