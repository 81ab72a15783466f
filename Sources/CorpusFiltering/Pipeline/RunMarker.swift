import Diagnostics
import Glibc
import SafetyCore

/// The file by which a folder of results is known to belong to an unfinished run.
package struct RunMarker: Sendable {
  package static let fileName = ".gemma-safety-run"
  private static let format = "gemma-safety.run/2"

  /// The run's name in the audit log.
  package var run: String
  /// A digest of policy, inputs and options: a run is resumed under the same ones only.
  package var identity: Digest
  /// 32 bytes that key the pseudonyms of the run.
  package var key: [UInt8]
  /// Where the run's audit log is; a relative path begins at the folder of results.
  package var audit: String

  package init(run: String, identity: Digest, key: [UInt8], audit: String) {
    self.run = run
    self.identity = identity
    self.key = key
    self.audit = audit
  }

  /// The marker in a folder of results, or nil where there is none.
  ///
  /// - Throws: `resume/bad-marker` where the file is something else.
  package static func read(in folder: String) throws -> RunMarker? {
    let path = "\(folder)/\(fileName)"
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 16_384)
    let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
    let bytes = Array(buffer.prefix(max(0, count)))
    guard case .object(let members)? = try? CanonicalValue(parsing: bytes, file: path),
      members["format"] == .string(format), case .string(let run)? = members["run"],
      case .string(let hex)? = members["identity"], let identity = Digest(hex: hex),
      case .string(let keyHex)? = members["key"], let key = Digest(hex: keyHex),
      case .string(let audit)? = members["audit"]
    else {
      throw Diagnostic(
        "resume/bad-marker",
        "the file that names the unfinished run is damaged",
        at: .init(file: path),
        hint: "start over with --overwrite"
      )
    }
    return RunMarker(run: run, identity: identity, key: key.bytes, audit: audit)
  }

  /// Writes the marker, readable by its owner alone.
  ///
  /// - Throws: `output/disk-full` and its like.
  package func write(in folder: String) throws {
    let previous = umask(0o077)
    defer { umask(previous) }
    let file = try PartialFile(folder: folder, name: Self.fileName, start: .replacing)
    let value: CanonicalValue = [
      "format": .string(Self.format), "run": .string(run), "identity": .string(identity.hex),
      "key": .string(Digest(bytes: key)?.hex ?? ""), "audit": .string(audit),
    ]
    try file.append(value.canonicalJSON)
    try file.publish()
  }

  /// Takes the marker away once its run has ended.
  package static func remove(in folder: String) { unlink("\(folder)/\(fileName)") }
}
