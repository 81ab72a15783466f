/// A file of a run's results and its size, by which a later process sees whether it is still whole.
package struct ResultFile: Sendable, Hashable {
  /// Below the folder of the results.
  package var name: String
  /// Bytes as they lie on disk.
  package var size: Int

  package init(name: String, size: Int) {
    self.name = name
    self.size = size
  }

  /// Those of some names that are there, in the order of the names.
  package static func found(_ names: [String], in folder: String) -> [ResultFile] {
    names.compactMap { name in
      guard let status = FileStatus(path: "\(folder)/\(name)"), status.kind == .file else {
        return nil
      }
      return ResultFile(name: name, size: status.size)
    }
  }

  /// Whether the file is there with its size.
  package func isWhole(in folder: String) -> Bool {
    Self.found([name], in: folder) == [self]
  }
}
