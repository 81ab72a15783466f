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
    walk.visit(value, "", parent: nil)
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

    func problem(_ code: String, _ message: String) -> Diagnostic {
      Diagnostic(.init(rawValue: "card/\(code)"), message, at: .init(file: file))
    }

    mutating func visit(_ value: JSONValue, _ path: String, parent: String?) {
      switch value {
      case .array(let items):
        for (index, item) in items.enumerated() { visit(item, "\(path)[\(index)]", parent: parent) }
      case .object(let members):
        if let reference = BillCheck.text(members["bom-ref"]) {
          references[reference, default: 0] += 1
        }
        if let used = BillCheck.text(members["ref"]) { uses.append((used, path)) }
        for used in BillCheck.texts(members["dependsOn"]) { uses.append((used, path)) }
        let type = BillCheck.text(members["type"])
        if members["modelCard"] != nil, type != "machine-learning-model" {
          problems.append(problem("misplaced-card", "`\(path)` has a modelCard and is no model"))
        }
        for key in members.keys.sorted() {
          visit(members[key] ?? .null, path.isEmpty ? key : "\(path).\(key)", parent: key)
        }
      default: break
      }
    }
  }
}
