import CSimdJSON
import Diagnostics

/// Finds fields of JSON lines; owns simdjson's index and the paths it looks for.
package final class JSONScanner {
  /// Why a line is not usable.
  package struct Failure: Error, Sendable, Hashable {
    /// Such as `input/broken-json`.
    package var code: String
    /// A phrase that never holds the line.
    package var message: String
    /// Counted from the line's first byte, where it is known.
    package var offset: Int?
  }

  private let reader: OpaquePointer
  private let fields: UnsafeMutablePointer<gst_json_field>
  private let keys: [UnsafeMutablePointer<gst_json_key>]
  private let keyBytes: [UnsafeMutableBufferPointer<UInt8>]
  private let count: Int

  /// Takes at most eight paths in all, numbered in this order.
  ///
  /// Escapes of strings found by `paths` are left to `unescape`, those of `fallbacks` are checked.
  package init(paths: [FieldPath], fallbacks: [FieldPath] = []) throws(Diagnostic) {
    guard let reader = gst_json_reader_create() else {
      throw Diagnostic("input/no-memory", "cannot start a JSON reader")
    }
    self.reader = reader
    count = paths.count + fallbacks.count
    fields = .allocate(capacity: max(1, count))
    var keys: [UnsafeMutablePointer<gst_json_key>] = []
    var keyBytes: [UnsafeMutableBufferPointer<UInt8>] = []
    for (index, path) in (paths + fallbacks).enumerated() {
      let pathKeys = UnsafeMutablePointer<gst_json_key>.allocate(capacity: path.keys.count)
      for (place, key) in path.keys.enumerated() {
        let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, key.utf8.count))
        _ = bytes.initialize(from: key.utf8)
        (pathKeys + place).initialize(
          to: gst_json_key(bytes: bytes.baseAddress, length: key.utf8.count)
        )
        keyBytes.append(bytes)
      }
      keys.append(pathKeys)
      (fields + index).initialize(to: gst_json_field())
      fields[index].keys = UnsafePointer(pathKeys)
      fields[index].key_count = path.keys.count
      fields[index].defers_escapes = index < paths.count
    }
    self.keys = keys
    self.keyBytes = keyBytes
  }

  deinit {
    gst_json_reader_destroy(reader)
    fields.deallocate()
    for key in keys { key.deallocate() }
    for bytes in keyBytes { bytes.deallocate() }
  }

  /// Checks a line in full and finds the fields, which stand in `subscript` until the next call.
  package func scan(_ line: UnsafeRawBufferPointer) throws(Failure) {
    var offset = 0
    let bytes = line.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let status = gst_json_scan(reader, bytes, line.count, fields, count, &offset)
    guard status == GST_JSON_OK else { throw Self.failure(status, at: offset) }
  }

  /// What was found for a path.
  package subscript(index: Int) -> (kind: gst_json_kind, range: Range<Int>) {
    let field = fields[index]
    guard field.kind != GST_JSON_ABSENT else { return (GST_JSON_ABSENT, 0..<0) }
    return (field.kind, field.start..<field.end)
  }

  /// Decodes a string token, quotes included, into `out`, which has room for it and 32 bytes more.
  static func unescape(
    _ token: UnsafeRawBufferPointer,
    into out: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> Int {
    var count = 0
    let inner = UnsafeRawBufferPointer(rebasing: token[1..<(token.count - 1)])
    let status = gst_json_unescape(
      inner.baseAddress?.assumingMemoryBound(to: UInt8.self),
      inner.count,
      out.baseAddress?.assumingMemoryBound(to: UInt8.self),
      &count
    )
    guard status == GST_JSON_OK else { throw failure(status, at: nil) }
    return count
  }

  static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    return gst_json_is_utf8(base.assumingMemoryBound(to: UInt8.self), bytes.count)
  }

  private static func failure(_ status: gst_json_status, at offset: Int?) -> Failure {
    let (code, message): (String, String) =
      switch status {
      case GST_JSON_INVALID_UTF8: ("input/invalid-utf8", "the line is not valid UTF-8")
      case GST_JSON_CONTROL_CHARACTER:
        ("input/broken-json", "a control character stands unescaped in a string")
      case GST_JSON_UNCLOSED_STRING: ("input/broken-json", "a string is not closed")
      case GST_JSON_TOO_DEEP: ("input/broken-json", "values are nested over 512 deep")
      case GST_JSON_NOT_AN_OBJECT: ("input/wrong-type", "the line is not a JSON object")
      case GST_JSON_BAD_ESCAPE: ("input/broken-json", "a string holds an unknown escape")
      case GST_JSON_LONE_SURROGATE:
        ("input/lone-surrogate", "a string holds half of a surrogate pair")
      case GST_JSON_DUPLICATE_KEY:
        ("input/duplicate-key", "a key that leads to the text, id or URL stands twice")
      case GST_JSON_NO_MEMORY: ("input/no-memory", "memory is short for a line of this length")
      default: ("input/broken-json", "the line is not JSON")
      }
    return Failure(code: code, message: message, offset: offset)
  }
}
