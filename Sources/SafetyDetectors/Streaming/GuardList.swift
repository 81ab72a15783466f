import Diagnostics

/// A list file of a guard policy: a phrase or pattern a line, a tab and its weight.
///
/// Lines that begin with `#` and blank ones are passed over.
package struct GuardList: Sendable, Hashable {
  /// A line of the file.
  package struct Entry: Sendable, Hashable {
    package var text: String
    /// Above 0, at most 1.
    package var weight: Double
    /// The line of the file; nil for what no file says.
    package var place: Diagnostic.Place?

    package init(text: String, weight: Double, place: Diagnostic.Place? = nil) {
      self.text = text
      self.weight = weight
      self.place = place
    }
  }

  package enum Limits {
    package static let fileBytes = 8 << 20
    static let lineBytes = 1_024
    static let entries = 100_000
  }

  package private(set) var entries: [Entry] = []

  /// A list without an entry may have been cut off, and would find nothing.
  package static func empty(_ file: String) -> Diagnostic {
    Diagnostic(
      "guard-list/empty",
      "the list has no entry, so its detector would find nothing",
      at: .init(file: file),
      hint: "write its lines back, or take the file out of the policy"
    )
  }

  /// Reads a list.
  ///
  /// - Parameters:
  ///   - bytes: The content of the file.
  ///   - file: Its name, for errors.
  /// - Throws: `guard-list/…` with file and line for the first line that is not understood, or where
  ///   there is none.
  package init(parsing bytes: [UInt8], file: String) throws {
    guard bytes.count <= Limits.fileBytes else {
      let message = "the list has \(bytes.count) bytes"
      throw Self.problem("guard-list/too-large", message, .init(file: file, line: 1))
    }
    var place = Diagnostic.Place(file: file, line: 0)
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      place.line = index + 1
      let line = line.last == 0x0D ? line.dropLast() : line
      guard line.first != 0x23, line.contains(where: { $0 > 0x20 }) else { continue }
      guard line.count <= Limits.lineBytes else {
        throw Self.problem("guard-list/line-too-long", "a line of \(line.count) bytes", place)
      }
      guard entries.count < Limits.entries else {
        throw Self.problem("guard-list/too-many", "more than \(Limits.entries) entries", place)
      }
      entries.append(try Self.entry(line, place))
    }
    guard !entries.isEmpty else { throw Self.empty(file) }
  }

  private static func entry(_ line: ArraySlice<UInt8>, _ place: Diagnostic.Place) throws -> Entry {
    let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
    guard let text = String(validating: fields[0], as: UTF8.self), fields.count <= 2 else {
      throw problem("guard-list/bad-line", "a line that is not understood", place)
    }
    guard fields.count == 2 else { return Entry(text: text, weight: 1, place: place) }
    guard let weight = Double(String(decoding: fields[1], as: UTF8.self)), weight > 0, weight <= 1
    else { throw problem("guard-list/bad-weight", "a weight that is not understood", place) }
    return Entry(text: text, weight: weight, place: place)
  }

  private static func problem(
    _ code: Diagnostic.Code,
    _ message: String,
    _ place: Diagnostic.Place
  ) -> Diagnostic {
    Diagnostic(
      code,
      message,
      at: place,
      hint: "a line is a phrase, or a phrase, a tab and a weight above 0 and at most 1"
    )
  }
}
