import Compression

/// Reads the pages of a column of a row group, in order, one at a time.
struct PageReader {
  /// Bytes of a page, unpacked or not: a page is held whole.
  static let maximumBytes = 512 << 20
  private static let headerSizes = [512, 16 << 10, 1 << 20, 32 << 20]

  private let file: ParquetFile
  private let chunk: ColumnChunk
  private let column: Schema.Column
  private var offset: Int

  init(_ chunk: ColumnChunk, of column: Schema.Column, in file: ParquetFile) {
    self.file = file
    self.chunk = chunk
    self.column = column
    offset = chunk.offset
  }

  /// The next page with values; the caller knows from their count when there is none left.
  mutating func next() throws -> Page {
    while true {
      let header = try readHeader()
      let packed = try file.bytes(header.packedSize, at: offset, slack: Page.slack)
      offset += header.packedSize
      guard header.kind != .index else { continue }
      let checksum = packed.withUnsafeBytes {
        CRC32.checksum(UnsafeRawBufferPointer(rebasing: $0[..<header.packedSize]))
      }
      guard header.checksum == nil || checksum == header.checksum else {
        throw damage("a page does not have its checksum")
      }
      return try Page(header, bytes: unpacked(packed, header), of: column)
    }
  }

  private mutating func readHeader() throws -> PageHeader {
    for size in Self.headerSizes {
      let count = min(size, file.size - offset)
      guard count > 0 else { break }
      let bytes = try file.bytes(count, at: offset)
      do {
        let found = try bytes.withUnsafeBytes { try PageHeader.read($0) }
        offset += found.count
        return try checked(found.header)
      } catch ThriftReader.Failure.endsEarly {
        continue
      } catch is ThriftReader.Failure {
        break
      }
    }
    throw damage("the header of a page cannot be read")
  }

  private func checked(_ header: PageHeader) throws -> PageHeader {
    guard header.size >= 0, header.packedSize >= 0, header.valueCount >= 0 else {
      throw damage("the header of a page has counts below zero")
    }
    guard max(header.size, header.packedSize) <= Self.maximumBytes else {
      throw ParquetDamage.unsupported(
        "a page of `\(column.path.prefix(80))` has over \(Self.maximumBytes >> 20) MiB"
      )
    }
    return header
  }

  /// The page, and its slack.
  private func unpacked(_ packed: [UInt8], _ header: PageHeader) throws -> [UInt8] {
    let levels = header.kind == .dataV2 ? header.repetitionBytes + header.definitionBytes : 0
    let compression = header.isPacked ? chunk.compression : .none
    guard 0...min(header.packedSize, header.size) ~= levels else {
      throw damage("the levels of a page are longer than the page")
    }
    guard compression != .none || header.packedSize != header.size else { return packed }
    var isWhole = false
    let bytes = [UInt8](unsafeUninitializedCapacity: header.size + Page.slack) { buffer, filled in
      let room = UnsafeMutableRawBufferPointer(buffer)
      UnsafeMutableRawBufferPointer(rebasing: room[header.size...]).initializeMemory(
        as: UInt8.self,
        repeating: 0
      )
      packed.withUnsafeBytes { packed in
        room.copyMemory(from: UnsafeRawBufferPointer(rebasing: packed[..<levels]))
        let out = UnsafeMutableRawBufferPointer(rebasing: room[levels..<header.size])
        // Writers pack no values into no bytes, which is no piece of any codec.
        isWhole =
          out.isEmpty
          || compression.unpack(
            UnsafeRawBufferPointer(rebasing: packed[levels..<header.packedSize]),
            into: out
          )
      }
      filled = header.size + Page.slack
    }
    guard isWhole else { throw damage("a page cannot be unpacked") }
    return bytes
  }

  private func damage(_ message: String) -> ParquetDamage {
    .broken("\(message) (column `\(column.path.prefix(80))`, before byte \(offset))")
  }
}
