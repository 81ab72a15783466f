/// The host and path of a web address, in the form in which lists are compared.
package struct URLAddress: Sendable, Hashable {
  /// In lower case, without `www.`, user, port and final dot.
  package let host: [UInt8]
  /// From its first `/`, without query, fragment and final `/`.
  package let path: [UInt8]
  private static let longest = 8_192

  /// Reads an address with or without a scheme; nil where it has no host.
  package init?<Text: Collection<UInt8>>(_ text: Text) {
    guard text.count <= Self.longest else { return nil }
    var rest = Array(text)[...]
    if let colon = rest.firstIndex(of: UInt8(ascii: ":")), rest[colon...].starts(with: "://".utf8) {
      rest = rest[(colon + 3)...]
    } else if rest.starts(with: "//".utf8) {
      rest = rest.dropFirst(2)
    }
    let authority = rest.prefix { !"/?#".utf8.contains($0) }
    guard let host = Self.host(of: authority) else { return nil }
    self.host = host
    var path = rest.dropFirst(authority.count).prefix { !"?#".utf8.contains($0) }
    while path.last == UInt8(ascii: "/") { path.removeLast() }
    self.path = Array(path)
  }

  private static func host(of authority: ArraySlice<UInt8>) -> [UInt8]? {
    var host = authority
    if let user = host.lastIndex(of: UInt8(ascii: "@")) { host = host[(user + 1)...] }
    if host.first != UInt8(ascii: "["), let port = host.firstIndex(of: UInt8(ascii: ":")) {
      host = host[..<port]
    }
    while host.last == UInt8(ascii: ".") { host.removeLast() }
    var lowered = host.map(ASCIIByte.lowered)
    if lowered.starts(with: "www.".utf8), lowered.dropFirst(4).contains(UInt8(ascii: ".")) {
      lowered.removeFirst(4)
    }
    let isHost =
      !lowered.isEmpty && lowered.count <= 255
      && lowered.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "%") && $0 != UInt8(ascii: "\\") }
    return isHost ? lowered : nil
  }

  /// The host and the domains above it, longest first, down to two labels.
  var domains: [ArraySlice<UInt8>] {
    var domains: [ArraySlice<UInt8>] = [host[...]]
    // the labels of a numeric address are no domains
    guard !(host.last.map(ASCIIByte.isDigit) ?? true) else { return domains }
    var rest = host[...]
    while let dot = rest.firstIndex(of: UInt8(ascii: ".")) {
      rest = rest[(dot + 1)...]
      guard rest.contains(UInt8(ascii: ".")) else { break }
      domains.append(rest)
    }
    return domains
  }

  /// The path and the folders above it, longest first.
  var pathPrefixes: [ArraySlice<UInt8>] {
    var prefixes: [ArraySlice<UInt8>] = []
    var rest = path[...]
    while !rest.isEmpty, prefixes.count < 64 {
      prefixes.append(rest)
      guard let slash = rest.lastIndex(of: UInt8(ascii: "/")) else { break }
      rest = rest[..<slash]
    }
    return prefixes
  }
}
