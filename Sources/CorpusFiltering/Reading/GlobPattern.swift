/// One pattern as `.gitignore` has them: `*`, `?`, `[a-z]`, `**`, a leading `/`, a trailing `/`, `!`.
package struct GlobPattern: Sendable, Hashable {
  /// Whether the pattern takes back what an earlier one matched.
  package let isNegated: Bool
  private let matchesOnlyFolders: Bool
  private let components: [[Unicode.Scalar]]

  private static let anyDepth: [Unicode.Scalar] = ["*", "*"]

  /// Reads a pattern; one without a `/` but at its end matches at any depth, an empty one nothing.
  package init(_ pattern: String) {
    var rest = pattern[...]
    isNegated = rest.hasPrefix("!")
    if isNegated { rest = rest.dropFirst() }
    matchesOnlyFolders = rest.hasSuffix("/")
    if matchesOnlyFolders { rest = rest.dropLast() }
    let isAnchored = rest.contains("/")
    if rest.hasPrefix("/") { rest = rest.dropFirst() }
    var components = rest.split(separator: "/").map { Array($0.unicodeScalars) }
    if !isAnchored, !components.isEmpty { components.insert(Self.anyDepth, at: 0) }
    self.components = components
  }

  /// Whether the pattern matches a path or one of the folders above it.
  package func matches(_ path: String, isFolder: Bool = false) -> Bool {
    let parts = path.split(separator: "/")
    return parts.indices.contains { last in
      matches(parts[...last], isFolder: isFolder || last < parts.count - 1)
    }
  }

  /// Whether the pattern matches a path itself, as a walk asks that begins at the folders above.
  func matchesItself(_ path: String, isFolder: Bool) -> Bool {
    matches(path.split(separator: "/")[...], isFolder: isFolder)
  }

  private func matches(_ parts: ArraySlice<Substring>, isFolder: Bool) -> Bool {
    guard !parts.isEmpty, isFolder || !matchesOnlyFolders else { return false }
    let parts = parts.map { Array($0.unicodeScalars) }
    return Self.matches(components[...], parts[...])
  }

  private static func matches(
    _ pattern: ArraySlice<[Unicode.Scalar]>,
    _ path: ArraySlice<[Unicode.Scalar]>
  ) -> Bool {
    guard let head = pattern.first else { return path.isEmpty }
    if head == anyDepth {
      let rest = pattern.dropFirst()
      // A `**` at the end matches what is below a folder, not the folder itself.
      guard !rest.isEmpty else { return !path.isEmpty }
      return (0...path.count).contains { matches(rest, path.dropFirst($0)) }
    }
    guard let part = path.first, matches(head[...], part[...]) else { return false }
    return matches(pattern.dropFirst(), path.dropFirst())
  }

  /// Matches one component; goes back to the latest `*` only, so that the cost stays quadratic.
  private static func matches(
    _ pattern: ArraySlice<Unicode.Scalar>,
    _ text: ArraySlice<Unicode.Scalar>
  ) -> Bool {
    var pattern = pattern
    var text = text
    var retry: (pattern: ArraySlice<Unicode.Scalar>, text: ArraySlice<Unicode.Scalar>)?
    while true {
      if pattern.first == "*" {
        pattern = pattern.dropFirst()
        retry = (pattern, text)
      } else if let scalar = text.first, let rest = step(pattern, over: scalar) {
        pattern = rest
        text = text.dropFirst()
      } else if pattern.isEmpty, text.isEmpty {
        return true
      } else if let last = retry, !last.text.isEmpty {
        retry = (last.pattern, last.text.dropFirst())
        pattern = last.pattern
        text = last.text.dropFirst()
      } else {
        return false
      }
    }
  }

  /// Returns the pattern after the piece that matches a scalar, or nil where it does not match.
  private static func step(
    _ pattern: ArraySlice<Unicode.Scalar>,
    over scalar: Unicode.Scalar
  ) -> ArraySlice<Unicode.Scalar>? {
    guard let head = pattern.first else { return nil }
    let rest = pattern.dropFirst()
    switch head {
    case "?":
      return rest
    case "[":
      guard let set = ScalarSet(rest) else { return scalar == "[" ? rest : nil }
      return set.contains(scalar) ? set.rest : nil
    case "\\":
      guard let literal = rest.first else { return nil }
      return literal == scalar ? rest.dropFirst() : nil
    default:
      return head == scalar ? rest : nil
    }
  }

  /// A bracket expression such as `[a-z_]` or `[!0-9]`.
  private struct ScalarSet {
    private var ranges: [ClosedRange<Unicode.Scalar>] = []
    private var isInverted = false
    private(set) var rest: ArraySlice<Unicode.Scalar>

    /// Reads what follows the `[`, or returns nil when no `]` closes it.
    init?(_ pattern: ArraySlice<Unicode.Scalar>) {
      rest = pattern
      if rest.first == "!" || rest.first == "^" {
        isInverted = true
        rest = rest.dropFirst()
      }
      var isFirst = true
      while let low = rest.first, isFirst || low != "]" {
        isFirst = false
        rest = rest.dropFirst()
        var high = low
        if rest.first == "-", let bound = rest.dropFirst().first, bound != "]" {
          high = bound
          rest = rest.dropFirst(2)
        }
        if low <= high { ranges.append(low...high) }
      }
      guard rest.first == "]" else { return nil }
      rest = rest.dropFirst()
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
      ranges.contains { $0.contains(scalar) } != isInverted
    }
  }
}
