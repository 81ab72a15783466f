import Diagnostics

/// A list of hosts and addresses, kept as hashes so that millions of them take 8 bytes each.
///
/// Two of 5 million entries and a host outside of the list share a 64-bit hash by chance once in
/// 10¹² documents.
package struct URLBlocklist: Sendable {
  /// Sorted hashes of hosts without a path.
  private var hosts: [UInt64] = []
  /// Sorted hashes of `host/path`.
  private var paths: [UInt64] = []

  /// Entries of both kinds.
  package var count: Int { hosts.count + paths.count }

  /// Parses lists in any of three layouts, told apart line by line: one host or address a line, a
  /// hosts file (`0.0.0.0 host host`), and the files `domains` and `urls` of UT1.
  ///
  /// - Parameters:
  ///   - bytes: The text of the list; `#` begins a comment, a byte order mark is passed over.
  ///   - file: For messages.
  /// - Throws: `blocklist/bad-entry` for a line that is no host, such as a top-level domain alone,
  ///   which would block far more than anyone meant.
  package init(parsing bytes: [UInt8], file: String) throws {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    var number = 0
    for line in text.split(separator: 10, omittingEmptySubsequences: false) {
      number += 1
      for entry in Self.entries(of: line) { try add(entry, .init(file: file, line: number)) }
    }
    hosts.sort()
    paths.sort()
  }

  /// One list of the entries of several.
  package init(merging lists: [Self]) {
    hosts = lists.flatMap(\.hosts).sorted()
    paths = lists.flatMap(\.paths).sorted()
  }

  private mutating func add(_ entry: ArraySlice<UInt8>, _ place: Diagnostic.Place) throws {
    guard let address = URLAddress(entry), address.host.contains(UInt8(ascii: ".")) else {
      throw Diagnostic(
        "blocklist/bad-entry",
        "`\(String(decoding: entry.prefix(80), as: UTF8.self))` is no host or address",
        at: place,
        hint: "write one host with at least two labels a line, such as example.org"
      )
    }
    if address.path.isEmpty {
      hosts.append(Self.hash(address.host))
    } else {
      paths.append(Self.hash(address.host + address.path))
    }
  }

  /// The parts of a line that name hosts: all after the address of a hosts file, else the first.
  private static func entries(of line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    let fields = line.prefix { $0 != UInt8(ascii: "#") }.split(whereSeparator: ASCIIByte.isSpace)
    guard let first = fields.first else { return [] }
    // an address of version 6 may name its interface: `fe80::1%lo0`
    let address = first.prefix { $0 != UInt8(ascii: "%") }
    let isAddress = address.allSatisfy {
      ASCIIByte.isHex($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":")
    }
    guard fields.count > 1, isAddress else { return [withoutWildcard(first)] }
    // a hosts file also names the machine itself
    return fields.dropFirst().filter { $0.contains(UInt8(ascii: ".")) }
  }

  /// An entry without the `*.` or `.` for all hosts below it, which every entry stands for.
  private static func withoutWildcard(_ entry: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let rest = entry.starts(with: "*.".utf8) ? entry.dropFirst() : entry
    return rest.first == UInt8(ascii: ".") ? rest.dropFirst() : rest
  }

  /// Whether the host, a domain above it, or the beginning of the path is listed.
  package func contains(_ address: URLAddress) -> Bool {
    guard !hosts.isEmpty || !paths.isEmpty else { return false }
    for host in address.domains {
      if Self.contains(hosts, Self.hash(host)) { return true }
      guard !paths.isEmpty else { continue }
      for path in address.pathPrefixes where Self.contains(paths, Self.hash(host + path)) {
        return true
      }
    }
    return false
  }

  private static func contains(_ sorted: [UInt64], _ hash: UInt64) -> Bool {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < hash { low = middle + 1 } else { high = middle }
    }
    return low < sorted.count && sorted[low] == hash
  }

  /// FNV-1a with the finaliser of SplitMix64, which spreads what FNV leaves close together.
  private static func hash<Bytes: Sequence<UInt8>>(_ bytes: Bytes) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
    return hash ^ hash >> 31
  }
}
