import Diagnostics

/// Cuts a stream of bytes into the data of server-sent events, as the HTML standard describes them.
///
/// Names and ids of events are passed over. How the bytes are cut into pieces means nothing.
struct EventStreamParser {
  private let limit: Int
  private var line: [UInt8] = []
  private var data: [UInt8] = []
  private var hasData = false
  private var lastWasReturn = false
  private var isFirstLine = true

  /// - Parameter limit: Bytes of one line, and of the data of one event.
  init(limit: Int) { self.limit = limit }

  /// Takes bytes, and hands on the data of every event as soon as they complete it.
  ///
  /// - Throws: `upstream/too-large`, and what `take` throws.
  mutating func receive(
    _ bytes: some Collection<UInt8>,
    _ take: ([UInt8]) throws -> Void
  ) throws {
    for byte in bytes {
      let endsReturn = lastWasReturn && byte == 0x0A
      lastWasReturn = byte == 0x0D
      if endsReturn { continue }
      guard byte == 0x0A || byte == 0x0D else {
        guard line.count < limit else { throw UpstreamFailure.tooLarge("an event", limit) }
        line.append(byte)
        continue
      }
      if let event = try endLine() { try take(event) }
    }
  }

  /// Whether an event has begun and is not complete.
  var isWithinEvent: Bool { hasData || !line.isEmpty }

  private mutating func endLine() throws(Diagnostic) -> [UInt8]? {
    defer { line.removeAll(keepingCapacity: true) }
    if isFirstLine {
      isFirstLine = false
      if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    }
    guard !line.isEmpty else {
      defer { data.removeAll(keepingCapacity: true) }
      let isEvent = hasData
      hasData = false
      return isEvent ? data : nil
    }
    let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
    guard line[..<colon].elementsEqual("data".utf8) else { return nil }
    var value = line[colon...].dropFirst()
    if value.first == 0x20 { value = value.dropFirst() }
    guard data.count + value.count < limit else {
      throw UpstreamFailure.tooLarge("an event", limit)
    }
    if hasData { data.append(0x0A) }
    data += value
    hasData = true
    return nil
  }
}
