import Diagnostics

/// A Parquet file as a stream of JSON lines, a row each, in bounded memory.
///
/// A page of every column is held at a time. Lists become arrays, maps arrays of `key` and `value`,
/// times ISO 8601, decimals numbers of all their digits, bytes that are no UTF-8 `{"base64":…}`, and
/// what is missing or no number `null`.
package final class ParquetLines {
  /// Bytes that are put together before they are handed out.
  private static let pieceBytes = 64 << 10

  private let file: ParquetFile
  private let rowBytes: Int
  private let groups: [RowGroup]
  private var nextGroup = 0
  private var isInGroup = false
  private var assembler: RowAssembler
  private var lines: [UInt8] = []
  private var handedOut = 0
  private var failure: Diagnostic?
  /// Bytes of lines handed out or skipped.
  package private(set) var byteOffset = 0

  /// Opens a file and reads its footer.
  ///
  /// - Parameters:
  ///   - path: Of a file, not of a pipe.
  ///   - rowBytes: A longer row is cut, and still longer than this.
  /// - Throws: `input/unreadable`, `input/broken-parquet`, `input/unsupported-parquet`.
  package init(path: String, rowBytes: Int) throws(Diagnostic) {
    file = try ParquetFile(path: path)
    self.rowBytes = rowBytes
    do {
      let metadata = try file.metadata()
      groups = metadata.rowGroups
      assembler = RowAssembler(try Schema(metadata.schema))
    } catch {
      throw Self.diagnostic(error, path: path)
    }
  }

  /// Bytes of the file that were read so far.
  package var fileBytesRead: Int { file.bytesRead }

  /// Fills at most the destination and returns how many bytes, 0 at the end.
  ///
  /// - Throws: `input/broken-parquet` and its like, after all rows before the damage were read.
  package func read(into destination: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    while handedOut == lines.count {
      lines.removeAll(keepingCapacity: lines.capacity <= 4 * Self.pieceBytes)
      handedOut = 0
      if let failure { throw failure }
      guard appendLines() else { break }
    }
    let count = min(destination.count, lines.count - handedOut)
    lines.withUnsafeBytes {
      destination.copyMemory(
        from: UnsafeRawBufferPointer(rebasing: $0[handedOut..<(handedOut + count)])
      )
    }
    handedOut += count
    byteOffset += count
    return count
  }

  /// Moves on to a place of the stream that is not behind the present one.
  package func skip(to offset: Int) throws(Diagnostic) {
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 64)
    defer { scratch.deallocate() }
    while byteOffset < offset {
      let count = min(scratch.count, offset - byteOffset)
      guard try read(into: UnsafeMutableRawBufferPointer(rebasing: scratch[..<count])) > 0 else {
        return
      }
    }
  }

  /// Puts rows together until they are a piece; false at the end of the file.
  private func appendLines() -> Bool {
    while lines.count < Self.pieceBytes, failure == nil {
      let start = lines.count
      do {
        guard try appendLine() else { return !lines.isEmpty }
      } catch {
        lines.removeSubrange(start...)
        failure = Self.diagnostic(error, path: file.path)
      }
    }
    return true
  }

  private func appendLine() throws -> Bool {
    while true {
      if isInGroup, try assembler.appendRow(to: &lines, limit: rowBytes) {
        lines.append(UInt8(ascii: "\n"))
        return true
      }
      guard nextGroup < groups.count else { return false }
      try assembler.begin(groups[nextGroup], in: file)
      isInGroup = true
      nextGroup += 1
    }
  }

  private static func diagnostic(_ error: any Error, path: String) -> Diagnostic {
    switch error {
    case let damage as ParquetDamage: damage.diagnostic(path: path)
    case let diagnostic as Diagnostic: diagnostic
    default: ParquetDamage.broken("the file cannot be read").diagnostic(path: path)
    }
  }
}
