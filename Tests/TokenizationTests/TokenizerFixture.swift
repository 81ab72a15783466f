import CZlib
import Foundation
import Tokenization

/// The files that `scripts/goldens/tokenizer_cases.py` wrote.
enum TokenizerFixture {
  struct Damaged: Error {
    let name: String
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures")

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: name)))
  }

  /// The contents of a file that zlib has compressed.
  static func inflated(_ name: String) throws -> [UInt8] {
    let packed = try bytes(name + ".zz")
    var output = [UInt8](repeating: 0, count: 8 << 20)
    var count = UInt(output.count)
    guard uncompress(&output, &count, packed, UInt(packed.count)) == Z_OK else {
      throw Damaged(name: name)
    }
    return Array(output[..<Int(count)])
  }

  /// The texts that every tokenizer is compared on.
  static func texts() throws -> [[UInt8]] {
    let bytes = try inflated("texts")
    var texts: [[UInt8]] = []
    var position = 0
    while position + 4 <= bytes.count {
      let count = (0..<4).reduce(0) { $0 | Int(bytes[position + $1]) << ($1 * 8) }
      texts.append(Array(bytes[position + 4..<position + 4 + count]))
      position += 4 + count
    }
    return texts
  }

  /// The bytes of a `tokenizer.json`, with its character map put back.
  static func json(_ name: String) throws -> [UInt8] {
    let text = String(decoding: try inflated(name + ".json"), as: UTF8.self)
    guard text.contains("CHARSMAP") else { return Array(text.utf8) }
    let map = String(decoding: try inflated("charsmap"), as: UTF8.self)
    return Array(text.replacingOccurrences(of: "CHARSMAP", with: map).utf8)
  }

  static func tokenizer(_ name: String) throws -> Tokenizer {
    guard name == "bert" else {
      return try Tokenizer(tokenizerJSON: try json(name), file: "tokenizer.json")
    }
    let vocabulary = try inflated("bert.vocab.txt")
    return try Tokenizer(wordPieceVocabulary: vocabulary, lowercase: true, file: "vocab.txt")
  }

  /// CRC-32 of each text's ids, ranges (0 where they are not compared) and decoded text.
  static func checksums(_ name: String) throws -> [[UInt32]] {
    let all = try words(name + ".crc")
    return stride(from: 0, to: all.count, by: all.count / 3).map {
      Array(all[$0..<$0 + all.count / 3])
    }
  }

  /// The little-endian numbers of a file.
  static func words(_ name: String) throws -> [UInt32] {
    let bytes = try bytes(name)
    return stride(from: 0, to: bytes.count, by: 4).map { at in
      (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[at + $1]) << UInt32($1 * 8) }
    }
  }

  static func checksum(_ numbers: [Int32]) -> UInt32 {
    checksum(
      numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
    )
  }

  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    UInt32(crc32(0, bytes, UInt32(bytes.count)))
  }
}
