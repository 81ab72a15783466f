import Diagnostics
import GenerationGuard
import SafetyCore
import SafetyDetectors
import SafetyPolicy

/// Reads guard policies with everything that their digests cover.
package enum GuardPolicyFile {
  /// Reads a policy, the policies it extends and its lists.
  ///
  /// - Parameters:
  ///   - path: Of its file.
  ///   - judge: Gives what stands for a model behind the detector of an id; the model itself without it.
  /// - Returns: The policy under its final digest, compiled.
  /// - Throws: What reading, parsing and compiling throw.
  package static func read(
    _ path: String,
    judge: (String, any PassageJudge) -> any PassageJudge = { $1 }
  ) throws -> GuardProgram {
    try compile(try InputFile.text(path), file: path, judge: judge)
  }

  /// The same for a text that is at hand.
  ///
  /// - Parameters:
  ///   - text: YAML.
  ///   - file: A name for errors.
  ///   - readsFiles: Whether it may name files of this machine beside those that are shipped.
  ///   - judge: As in `read`.
  /// - Returns: The policy, compiled.
  /// - Throws: What parsing and compiling throw; `policy/no-files`.
  package static func compile(
    _ text: String,
    file: String,
    readsFiles: Bool = true,
    judge: (String, any PassageJudge) -> any PassageJudge = { $1 }
  ) throws -> GuardProgram {
    var parser = GuardPolicyParser { reference in
      guard readsFiles || reference.file == nil else { throw noFiles }
      return try load(reference)
    }
    var policy = try parser.parse(text, file: file)
    var resources = GuardResources()
    try readLists(into: &policy, &resources, readsFiles: readsFiles)
    if policy.detectors.contains(where: { $0.kind == .linear }) {
      let settings = DetectorSettings()
      resources.classifier = try LinearDetector(
        settings: settings,
        model: try LinearModelFiles.read(for: settings)
      )
      for file in try LinearModelFiles.files(for: settings) {
        let digest = try InputFile.digest(file).sha256
        policy.lists.append(.init(name: "toxicity-linear", sha256: digest))
        for index in policy.detectors.indices where policy.detectors[index].kind == .linear {
          policy.detectors[index].sources.append(digest)
        }
      }
    }
    guard readsFiles || !policy.detectors.contains(where: \.kind.isJudged) else { throw noJudges }
    try GuardJudges.read(into: &policy, &resources)
    for (index, model) in resources.judges {
      resources.judges[index] = judge(policy.detectors[index].id, model)
    }
    return try GuardProgram(policy, resources)
  }

  private static func readLists(
    into policy: inout GuardPolicy,
    _ resources: inout GuardResources,
    readsFiles: Bool
  ) throws {
    for (index, detector) in policy.detectors.enumerated() {
      for name in files(of: detector) {
        guard readsFiles || name.hasPrefix("builtin:") else { throw noFiles }
        let path = try listPath(of: name)
        let bytes = try InputFile.bytes(path, maximum: GuardList.Limits.fileBytes)
        policy.lists.append(.init(name: listName(name), sha256: Digest.sha256(bytes)))
        policy.detectors[index].sources.append(Digest.sha256(bytes))
        resources.lists[index, default: []] += try entries(bytes, path, name, detector)
      }
      guard let all = resources.lists[index], all.isEmpty, detector.phrases.isEmpty else {
        continue
      }
      throw Diagnostic(
        "policy/empty-detector",
        "nothing in the lists of `\(detector.id)` weighs as much as `min_weight`"
      )
    }
  }

  private static let noFiles = Diagnostic(
    "policy/no-files",
    "the policy names a file, and none may be read here",
    hint: "only shipped policies and lists (`builtin:…`) may be named"
  )

  private static let noJudges = Diagnostic(
    "policy/no-judges",
    "the policy asks a model or a server, and none may be asked here"
  )

  /// Fetches what `extends` names.
  package static func load(
    _ reference: GuardPolicyParser.Reference
  ) throws -> (text: String, file: String) {
    if let file = reference.file { return (try InputFile.text(file), file) }
    let name = (reference.builtin ?? "").split(separator: "@").first.map(String.init) ?? ""
    guard name.utf8.allSatisfy({ (0x61...0x7A).contains($0) || $0 == 0x2D }), !name.isEmpty else {
      throw Diagnostic("policy/unknown-pack", "no pack is called `\(name.prefix(60))`")
    }
    let file = try PolicyFolder.find() + "/\(name).yaml"
    return (try InputFile.text(file), file)
  }

  /// The lists of a detector; kinds that are nothing without one have one that is shipped.
  private static func files(of detector: GuardDetector) -> [String] {
    let isBare = detector.files.isEmpty && detector.phrases.isEmpty && detector.patterns.isEmpty
    guard isBare else { return detector.files }
    switch detector.kind {
    case .refusal: return ["builtin:refusal"]
    case .hedge: return ["builtin:hedge"]
    case .injection: return ["builtin:injection"]
    default: return []
    }
  }

  private static func listPath(of name: String) throws -> String {
    guard name.hasPrefix("builtin:") else { return name }
    let list = name.dropFirst("builtin:".count)
    let isName = list.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x2F
    }
    guard isName, !list.isEmpty else {
      throw Diagnostic("policy/unknown-list", "no list is called `\(name.prefix(60))`")
    }
    if list.hasPrefix("lexicons/") { return try PolicyFolder.neighbour("classifiers/\(list).tsv") }
    return try PolicyFolder.find() + "/lists/\(list).tsv"
  }

  /// Where a list lies does not matter to the digest; what it is called does not either.
  private static func listName(_ name: String) -> String {
    String(name.split(separator: "/").last ?? "")
  }

  private static func entries(
    _ bytes: [UInt8],
    _ path: String,
    _ name: String,
    _ detector: GuardDetector
  ) throws -> [GuardList.Entry] {
    guard name.hasPrefix("builtin:lexicons/") else {
      return try GuardList(parsing: bytes, file: path).entries
    }
    let terms = try Lexicon(parsing: bytes, file: path).terms
    guard !terms.isEmpty else { throw GuardList.empty(path) }
    return terms.filter { $0.weight >= detector.minimumWeight }.map { term in
      let words = term.words.map { String(decoding: $0, as: UTF8.self) }
      return GuardList.Entry(text: words.joined(separator: " "), weight: 1)
    }
  }
}
