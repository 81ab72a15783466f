import Compression
import Diagnostics
import SafetyCore

/// Writes sorted lines to the files of a mixture; each appears under its name some time after it is
/// complete.
final class MixtureWriter {
  /// Bytes that are packed at a time: a gzip member or a zstd frame.
  private static let batchBytes = 1 << 20
  /// Complete files that wait for their names, which are secured together.
  private static let groupSize = 64

  private let folder: String
  private let names: [String]
  private let compressor: BatchCompressor
  private var file: PartialFile?
  private var complete: [PartialFile] = []
  private var hasher = Hasher256()
  private var pending: [UInt8] = []
  private var documents = 0
  /// In the order of the names.
  private(set) var files: [MixtureFile] = []

  /// - Parameters:
  ///   - folder: Of the results.
  ///   - names: Of the files, among which the numbers of the lines are divided evenly.
  ///   - compression: What they are packed with.
  /// - Throws: `output/no-memory`.
  init(folder: String, names: [String], compression: OutputCompression) throws {
    self.folder = folder
    self.names = names
    compressor = try BatchCompressor(compression)
  }

  /// Takes the next line of the file that is not finished.
  func append(_ line: ArraySlice<UInt8>) throws {
    pending += line
    documents += 1
    if pending.count >= Self.batchBytes { try flush() }
  }

  /// Completes the next file; one without a line is there and empty.
  ///
  /// - Parameter key: The number of the line to come, never smaller than those before; nil after the last.
  /// - Returns: False where the line belongs to the next file, or no file is left.
  /// - Throws: `output/disk-full` and its like.
  func finishFile(before key: UInt64?) throws -> Bool {
    let end = key.map { Int($0.multipliedFullWidth(by: UInt64(names.count)).high) } ?? names.count
    guard files.count < end else { return false }
    try flush()
    let file = try openFile()
    if file.length == 0 { try write(compressor.emptyFile(), to: file) }
    complete.append(file)
    files.append(
      MixtureFile(
        name: names[files.count],
        documents: documents,
        size: file.length,
        sha256: hasher.finalize()
      )
    )
    self.file = nil
    hasher = Hasher256()
    documents = 0
    if complete.count == Self.groupSize || files.count == names.count {
      try PartialFile.publish(complete)
      complete.removeAll(keepingCapacity: true)
    }
    return true
  }

  private func flush() throws {
    guard !pending.isEmpty else { return }
    try write(compressor.compress(pending), to: openFile())
    pending.removeAll(keepingCapacity: true)
  }

  private func write(_ bytes: [UInt8], to file: PartialFile) throws {
    try file.append(bytes)
    hasher.update(bytes)
  }

  private func openFile() throws -> PartialFile {
    if let file { return file }
    let opened = try PartialFile(folder: folder, name: names[files.count], start: .replacing)
    file = opened
    return opened
  }
}
