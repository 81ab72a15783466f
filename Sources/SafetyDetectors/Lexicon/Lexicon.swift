import Diagnostics

/// A list of weighted terms, read from tab-separated text.
///
/// A line is `term`, `term<TAB>weight` or `term<TAB>weight<TAB>category`; lines that begin with
/// `#` and blank ones are skipped. A term written twice in a category keeps the larger weight.
package struct Lexicon: Sendable {
  /// The name shown in errors.
  package let file: String
  package private(set) var terms: [LexiconTerm] = []

  /// Bounds that keep a hostile file from taking the machine's memory.
  package enum Limits {
    static let fileBytes = 64 << 20
    static let lineBytes = 1024
    static let terms = 1_000_000
    package static let wordsPerTerm = 4
    package static let weight = 10.0
  }

  /// Holds terms made elsewhere.
  init(file: String, terms: [LexiconTerm]) {
    self.file = file
    self.terms = terms
  }

  /// Reads a list.
  ///
  /// - Parameters:
  ///   - bytes: The content of the file.
  ///   - file: Its name, for errors.
  ///   - category: What terms without a category of their own speak of.
  /// - Throws: A `Diagnostic` with file, line and column for the first line that is not understood.
  package init(
    parsing bytes: [UInt8],
    file: String,
    defaultCategory category: LexiconCategory = .toxicity
  ) throws {
    self.file = file
    guard bytes.count <= Limits.fileBytes else {
      throw Diagnostic(
        "lexicon/too-large",
        "the list has \(bytes.count) bytes, more than \(Limits.fileBytes)",
        at: .init(file: file),
        hint: "split it into several files"
      )
    }
    var parser = LexiconParser(file: file, defaultCategory: category)
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      try parser.take(line: bytes[start..<end])
      start = end + 1
    }
    terms = parser.terms
  }
}
