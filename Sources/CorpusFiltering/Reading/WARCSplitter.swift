/// Cuts WARC files into records by their `Content-Length`, and finds the next one after damage.
struct WARCSplitter: RecordSplitter {
  private static let marker = Array("\nWARC/".utf8)

  let skippedLines = 1
  /// Bytes of the skipped record that are still to come, nil when its length is unknown.
  private var bytesToSkip: Int?
  private var matchedMarker = 0

  func split(_ bytes: UnsafeRawBufferPointer, from start: Int, atEnd: Bool) -> SplitStep {
    let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
    let gap = rest.prefix { $0 == ByteSearch.newline || $0 == ByteSearch.carriageReturn }.count
    guard gap == 0 else {
      return .found(.blank, content: start..<start, end: start + gap, lines: 0)
    }
    switch WARCHeader.parse(rest) {
    case .incomplete where !atEnd:
      return .needsMore
    case .incomplete, .broken:
      return resynchronise(bytes, from: start, atEnd: atEnd)
    case .complete(let header):
      let length = header.byteCount.addingReportingOverflow(header.contentLength)
      guard !length.overflow, length.partialValue <= rest.count else {
        guard atEnd else { return .needsMore }
        return broken(
          start..<bytes.count,
          "input/truncated-record",
          "a WARC record ends before its length"
        )
      }
      let end = start + length.partialValue
      return .found(kind(of: header), content: start..<end, end: end, lines: 1)
    }
  }

  mutating func beginSkip(_ bytes: UnsafeRawBufferPointer, from start: Int) {
    matchedMarker = 0
    bytesToSkip = nil
    let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
    guard case .complete(let header) = WARCHeader.parse(rest) else {
      // What came before is passed over whole; only a marker that the end cuts can still matter.
      _ = findMarker(UnsafeRawBufferPointer(rebasing: rest.suffix(Self.marker.count - 1)))
      return
    }
    let length = header.byteCount.addingReportingOverflow(header.contentLength)
    bytesToSkip = length.overflow ? Int.max : length.partialValue - rest.count
  }

  mutating func skip(_ bytes: UnsafeRawBufferPointer) -> Int? {
    guard let left = bytesToSkip else { return findMarker(bytes) }
    guard left > bytes.count else { return left }
    bytesToSkip = left - bytes.count
    return nil
  }

  private func kind(of header: WARCHeader) -> SplitStep.Kind {
    switch header.type {
    case "conversion", "resource":
      return .record
    case "warcinfo", "request", "metadata":
      return .ignored
    default:
      return .broken(
        code: "input/unsupported-record",
        message: "a WARC record of a type that holds no plain text"
      )
    }
  }

  private func resynchronise(
    _ bytes: UnsafeRawBufferPointer,
    from start: Int,
    atEnd: Bool
  ) -> SplitStep {
    let next = ByteSearch.first(Self.marker, in: bytes, from: start + 1)
    guard next != nil || atEnd else { return .needsMore }
    let end = next.map { $0 + 1 } ?? bytes.count
    return broken(start..<end, "input/broken-warc", "no WARC header where a record should start")
  }

  private func broken(_ range: Range<Int>, _ code: String, _ message: String) -> SplitStep {
    .found(
      .broken(code: code, message: message),
      content: range,
      end: range.upperBound,
      lines: 1
    )
  }

  /// Returns the place after the marker's newline.
  ///
  /// Of a marker cut by two windows the first bytes are gone: that record is reported as broken,
  /// and the one after it is read again.
  private mutating func findMarker(_ bytes: UnsafeRawBufferPointer) -> Int? {
    for index in bytes.indices {
      if bytes[index] == Self.marker[matchedMarker] {
        matchedMarker += 1
      } else {
        matchedMarker = bytes[index] == ByteSearch.newline ? 1 : 0
      }
      guard matchedMarker == Self.marker.count else { continue }
      matchedMarker = 0
      return max(0, index + 2 - Self.marker.count)
    }
    return nil
  }
}
