import Diagnostics

/// Tokens as they are typed: numbers with commas or white space between.
enum TokenIDs {
  static func parse(_ text: String) throws -> [Int] {
    let parts = text.split { $0 == "," || $0.isWhitespace }
    guard !parts.isEmpty else {
      throw Diagnostic("usage/token-ids", "there is no token", hint: "write them as 2,419,37")
    }
    return try parts.map { part in
      guard let id = Int(part), id >= 0 else {
        throw Diagnostic(
          "usage/token-ids",
          "`\(part.prefix(32))` is not the number of a token",
          hint: "write them as 2,419,37"
        )
      }
      return id
    }
  }
}
