/// The names of files in a tile directory (c2sp.org/tlog-tiles).
enum TilePath {
  /// Nodes or entries in a whole file.
  static let width = 256
  /// The longest entry that a bundle's 16 bits of length can say.
  static let maximumEntry = 65_535

  static func tile(level: Int, index: Int, count: Int) -> String {
    "tile/\(level)/\(number(index))\(partial(count))"
  }

  static func entries(index: Int, count: Int) -> String {
    "tile/entries/\(number(index))\(partial(count))"
  }

  /// Groups of three digits, all but the last behind an `x`: 1234067 is `x001/x234/067`.
  private static func number(_ index: Int) -> String {
    var groups: [String] = []
    var rest = index
    repeat {
      let digits = String(rest % 1000)
      groups.append(String(repeating: "0", count: 3 - digits.utf8.count) + digits)
      rest /= 1000
    } while rest > 0
    let last = groups.removeFirst()
    return groups.reversed().map { "x\($0)/" }.joined() + last
  }

  private static func partial(_ count: Int) -> String { count == width ? "" : ".p/\(count)" }
}
