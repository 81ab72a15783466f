import Diagnostics

extension CanonicalValue {
  /// Reads one JSON value from outside: strict UTF-8, integers only, no repeated keys.
  ///
  /// - Parameters:
  ///   - bytes: The whole text; white space around tokens is allowed.
  ///   - file: The name that a problem is reported under.
  ///   - maximumBytes: Longer texts are refused unread.
  ///   - maximumDepth: Arrays and objects nested deeper are refused.
  /// - Throws: A `json/…` diagnostic with the byte offset.
  package init(
    parsing bytes: [UInt8],
    file: String = "JSON text",
    maximumBytes: Int = 64 << 20,
    maximumDepth: Int = 64
  ) throws {
    guard bytes.count <= maximumBytes else {
      throw Diagnostic(
        "json/too-long",
        "\(bytes.count) bytes are more than the limit of \(maximumBytes)",
        at: .init(file: file)
      )
    }
    self = try bytes.withUnsafeBufferPointer { buffer in
      var parser = CanonicalParser(bytes: buffer, file: file, depthLeft: maximumDepth)
      return try parser.parseText()
    }
  }

  /// The members of an object, or nil for any other value.
  package var members: [String: CanonicalValue]? {
    guard case .object(let members) = self else { return nil }
    return members
  }
}
