import Compression
import CorpusFiltering
import Testing

/// Pieces that Python's zlib and zstandard packed.
struct PackedBytesTests {
  private static let text = Array(String(repeating: "A silver kettle dances. ", count: 8).utf8)
  private static let checksum: UInt32 = 0xB6A9_9C18

  private static func bytes(_ hex: String) -> [UInt8] {
    let digits = Array(hex)
    return stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
  }

  private static let packed: [(PackedBytes, [UInt8])] = [
    (.stored, text),
    (.deflate, bytes("735428cecc294b2d52c84e2d29c949554849cc4b4e2dd653701c22e200")),
    (
      .zstd,
      bytes(
        "28b52ffd20c0fd0000c0412073696c766572206b6574746c652064616e6365732e20010094969a63"
      )
    ),
  ]

  @Test(arguments: packed)
  func `are unpacked to the size and checksum that are said`(
    packing: PackedBytes,
    bytes: [UInt8]
  ) {
    func unpacked(_ bytes: [UInt8], size: Int = 192, checksum: UInt32 = Self.checksum) -> [UInt8]? {
      packing.unpacked(bytes[...], size: size, checksum: checksum)
    }
    #expect(unpacked(bytes) == Self.text)
    for size in [-1, 0, 191, 193, Int.max] {
      #expect(unpacked(bytes, size: size) == nil, "\(size)")
    }
    #expect(unpacked(bytes, checksum: 0) == nil)
    #expect(unpacked(Array(bytes.dropLast(6))) == nil && unpacked([]) == nil)
    // A slice begins where it begins.
    #expect(
      packing.unpacked(([7] + bytes)[1...], size: 192, checksum: Self.checksum) == Self.text
    )
  }
}
