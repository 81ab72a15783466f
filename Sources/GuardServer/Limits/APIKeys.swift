import Diagnostics
import SafetyCore

/// Keys that callers may bear, kept as digests only.
package struct APIKeys: Sendable {
  /// Who calls, as far as a key says.
  package struct Caller: Sendable, Hashable {
    package var name: String
    /// What rules and exceptions of a policy ask for as `route`.
    package var route: String
  }

  private struct Entry: Sendable {
    var digest: [UInt8]
    var caller: Caller
  }

  /// The name of those who need no key.
  static let anyone = Caller(name: "anyone", route: "default")
  private static let shortest = 16

  private var entries: [Entry] = []

  /// No keys: everybody may call.
  package init() {}

  /// Reads keys, one a line: the key, and if need be a name and a route after it.
  ///
  /// - Parameters:
  ///   - text: Lines; those that begin with `#` are passed over.
  ///   - file: A name for errors.
  /// - Throws: `keys/…`, with the line and never the key.
  package init(parsing text: String, file: String) throws {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" })
      guard let key = words.first, !key.hasPrefix("#") else { continue }
      let place = Diagnostic.Place(file: file, line: index + 1)
      guard words.count <= 3, key.utf8.count >= Self.shortest else {
        throw Diagnostic(
          "keys/bad-line",
          "a key must have \(Self.shortest) characters or more, and a name and a route at most follow it",
          at: place
        )
      }
      let name = words.count > 1 ? String(words[1]) : "key-\(entries.count + 1)"
      let route = words.count > 2 ? String(words[2]) : Self.anyone.route
      let digest = Digest.sha256(Array(key.utf8)).bytes
      guard !entries.contains(where: { $0.digest == digest }) else {
        throw Diagnostic("keys/twice", "a key stands twice", at: place)
      }
      entries.append(.init(digest: digest, caller: .init(name: name, route: route)))
    }
    guard !entries.isEmpty else {
      throw Diagnostic("keys/none", "no key is in the file", at: .init(file: file))
    }
  }

  /// Whether callers need a key.
  package var areNeeded: Bool { !entries.isEmpty }

  /// Who bears a key, in a time that does not hang on which key it is.
  ///
  /// - Returns: Nil for a key that is not known.
  package func caller(_ key: String?) -> Caller? {
    guard areNeeded else { return Self.anyone }
    guard let key else { return nil }
    let digest = Digest.sha256(Array(key.utf8)).bytes
    var found: Caller?
    for entry in entries where Self.areEqual(entry.digest, digest) { found = entry.caller }
    return found
  }

  /// Compares all bytes, whatever the first ones say.
  static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    var difference: UInt8 = 0
    for index in a.indices { difference |= a[index] ^ b[index] }
    return difference == 0
  }
}
