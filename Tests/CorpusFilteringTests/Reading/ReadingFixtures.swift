import Diagnostics
import FuzzSupport
import Glibc

import Compression
import CorpusFiltering

/// A folder that is gone after the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/corpus-filtering-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Diagnostic("test/no-folder", "cannot make a folder")
    }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { Self.remove(path) }

  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let parts = name.split(separator: "/")
    var folder = path
    for part in parts.dropLast() {
      folder += "/\(part)"
      mkdir(folder, 0o777)
    }
    let file = "\(path)/\(name)"
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    guard descriptor >= 0 else { throw Diagnostic("test/no-file", "cannot write \(name)") }
    defer { close(descriptor) }
    _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    return file
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try write(name, Array(text.utf8))
  }

  static func read(_ path: String) throws -> [UInt8] {
    let source = try ByteSource(path: path)
    return readAll(source).bytes
  }

  private static func remove(_ path: String) {
    if let folder = opendir(path) {
      var names: [String] = []
      while let entry = readdir(folder) {
        let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
        let name = (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
        names.append(String(cString: name))
      }
      closedir(folder)
      for name in names where name != "." && name != ".." {
        let below = "\(path)/\(name)"
        if FileStatus(path: below, followsLinks: false)?.kind == .folder {
          remove(below)
        } else {
          unlink(below)
        }
      }
      rmdir(path)
    }
  }
}

/// Changes, drops, doubles or inserts a few bytes.
func mutated(_ bytes: [UInt8], with generator: inout Fuzz.Generator) -> [UInt8] {
  var bytes = bytes
  let alphabet = Array("\"\\{}[]:,\n\r\t 0aeu\u{0}".utf8) + [0xC3, 0x80, 0xFF, 0xED]
  for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
    let place = Int.random(in: 0..<bytes.count, using: &generator)
    let byte = alphabet.randomElement(using: &generator) ?? 0
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: bytes[place] = byte
    case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 2: bytes.remove(at: place)
    case 3: bytes.insert(byte, at: place)
    default:
      let end = min(bytes.count, place + Int.random(in: 1...9, using: &generator))
      bytes.insert(contentsOf: bytes[place..<end], at: place)
    }
  }
  return bytes
}

/// What a source gives, and the code of the damage that ends it.
func readAll(_ source: ByteSource, chunk: Int = 4096) -> (bytes: [UInt8], failure: String?) {
  var all: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: chunk)
  while true {
    do {
      let count = try piece.withUnsafeMutableBytes { buffer in try source.read(into: buffer) }
      guard count > 0 else { return (all, nil) }
      all += piece[..<count]
    } catch {
      return (all, (error as? Diagnostic)?.code.rawValue ?? "unknown")
    }
  }
}

func packed(_ bytes: [UInt8], _ compression: OutputCompression) throws -> [UInt8] {
  try BatchCompressor(compression).compress(bytes)
}

/// A shard read to its end.
struct ReadShard {
  struct Document: Equatable {
    var id: String
    var url: String?
    var text: String
    var line: Int
    var kept: [UInt8]
  }

  var batches: [RecordBatch] = []
  var documents: [Document] = []
  var quarantined: [QuarantineEntry] = []

  var texts: [String] { documents.map(\.text) }
  var codes: [String] { quarantined.map(\.code) }
  var blankLines: Int { batches.reduce(0) { $0 + $1.blankLines } }

  init(
    _ path: String,
    _ format: InputFormat,
    options: ReadOptions = ReadOptions(),
    limits: ReadLimits = ReadLimits(),
    from position: ReadPosition = .start
  ) throws {
    let shard = InputShard(name: "shard", path: path, format: format)
    let reader = ShardReader(shard: shard, options: options, limits: limits, from: position)
    let decoder = try RecordDecoder(options: options, limits: limits)
    while let batch = reader.next() {
      batches.append(batch)
      quarantined += batch.quarantined
      for record in batch.records {
        switch decoder.decode(record, of: batch) {
        case .quarantined(let entry):
          quarantined.append(entry)
        case .document(let document):
          var kept: [UInt8] = []
          RecordRenderer().appendKept(document, of: batch, to: &kept)
          documents.append(
            Document(
              id: document.id,
              url: document.url,
              text: String(decoding: document.text, as: UTF8.self),
              line: document.line,
              kept: kept
            )
          )
        }
      }
    }
  }

  /// Bytes of the stream that are in no record and in no quarantine entry.
  func unaccounted(of stream: [UInt8]) -> [UInt8] {
    var seen = [Bool](repeating: false, count: stream.count)
    for batch in batches {
      for record in batch.records {
        for index in 0..<record.range.count { seen[record.byteOffset + index] = true }
      }
    }
    for entry in quarantined {
      let end = entry.byteCount.map { entry.byteOffset + $0 } ?? stream.count
      for index in entry.byteOffset..<max(entry.byteOffset, min(end, stream.count)) {
        seen[index] = true
      }
    }
    return stream.indices.filter { !seen[$0] }.map { stream[$0] }
  }
}
