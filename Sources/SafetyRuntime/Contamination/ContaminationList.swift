import CorpusFiltering
import Diagnostics
import SafetyCore
import StrictJSON

/// A file of a person's own items: JSON lines, of which every string is a text, or a text a line.
struct ContaminationList {
  private static let maximumBytes = 1 << 30
  private static let longestLine = 16 << 20

  let path: String
  let settings: ContaminationSettings

  /// What items of a file are named after.
  static func name(of path: String) -> String {
    String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...])
  }

  /// Reads the whole file.
  ///
  /// - Parameter loading: Is told from time to time which part of the lines is read.
  /// - Returns: What can be looked for of its items.
  /// - Throws: `runtime/unreadable`, `contamination/empty`, `contamination/duplicate-id`; what is
  ///   wrong with a line, and what `loading` throws.
  func set(loading: (Double) throws -> Void) throws -> ContaminationSet {
    let bytes = try InputFile.bytes(path, maximum: Self.maximumBytes)
    var builder = ContaminationSet.Builder(name: Self.name(of: path), settings: settings)
    var ids: Set<String> = []
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.allSatisfy({ $0 <= 0x20 }) {
      if ids.count % ContaminationReading.stride == 0 {
        try loading(Double(index) / Double(lines.count))
      }
      let place = Diagnostic.Place(file: path, line: index + 1)
      let item = try item(line, number: index + 1, place)
      guard ids.insert(item.id).inserted else {
        throw Diagnostic("contamination/duplicate-id", "another item has the same id", at: place)
      }
      let longest = item.texts.max { $0.utf8.count < $1.utf8.count } ?? ""
      builder.add(id: item.id, [ContaminationText(passages: item.texts, field: longest)])
    }
    guard !ids.isEmpty else {
      throw Diagnostic("contamination/empty", "the file holds no item", at: .init(file: path))
    }
    let set = builder.finish(dataSHA256: Digest.sha256(bytes))
    try loading(1)
    return set
  }

  private func item(
    _ line: ArraySlice<UInt8>,
    number: Int,
    _ place: Diagnostic.Place
  ) throws -> (id: String, texts: [String]) {
    guard line.count <= Self.longestLine else {
      throw Diagnostic(
        "contamination/line-too-long",
        "the line has \(line.count) bytes, at most \(Self.longestLine) are read",
        at: place,
        hint: "give each item a line of its own"
      )
    }
    guard path.hasSuffix(".jsonl") else {
      guard let text = String(validating: line, as: UTF8.self) else {
        throw Diagnostic("contamination/invalid-utf8", "the line is not UTF-8", at: place)
      }
      return ("\(number)", [text])
    }
    do {
      let limits = JSONLimits(bytes: Self.longestLine, depth: 32)
      let value = try JSONValue(parsing: Array(line), file: path, limits: limits)
      guard case .object(var members) = value else {
        throw Diagnostic("contamination/wrong-type", "the line is no object", at: place)
      }
      let id =
        switch members.removeValue(forKey: "id") {
        case .string(let id): id
        case .integer(let id): "\(id)"
        default: "\(number)"
        }
      return (id, Self.texts(in: .object(members)))
    } catch var problem as Diagnostic {
      problem.place = place
      throw problem
    }
  }

  /// Every string of a value, members in the order of their names.
  private static func texts(in value: JSONValue) -> [String] {
    switch value {
    case .string(let text): [text]
    case .array(let items): items.flatMap(texts)
    case .object(let members): members.sorted { $0.key < $1.key }.flatMap { texts(in: $0.value) }
    default: []
    }
  }
}
