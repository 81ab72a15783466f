import CorpusFiltering
import SafetyCore
import TextViews

/// A detector over items of the test's own, and what it says of texts.
struct ContaminationProbe {
  let index: ContaminationIndex

  /// - Parameters:
  ///   - benchmarks: Texts by benchmark and id; a text is a passage and the field that it is made of.
  ///   - change: Of the settings.
  init(
    _ benchmarks: [String: [String: [String]]],
    _ change: (inout ContaminationSettings) -> Void = { _ in }
  ) {
    var settings = ContaminationSettings()
    change(&settings)
    let sets = benchmarks.sorted { $0.key < $1.key }.map { name, items in
      var builder = ContaminationSet.Builder(name: name, settings: settings)
      for (id, texts) in items.sorted(by: { $0.key < $1.key }) {
        builder.add(id: id, texts.map { ContaminationText(passages: [$0], field: $0) })
      }
      return builder.finish(dataSHA256: nil)
    }
    index = ContaminationIndex(settings: settings, sets: sets)
  }

  func inspect(_ text: String) throws -> Inspection {
    let analyzed = AnalyzedText(words: .whitespace)
    let inspector = try ContaminationDetector(index: index).makeInspector()
    var inspection = Inspection(ruleCount: 2)
    let padded = Array(text.utf8) + [UInt8](repeating: 0, count: 64)
    try padded.withUnsafeBytes { bytes in
      analyzed.analyze(UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count - 64)]))
      try inspector.inspect(analyzed, into: &inspection)
    }
    return inspection
  }

  /// `benchmark item` of everything found, in order.
  func found(in text: String) throws -> [String] {
    var names: [String] = []
    for origin in try inspect(text).spans.compactMap(\.origin) {
      let name = "\(origin.benchmark) \(origin.item)"
      if names.last != name { names.append(name) }
    }
    return names
  }

  /// The bytes that the spans cover.
  func covered(in text: String) throws -> [String] {
    let bytes = Array(text.utf8)
    return try inspect(text).spans.map { String(decoding: bytes[$0.range], as: UTF8.self) }
  }
}
