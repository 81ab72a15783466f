import Diagnostics
import SafetyCore
import TextViews

/// What a run writes down of its near duplicates, so that a resumed one knows them.
///
/// Sixteen bytes: the kind, the id's length, two zeros, four bytes of a number, eight of a line; a
/// kept document's id, codes and keys follow. All numbers begin with their lowest byte.
package enum SignatureRecord: Sendable, Hashable {
  /// A document was kept: its number in the order of keeping is that of these records.
  case kept(TextSignature, OriginalDocument)
  /// One more document is a copy of the one of this number.
  case copy(of: Int)
  /// A document was kept for which there was no room.
  case forgotten

  private static let headSize = 16

  /// The record as the file has it.
  package var bytes: [UInt8] {
    switch self {
    case .kept(let signature, let place):
      let id = Array(place.id.utf8)
      var bytes = Self.head(1, idLength: id.count, number: place.shard, line: place.line)
      bytes += id
      bytes += signature.codes
      for key in signature.keys { withUnsafeBytes(of: key.littleEndian) { bytes += $0 } }
      return bytes
    case .copy(let document): return Self.head(2, number: document)
    case .forgotten: return Self.head(3)
    }
  }

  /// Reads the first record of some bytes.
  ///
  /// - Parameters:
  ///   - bytes: Records one after another, the last of which may not be there whole.
  ///   - buckets: Keys of a signature.
  ///   - codes: Codes of a signature.
  /// - Returns: The record and its length, or nil where it is not there whole.
  /// - Throws: `resume/bad-signatures` for what is no record.
  package static func first(
    in bytes: UnsafeRawBufferPointer,
    buckets: Int,
    codes: Int
  ) throws(Diagnostic) -> (record: SignatureRecord, size: Int)? {
    guard bytes.count >= headSize else { return nil }
    let number = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
    switch bytes[0] {
    case 2: return (.copy(of: Int(number)), headSize)
    case 3: return (.forgotten, headSize)
    case 1: break
    default: throw Diagnostic("resume/bad-signatures", "the file of signatures is damaged")
    }
    let idEnd = headSize + Int(bytes[1])
    let keysStart = idEnd + codes
    guard bytes.count >= keysStart + buckets * 8 else { return nil }
    let line = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    let signature = TextSignature(
      keys: (0..<buckets).map { bucket in
        let offset = keysStart + bucket * 8
        return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      },
      codes: Array(bytes[idEnd..<keysStart])
    )
    let place = OriginalDocument(
      id: String(decoding: bytes[headSize..<idEnd], as: UTF8.self),
      shard: Int(number),
      line: Int(truncatingIfNeeded: line)
    )
    return (.kept(signature, place), keysStart + buckets * 8)
  }

  private static func head(
    _ kind: UInt8,
    idLength: Int = 0,
    number: Int = 0,
    line: Int = 0
  ) -> [UInt8] {
    var bytes = [kind, UInt8(truncatingIfNeeded: idLength), 0, 0]
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: number).littleEndian) { bytes += $0 }
    withUnsafeBytes(of: UInt64(truncatingIfNeeded: line).littleEndian) { bytes += $0 }
    return bytes
  }
}
