import Checkpoints
import Diagnostics
import Foundation
import Testing

struct OutputFileTests {
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = URL.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test func `replaces a file when it is whole`() throws {
    try withFolder { folder in
      let path = folder.appending(path: "f").path
      for byte in [UInt8(1), 2] {
        let file = try OutputFile(path: path)
        try withUnsafeBytes(of: (byte, byte)) { try file.write($0) }
        try file.finish()
        #expect(FileManager.default.contents(atPath: path) == Data([byte, byte]))
      }
    }
  }

  @Test func `replaces no folder, pipe or link`() throws {
    try withFolder { folder in
      let (file, pipe) = (folder.appending(path: "f").path, folder.appending(path: "pipe").path)
      let link = folder.appending(path: "link").path
      try Data([7]).write(to: URL(filePath: file))
      #expect(mkfifo(pipe, 0o600) == 0)
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
      for path in [folder.path, pipe, link] {
        let error = #expect(throws: Diagnostic.self) { _ = try OutputFile(path: path) }
        #expect(error?.code == "checkpoint/unwritable")
        #expect(error?.place?.file == path)
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(names == ["f", "link", "pipe"])
      #expect(FileManager.default.contents(atPath: link) == Data([7]))
    }
  }
}
