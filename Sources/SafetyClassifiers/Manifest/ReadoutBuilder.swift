import Checkpoints
import Diagnostics

/// Works out which outputs speak for which label, from the model and its manifest.
struct ReadoutBuilder {
  let model: EncoderModel
  let manifest: ClassifierManifest?
  let folder: CheckpointFolder

  private struct Output {
    let label: String
    let rivals: Range<Int>?
    let voices: Range<Int>
  }

  /// Labels in the order of scores, and how each is read.
  ///
  /// - Parameter prevalence: Shares of texts with a label to shift probabilities to.
  /// - Returns: As many readouts as labels.
  /// - Throws: `classifier/labels`, `classifier/activation`, `classifier/prevalence`.
  func build(prevalence: [String: Double]) throws -> ([String], [LabelReadout]) {
    let outputs = try outputs()
    let labels = outputs.map(\.label)
    if let unknown = prevalence.keys.sorted().first(where: { !labels.contains($0) }) {
      throw problem("prevalence", "a prevalence is given for `\(unknown)`, which is no label")
    }
    let readouts = try outputs.map { output in
      LabelReadout(
        rivals: output.rivals,
        voices: output.voices,
        calibration: manifest?.calibration[output.label] ?? .identity,
        oddsRatio: try oddsRatio(output.label, prevalence[output.label])
      )
    }
    return (labels, readouts)
  }

  private func outputs() throws -> [Output] {
    let head = model.configuration.head
    let isOrdinal = model.isMultiHead
    let scoring = manifest?.scoring ?? (isOrdinal ? .ordinal : head.scoring)
    guard (scoring == .ordinal) == isOrdinal else {
      throw problem("activation", "`\(scoring.rawValue)` does not fit the heads of the model")
    }
    let names = try names(head, isOrdinal)
    switch scoring {
    case .sigmoid:
      return names.indices.map { Output(label: names[$0], rivals: nil, voices: $0..<$0 + 1) }
    case .softmax:
      let all = 0..<names.count
      guard names.count > 1 else { throw problem("activation", "softmax needs two outputs") }
      return names.indices.map { Output(label: names[$0], rivals: all, voices: $0..<$0 + 1) }
    case .ordinal: return ordinal(names)
    }
  }

  /// One label for each level but the lowest: the probability that the level is reached.
  private func ordinal(_ names: [String]) -> [Output] {
    var start = 0
    var outputs: [Output] = []
    for (name, levels) in zip(names, model.groups) {
      let rivals = start..<start + levels
      for level in 1..<levels {
        let voices = start + level..<rivals.upperBound
        outputs.append(Output(label: "\(name)/\(level)", rivals: rivals, voices: voices))
      }
      start += levels
    }
    return outputs
  }

  private func names(_ head: HeadConfiguration, _ isOrdinal: Bool) throws -> [String] {
    let count = isOrdinal ? model.groups.count : model.outputs
    let unnamed = isOrdinal && head.scoring != .ordinal
    let own = unnamed ? (0..<count).map { "head-\($0)" } : head.names
    // A manifest of a model with levels names the labels as they come out here.
    let names = isOrdinal ? own : manifest?.labels ?? own
    guard names.count == count else {
      throw problem("labels", "\(names.count) names are given for \(count) outputs")
    }
    guard Set(names).count == count else { throw problem("labels", "a name stands twice") }
    let expected = ordinal(own).map(\.label)
    if isOrdinal, let manifest, manifest.labels != expected {
      throw problem("labels", "must be \(expected.joined(separator: ", "))")
    }
    return names
  }

  private func oddsRatio(_ label: String, _ wanted: Double?) throws -> Double {
    guard let wanted else { return 1 }
    guard wanted > 0, wanted < 1 else {
      throw problem("prevalence", "the prevalence of `\(label)` must lie between 0 and 1")
    }
    guard let stated = manifest?.prevalence[label] else {
      throw problem("prevalence", "the manifest does not say the prevalence of `\(label)`")
    }
    return wanted / (1 - wanted) / (stated / (1 - stated))
  }

  private func problem(_ code: String, _ message: String) -> Diagnostic {
    Diagnostic(
      Diagnostic.Code(rawValue: "classifier/\(code)"),
      message,
      at: .init(file: folder.name)
    )
  }
}
