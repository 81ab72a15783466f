import Diagnostics
import SafetyCore
import StrictYAML

/// Reads a guard policy from YAML against a closed schema and reports every problem at once.
package struct GuardPolicyParser {
  /// Fetches what `extends` names: a builtin pack or a file beside the policy.
  package typealias Loader = (_ reference: Reference) throws -> (text: String, file: String)

  /// An entry of `extends`.
  package struct Reference: Sendable, Hashable {
    /// `NAME@VERSION` of a pack that comes with the program, or nil.
    package var builtin: String?
    /// A path as the policy names it, or nil.
    package var file: String?
    package var sha256: Digest?
  }

  /// Policies that extend one another: deeper is refused.
  static let deepest = 4

  let loader: Loader
  let level: Int
  var reader = YAMLReader(file: "", domain: "policy")
  var policy = GuardPolicy(name: "", version: "")
  /// Ids that come from a policy that this one extends, by kind.
  var inherited: Set<String> = []
  var overridden: Set<String> = []
  /// Where things stand, for problems that show only when all is read.
  var places: [String: YAMLNode] = [:]

  package init(loader: @escaping Loader) { self.init(loader: loader, level: 0) }

  init(loader: @escaping Loader, level: Int) {
    self.loader = loader
    self.level = level
  }

  /// Whether a document says that it is a guard policy, whatever else is wrong with it.
  package static func isGuardPolicy(_ text: String) -> Bool {
    YAMLReader.schema(of: text)?.contains("gemma-safety/policy/") ?? false
  }

  /// What may stand at the top of a policy.
  package static let keys = [
    "schema", "name", "version", "owner", "description", "effective", "review_by", "changelog",
    "extends", "override", "targets", "settings", "streaming", "categories", "detectors", "rules",
    "templates", "exceptions", "tests", "gates",
  ]

  /// - Parameters:
  ///   - text: The YAML.
  ///   - file: For messages and for names of files relative to it.
  /// - Returns: The policy; list files are named but not read.
  /// - Throws: `Diagnostics` with file, line and column for everything that is wrong.
  package mutating func parse(_ text: String, file: String) throws -> GuardPolicy {
    reader = YAMLReader(file: file, domain: "policy")
    let root = try reader.compose(text)
    let members = reader.mapping(root, "the policy", keys: Self.keys)
    guard members["schema"]?.string == GuardPolicy.schema else {
      throw Diagnostics([wrongSchema(members["schema"] ?? root)])
    }
    inherit(members)
    readHeader(members, root)
    readSettings(members["settings"])
    readStreaming(members["streaming"])
    readCategories(members["categories"])
    readDetectors(members["detectors"])
    readTemplates(members["templates"])
    readRules(members["rules"])
    readExceptions(members["exceptions"])
    readTests(members["tests"])
    readGates(members["gates"])
    checkWhole(root)
    guard reader.problems.isEmpty else { throw Diagnostics(reader.problems) }
    return policy
  }

  /// The only problem worth telling: by these rules all of another kind of document would be wrong.
  private func wrongSchema(_ node: YAMLNode) -> Diagnostic {
    Diagnostic(
      "policy/schema",
      "`schema` must be `\(GuardPolicy.schema)` in a policy of the guard",
      at: reader.place(of: node),
      hint: "`filter` takes policies of a corpus, `release check` those of releases"
    )
  }

  /// Takes up the policies that this one extends, whose parts it may only replace by `override`.
  private mutating func inherit(_ members: [String: YAMLNode]) {
    overridden = Set(reader.strings(members["override"], "`override`"))
    for node in reader.items(members["extends"], "`extends`") {
      guard level < Self.deepest else {
        reader.report("policy/extends-too-deep", "policies extend one another too deeply", node)
        return
      }
      guard let reference = reference(node) else { continue }
      do {
        let (text, file) = try loader(reference)
        if let wanted = reference.sha256, Digest.sha256(text.utf8) != wanted {
          reader.report(
            "policy/base-changed",
            "the policy it extends has another sha256",
            node,
            hint: "look at what changed, then write sha256: \(Digest.sha256(text.utf8).hex)"
          )
        }
        var parser = GuardPolicyParser(loader: loader, level: level + 1)
        try merge(try parser.parse(text, file: file), reference, at: node)
      } catch let error as Diagnostics {
        reader.add(error.items)
      } catch let error as Diagnostic {
        reader.report(error.code, error.message, node, hint: error.hint)
      } catch {
        reader.report("policy/base-unreadable", "the policy it extends cannot be read", node)
      }
    }
  }

  private mutating func reference(_ node: YAMLNode) -> Reference? {
    if let text = node.scalar?.string {
      if text.hasPrefix("builtin:"), text.contains("@") {
        return Reference(builtin: String(text.dropFirst(8)))
      }
      reader.report(
        "policy/unpinned-base",
        "a policy to extend is `builtin:NAME@VERSION` or `{file: PATH, sha256: DIGEST}`",
        node
      )
      return nil
    }
    let members = reader.mapping(node, "an entry of `extends`", keys: ["file", "sha256"])
    guard let file = members["file"]?.scalar?.string,
      let digest = members["sha256"]?.scalar.flatMap({ Digest(hex: $0.string) })
    else {
      reader.report("policy/unpinned-base", "`file` and its `sha256` must both be given", node)
      return nil
    }
    return Reference(file: file, sha256: digest)
  }

  private mutating func merge(
    _ base: GuardPolicy,
    _ reference: Reference,
    at node: YAMLNode
  ) throws {
    if let builtin = reference.builtin, builtin != "\(base.name)@\(base.version)" {
      reader.report(
        "policy/base-version",
        "the pack that comes with this program is `\(base.name)@\(base.version)`",
        node
      )
    }
    if policy.bases.isEmpty {
      let bases = policy.bases
      policy = base
      policy.bases = bases
      policy.exceptions = base.exceptions
    } else {
      combine(base, at: node)
    }
    policy.bases.append("\(base.name)@\(base.version) sha256:\(base.digest.hex)")
    note(base)
  }

  /// A second base may only add.
  private mutating func combine(_ base: GuardPolicy, at node: YAMLNode) {
    let taken = inherited
    let offset = policy.detectors.count
    let clash =
      base.detectors.map { "detector \($0.id)" } + base.rules.map { "rule \($0.id)" }
      + base.templates.map { "template \($0.id)" } + base.categories.map { "category \($0.id)" }
    for id in clash where taken.contains(id) {
      reader.report("policy/override", "two policies that it extends both define the \(id)", node)
      return
    }
    policy.categories += base.categories
    policy.detectors += base.detectors.map { detector in
      var detector = detector
      detector.trigger = detector.trigger?.shifted(by: offset)
      return detector
    }
    policy.templates += base.templates
    policy.tests += base.tests
    policy.exceptions += base.exceptions
    policy.rules += base.rules.map { rule in
      var rule = rule
      rule.condition = rule.condition.shifted(by: offset)
      rule.exclusion = rule.exclusion?.shifted(by: offset)
      return rule
    }
  }

  private mutating func note(_ base: GuardPolicy) {
    inherited.formUnion(base.detectors.map { "detector \($0.id)" })
    inherited.formUnion(base.rules.map { "rule \($0.id)" })
    inherited.formUnion(base.templates.map { "template \($0.id)" })
    inherited.formUnion(base.categories.map { "category \($0.id)" })
    inherited.formUnion(base.exceptions.map { "exception \($0.id)" })
    inherited.formUnion(base.tests.map { "test \($0.id)" })
  }
}

extension GuardCondition {
  /// The same about detectors that stand further back.
  func shifted(by offset: Int) -> GuardCondition {
    switch self {
    case .all(let parts): .all(parts.map { $0.shifted(by: offset) })
    case .any(let parts): .any(parts.map { $0.shifted(by: offset) })
    case .not(let part): .not(part.shifted(by: offset))
    case .hit(let detector): .hit(detector + offset)
    case .score(let detector, let least): .score(detector + offset, atLeast: least)
    case .count(let detector, let least): .count(detector + offset, atLeast: least)
    case .turnRisk, .language, .route, .role, .tool: self
    }
  }
}
