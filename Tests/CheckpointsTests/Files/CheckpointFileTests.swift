import Checkpoints
import Diagnostics
import Foundation
import Testing

struct CheckpointFileTests {
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = URL.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test func `reads a file in pieces and by ranges`() throws {
    try withFolder { folder in
      let bytes = (0..<2_500_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      let path = folder.appending(path: "f").path
      try Data(bytes).write(to: URL(filePath: path))
      let file = try CheckpointFile(path: path, maximum: 4 << 20)
      #expect(file.size == bytes.count)
      #expect(try file.bytes(1000..<1010) == Array(bytes[1000..<1010]))
      var pieces: [UInt8] = []
      try file.forEachPiece(of: 3..<bytes.count) { pieces += $0 }
      #expect(pieces == Array(bytes[3...]))
      #expect(throws: Diagnostic.self) { try file.bytes(0..<bytes.count + 1) }
    }
  }

  @Test func `notices that a file was cut short after it was opened`() throws {
    try withFolder { folder in
      let path = folder.appending(path: "f").path
      try Data(count: 5000).write(to: URL(filePath: path))
      let file = try CheckpointFile(path: path, maximum: 5000)
      #expect(truncate(path, 100) == 0)
      let error = #expect(throws: Diagnostic.self) { try file.bytes() }
      #expect(error?.code == "checkpoint/truncated")
    }
  }

  @Test func `refuses folders, pipes, large files and other folders' files`() throws {
    try withFolder { folder in
      let pipe = folder.appending(path: "pipe").path
      #expect(mkfifo(pipe, 0o600) == 0)
      for path in [folder.path, pipe, pipe + "-not"] {
        let error = #expect(throws: Diagnostic.self) {
          _ = try CheckpointFile(path: path, maximum: 10)
        }
        #expect(error?.code == "checkpoint/unreadable")
      }
      try Data(count: 11).write(to: folder.appending(path: "f"))
      let checkpoint = CheckpointFolder(path: folder.path)
      #expect(checkpoint.has("f") && !checkpoint.has("g") && !checkpoint.has("../f"))
      let large = #expect(throws: Diagnostic.self) { _ = try checkpoint.open("f", maximum: 10) }
      #expect(large?.code == "checkpoint/too-large")
      for name in ["../f", "/f", "", "..", "a/f", "f\0"] {
        let outside = #expect(throws: Diagnostic.self) {
          _ = try checkpoint.open(name, maximum: 100)
        }
        #expect(outside?.code == "checkpoint/outside")
      }
    }
  }
}
