import ArgumentParser

/// Tokens as they are typed: numbers with commas or white space between.
enum TokenIDs {
  /// Reads what an option was given.
  ///
  /// - Throws: `ValidationError`, which ends as wrong usage.
  static func parse(_ text: String) throws -> [Int] {
    let parts = text.split { $0 == "," || $0.isWhitespace }
    guard !parts.isEmpty else { throw ValidationError("there is no token; write 2,419,37") }
    return try parts.map { part in
      guard let id = Int(part), id >= 0 else {
        let message = "`\(part.prefix(32))` is not the number of a token; write 2,419,37"
        throw ValidationError(message)
      }
      return id
    }
  }
}
