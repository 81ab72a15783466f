/// The named fields of a WARC record that the reader needs.
struct WARCHeader: Equatable {
  /// What became of reading a header.
  enum Outcome: Equatable {
    case complete(WARCHeader)
    case incomplete
    case broken
  }

  /// Longest header that is looked at; real ones have under 2 KB.
  static let maximumBytes = 64 << 10

  /// In lower case.
  var type = ""
  var contentLength = 0
  var id: String?
  var url: String?
  /// Bytes of the header with the empty line that ends it.
  var byteCount = 0

  /// Reads the header at the start of a record.
  static func parse(_ bytes: UnsafeRawBufferPointer) -> Outcome {
    let version = Array("WARC/".utf8)
    guard bytes.prefix(5).elementsEqual(version.prefix(min(5, bytes.count))) else {
      return .broken
    }
    let window = UnsafeRawBufferPointer(rebasing: bytes.prefix(maximumBytes))
    var header = WARCHeader()
    var sawLength = false
    var lineStart = 0
    while let newline = ByteSearch.first(ByteSearch.newline, in: window, from: lineStart) {
      var end = newline
      if end > lineStart, window[end - 1] == ByteSearch.carriageReturn { end -= 1 }
      let line = window[lineStart..<end]
      lineStart = newline + 1
      if line.isEmpty {
        header.byteCount = lineStart
        return sawLength ? .complete(header) : .broken
      }
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
      let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
      guard header.set(name, to: trimmed(line[(colon + 1)...])) else { return .broken }
      sawLength = sawLength || name == "content-length"
    }
    return bytes.count < maximumBytes ? .incomplete : .broken
  }

  /// Returns false for a value that makes no sense.
  private mutating func set(_ name: String, to value: String) -> Bool {
    switch name {
    case "warc-type":
      type = value.lowercased()
    case "warc-record-id":
      id = value
    case "warc-target-uri":
      // WARC 1.0 has brackets around addresses, as Wget writes them.
      let isBracketed = value.hasPrefix("<") && value.hasSuffix(">")
      url = isBracketed ? String(value.dropFirst().dropLast()) : value
    case "content-length":
      guard let length = Int(value), length >= 0 else { return false }
      contentLength = length
    default:
      break
    }
    return true
  }

  private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    var rest = bytes
    while let first = rest.first, first == 0x20 || first == 0x09 { rest.removeFirst() }
    while let last = rest.last, last == 0x20 || last == 0x09 { rest.removeLast() }
    return String(decoding: rest, as: UTF8.self)
  }
}
