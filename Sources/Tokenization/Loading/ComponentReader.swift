import Diagnostics
import StrictJSON

/// Reads the fields of one component of a tokenizer file; a field that it is not told of is refused.
struct ComponentReader {
  let view: JSONView
  /// Where the component stands, such as `normalizer.normalizers[1]`.
  let path: String
  let problem: TokenizerProblem

  /// The component's `type`, empty where it has none.
  var type: String { view["type"]?.string ?? "" }

  /// Refuses fields other than these; `type` is always allowed.
  func allow(_ names: Set<String>) throws(Diagnostic) {
    guard view.kind == .object else { throw problem.malformed(path, "is no object") }
    try view.forEachMember { (key, _) throws(Diagnostic) in
      let name = String(decoding: key, as: UTF8.self)
      guard name == "type" || names.contains(name) else {
        throw problem.unsupported(
          "\(path).\(TokenizerProblem.quoted(name))",
          "is an option of `\(TokenizerProblem.quoted(type))` that is not supported"
        )
      }
    }
  }

  /// A step that has no options.
  func plain<Step>(_ step: Step) throws(Diagnostic) -> Step {
    try allow([])
    return step
  }

  func unsupported(_ name: String, _ message: String) -> Diagnostic {
    problem.unsupported("\(path).\(name)", message)
  }

  func malformed(_ name: StaticString, _ message: String) -> Diagnostic {
    problem.malformed("\(path).\(name)", message)
  }

  /// A field that is `true` or `false`, with a value for where it is missing or null.
  func bool(_ name: StaticString, default missing: Bool) throws(Diagnostic) -> Bool {
    guard let value = view[name] else { return missing }
    guard let bool = value.bool else { throw malformed(name, "is neither true nor false") }
    return bool
  }

  /// A short string, nil where it is missing or null.
  func string(_ name: StaticString) throws(Diagnostic) -> String? {
    guard let value = view[name] else { return nil }
    guard let string = value.string else { throw malformed(name, "is no string") }
    guard string.utf8.count <= TokenizerLimits.patternBytes else {
      throw malformed(name, "has more than \(TokenizerLimits.patternBytes) bytes")
    }
    return string
  }

  /// A short string that must be there.
  func requiredString(_ name: StaticString) throws(Diagnostic) -> String {
    guard let string = try string(name) else { throw malformed(name, "is missing") }
    return string
  }

  /// A whole number from a range, nil where it is missing or null.
  func integer(_ name: StaticString, in range: ClosedRange<Int>) throws(Diagnostic) -> Int? {
    guard let value = view[name] else { return nil }
    guard let integer = value.integer, range.contains(integer) else {
      throw malformed(
        name,
        "is no whole number from \(range.lowerBound) to \(range.upperBound)"
      )
    }
    return integer
  }

  /// The components of a list.
  func components(_ name: StaticString) throws(Diagnostic) -> [ComponentReader] {
    guard let list = view[name], list.kind == .array else {
      throw malformed(name, "is no list")
    }
    guard list.count <= TokenizerLimits.steps else {
      throw malformed(name, "has more than \(TokenizerLimits.steps) entries")
    }
    var components: [ComponentReader] = []
    try list.forEachElement { (index, element) throws(Diagnostic) in
      components.append(
        ComponentReader(view: element, path: "\(path).\(name)[\(index)]", problem: problem)
      )
    }
    return components
  }

  /// A component that may be missing or null.
  func component(_ name: StaticString) -> ComponentReader? {
    view[name].map {
      ComponentReader(
        view: $0,
        path: path.isEmpty ? "\(name)" : "\(path).\(name)",
        problem: problem
      )
    }
  }
}
