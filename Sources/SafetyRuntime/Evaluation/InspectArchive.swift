import Compression
import CorpusFiltering
import Diagnostics

/// A log of Inspect as it writes it unless told otherwise: a zip archive, `.eval` by name.
///
/// All that figures are read from is in its `header.json`; the samples beside it stay packed.
struct InspectArchive {
  private static let member = "header.json"
  private let bytes: [UInt8]
  private let file: String

  /// Whether a file begins as an archive does.
  static func isOne(_ bytes: [UInt8]) -> Bool { bytes.starts(with: "PK".utf8) }

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  /// The log without its samples, in JSON.
  ///
  /// - Parameter maximum: Bytes that it may have.
  /// - Returns: The member that finished logs have beside their samples.
  /// - Throws: `evaluation/import` for an archive that is damaged, or none of a finished log.
  func header(maximum: Int) throws -> [UInt8] {
    guard let directory = directory() else { throw problem("the archive ends too early") }
    // A member that was written again stands there twice, and the last one counts.
    guard let entry = entries(in: directory).last(where: { $0.name == Self.member }) else {
      throw problem("the archive has no `\(Self.member)`, as finished logs of Inspect have")
    }
    guard entry.size <= maximum else {
      throw problem("`\(Self.member)` has more than \(maximum) bytes")
    }
    guard let header = contents(of: entry) else {
      throw problem("`\(Self.member)` of the archive is damaged, or packed in an unknown way")
    }
    return header
  }

  // MARK: The format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT

  /// What the directory says of a member.
  private struct Entry {
    var name: String
    var method: Int
    var checksum: UInt32
    var packedSize: Int
    var size: Int
    var start: Int
  }

  /// Where the directory is, by the mark behind it.
  private func directory() -> Range<Int>? {
    let last = bytes.count - 22
    let longestComment = 0xFFFF
    let mark = stride(from: last, through: max(0, last - longestComment), by: -1)
      .first { number($0, 4) == 0x0605_4B50 }
    guard let mark, let size = number(mark + 12, 4), let start = number(mark + 16, 4) else {
      return nil
    }
    guard start == 0xFFFF_FFFF || number(mark + 10, 2) == 0xFFFF else { return span(start, size) }
    // There is more than the mark can count; a larger one stands ahead, and where it is between them.
    guard number(mark - 20, 4) == 0x0706_4B50, let large = number(mark - 12, 8),
      number(large, 4) == 0x0606_4B50, let size = number(large + 40, 8),
      let start = number(large + 48, 8)
    else { return nil }
    return span(start, size)
  }

  private func entries(in directory: Range<Int>) -> [Entry] {
    var entries: [Entry] = []
    var place = directory.lowerBound
    while place < directory.upperBound, number(place, 4) == 0x0201_4B50,
      let method = number(place + 10, 2), let checksum = number(place + 16, 4),
      let packedSize = number(place + 20, 4), let size = number(place + 24, 4),
      let name = number(place + 28, 2), let extra = number(place + 30, 2),
      let comment = number(place + 32, 2), let start = number(place + 42, 4),
      let letters = span(place + 46, name)
    {
      entries.append(
        Entry(
          name: String(decoding: bytes[letters], as: UTF8.self),
          method: method,
          checksum: UInt32(checksum),
          packedSize: packedSize,
          size: size,
          start: start
        )
      )
      place += 46 + name + extra + comment
    }
    return entries
  }

  private func contents(of entry: Entry) -> [UInt8]? {
    guard number(entry.start, 4) == 0x0403_4B50, let name = number(entry.start + 26, 2),
      let extra = number(entry.start + 28, 2),
      let place = span(entry.start + 30 + name + extra, entry.packedSize)
    else { return nil }
    let packing: PackedBytes
    switch entry.method {
    case 0: packing = .stored
    case 8: packing = .deflate
    case 93: packing = .zstd
    default: return nil
    }
    return packing.unpacked(bytes[place], size: entry.size, checksum: entry.checksum)
  }

  private func span(_ start: Int, _ count: Int) -> Range<Int>? {
    guard start >= 0, count >= 0, start <= bytes.count, count <= bytes.count - start else {
      return nil
    }
    return start..<(start + count)
  }

  /// Reads a number whose lowest byte stands first.
  private func number(_ place: Int, _ width: Int) -> Int? {
    guard let span = span(place, width) else { return nil }
    return Int(exactly: bytes[span].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  private func problem(_ message: String) -> Diagnostic {
    Diagnostic(
      "evaluation/import",
      message,
      at: .init(file: file),
      hint: "`inspect log dump LOG.eval > log.json` writes the same log as JSON"
    )
  }
}
