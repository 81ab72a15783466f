import Diagnostics

/// One value of a document and what is inside it.
package struct JSONView: Sendable {
  let document: JSONDocument
  let index: Int

  /// What the value is.
  package var kind: JSONNode.Kind { document.nodes[index].kind }
  /// Elements of an array, members of an object.
  package var count: Int { Int(document.nodes[index].count) }

  /// The decoded bytes of a string, nil for every other kind.
  package var bytes: ArraySlice<UInt8>? {
    let node = document.nodes[index]
    guard node.kind == .string else { return nil }
    return document.text[Int(node.start)..<Int(node.start) + Int(node.count)]
  }

  /// A string.
  package var string: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

  /// A number as it is written, nil for every other kind.
  package var digits: String? {
    let node = document.nodes[index]
    guard node.kind == .number else { return nil }
    let bytes = document.text[Int(node.start)..<Int(node.start) + Int(node.count)]
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A number.
  package var number: Double? { digits.flatMap { Double($0) } }

  /// A whole number.
  package var integer: Int? { digits.flatMap { Int($0) } }

  /// `true` or `false`.
  package var bool: Bool? {
    switch kind {
    case .yes: true
    case .no: false
    default: nil
    }
  }

  package var isNull: Bool { kind == .null }

  /// The value of a key, nil where it is missing, null or this is no object.
  package subscript(key: StaticString) -> JSONView? {
    guard kind == .object else { return nil }
    var cursor = index + 1
    for _ in 0..<count {
      let name = JSONView(document: document, index: cursor)
      let value = JSONView(document: document, index: cursor + 1)
      if name.equals(key) { return value.isNull ? nil : value }
      cursor = Int(document.nodes[cursor + 1].next)
    }
    return nil
  }

  private func equals(_ key: StaticString) -> Bool {
    guard let bytes, bytes.count == key.utf8CodeUnitCount else { return false }
    return zip(bytes, UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
      .allSatisfy { $0 == $1 }
  }

  /// Calls `body` with each element of an array and its number.
  package func forEachElement(
    _ body: (Int, JSONView) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    guard kind == .array else { return }
    var cursor = index + 1
    for number in 0..<count {
      try body(number, JSONView(document: document, index: cursor))
      cursor = Int(document.nodes[cursor].next)
    }
  }

  /// Calls `body` with each key and value of an object.
  package func forEachMember(
    _ body: (ArraySlice<UInt8>, JSONView) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    guard kind == .object else { return }
    var cursor = index + 1
    for _ in 0..<count {
      let key = JSONView(document: document, index: cursor).bytes ?? []
      try body(key, JSONView(document: document, index: cursor + 1))
      cursor = Int(document.nodes[cursor + 1].next)
    }
  }

  /// The members of an object as a dictionary.
  ///
  /// - Parameters:
  ///   - file: A name for errors.
  ///   - read: Makes a member's value.
  /// - Returns: What `read` made, by key.
  /// - Throws: What `read` throws, or `json/repeated-key`.
  package func members<Value>(
    file: String,
    _ read: (JSONView) throws(Diagnostic) -> Value
  ) throws(Diagnostic) -> [String: Value] {
    var members = [String: Value](minimumCapacity: kind == .object ? count : 0)
    try forEachMember { key, item throws(Diagnostic) in
      let name = String(decoding: key, as: UTF8.self)
      guard members.updateValue(try read(item), forKey: name) == nil else {
        throw Diagnostic(
          "json/repeated-key",
          "the key `\(name.prefix(40))` stands twice in one object",
          at: .init(file: file)
        )
      }
    }
    return members
  }
}
