import Diagnostics
import StrictJSON

/// What the schemas of bills of materials let pass and uploads do not.
package enum BillCheck {
  /// Problems of a CycloneDX document: references that lead nowhere or to several places.
  ///
  /// - Throws: A `json/…` diagnostic for what is no JSON.
  package static func cycloneDX(_ bytes: [UInt8], file: String) throws -> [Diagnostic] {
    let value = try JSONValue(parsing: bytes, file: file, limits: limits)
    var walk = Walk(file: file)
    walk.visit(value)
    let repeated = walk.references.filter { $0.value > 1 }.keys.sorted()
    var problems = repeated.map {
      walk.problem("repeated-reference", "the bom-ref `\($0)` is there twice")
    }
    for (used, place) in walk.uses.sorted(by: { ($0.0, $0.1) < ($1.0, $1.1) })
    where walk.references[used] == nil {
      problems.append(
        walk.problem("dangling-reference", "`\(place)` names `\(used)`, which is not there")
      )
    }
    return problems + walk.problems
  }

  /// Problems of an SPDX document: identifiers that are not there, twice there, or required and not.
  package static func spdx(_ bytes: [UInt8], file: String) throws -> [Diagnostic] {
    let value = try JSONValue(parsing: bytes, file: file, limits: limits)
    guard case .object(let top) = value, case .array(let graph) = top["@graph"] else {
      return [Diagnostic("card/bill", "the document has no `@graph`", at: .init(file: file))]
    }
    var problems: [Diagnostic] = []
    func add(_ code: String, _ message: String) {
      problems.append(Diagnostic(.init(rawValue: "card/\(code)"), message, at: .init(file: file)))
    }
    let elements = graph.compactMap { if case .object(let members) = $0 { members } else { nil } }
    let ids = elements.compactMap { text($0["spdxId"]) ?? text($0["@id"]) }
    for id in Set(ids).sorted() where ids.count(where: { $0 == id }) > 1 {
      add("repeated-reference", "the identifier `\(id)` is there twice")
    }
    let known = Set(ids)
    for element in elements {
      let name = text(element["spdxId"]) ?? text(element["type"]) ?? ""
      for key in [
        "creationInfo", "suppliedBy", "from", "to", "rootElement", "element", "createdBy",
      ] {
        for id in texts(element[key]) where !known.contains(id) {
          add("dangling-reference", "`\(key)` of `\(name)` names `\(id)`, which is not there")
        }
      }
      for key in required(text(element["type"])) where element[key] == nil {
        add("missing-member", "`\(name)` has no `\(key)`")
      }
    }
    return problems
  }

  private static let limits = JSONLimits(bytes: 64 << 20, depth: 64)

  private static func required(_ type: String?) -> [String] {
    switch type {
    case "ai_AIPackage":
      [
        "name", "suppliedBy", "releaseTime", "software_downloadLocation",
        "software_packageVersion", "software_primaryPurpose",
      ]
    case "dataset_DatasetPackage": ["name", "dataset_datasetType"]
    default: []
    }
  }

  private static func text(_ value: JSONValue?) -> String? {
    if case .string(let text) = value { text } else { nil }
  }

  private static func texts(_ value: JSONValue?) -> [String] {
    switch value {
    case .string(let text): [text]
    case .array(let items): items.compactMap { text($0) }
    default: []
    }
  }

  /// Gathers references and their uses through a whole document.
  private struct Walk {
    let file: String
    var references: [String: Int] = [:]
    var uses: [(String, String)] = []
    var problems: [Diagnostic] = []
    /// The way to the value that is visited: names, and indices in brackets.
    private var path: [Step] = []

    private enum Step {
      case member(String)
      case item(Int)
    }

    init(file: String) { self.file = file }

    func problem(_ code: String, _ message: String) -> Diagnostic {
      Diagnostic(.init(rawValue: "card/\(code)"), message, at: .init(file: file))
    }

    mutating func visit(_ value: JSONValue) {
      switch value {
      case .array(let items):
        for (index, item) in items.enumerated() { visit(item, by: .item(index)) }
      case .object(let members):
        gather(members)
        for (key, member) in members.sorted(by: { $0.key < $1.key }) {
          visit(member, by: .member(key))
        }
      default: break
      }
    }

    private mutating func visit(_ value: JSONValue, by step: Step) {
      path.append(step)
      visit(value)
      path.removeLast()
    }

    private mutating func gather(_ members: [String: JSONValue]) {
      if let reference = BillCheck.text(members["bom-ref"]) {
        references[reference, default: 0] += 1
      }
      if let used = BillCheck.text(members["ref"]) { uses.append((used, place)) }
      for used in BillCheck.texts(members["dependsOn"]) { uses.append((used, place)) }
      if members["modelCard"] != nil,
        BillCheck.text(members["type"]) != "machine-learning-model"
      {
        problems.append(problem("misplaced-card", "`\(place)` has a modelCard and is no model"))
      }
    }

    /// The way as messages have it, such as `components[0].modelCard`.
    private var place: String {
      path.reduce(into: "") { text, step in
        switch step {
        case .member(let name): text += text.isEmpty ? name : ".\(name)"
        case .item(let index): text += "[\(index)]"
        }
      }
    }
  }
}
