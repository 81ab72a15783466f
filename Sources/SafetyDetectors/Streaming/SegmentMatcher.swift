import SafetyCore
import TextViews

/// Scores a stream sentence by sentence with a detector that wants whole texts.
package final class SegmentMatcher: StreamMatcher {
  private static let padding = 64

  private let inspector: any Inspector<AnalyzedText>
  /// The policy's detectors, each with the rules whose scores it asks for.
  private let asking: [(detector: Int, rules: [Int])]
  private let longest: Int
  private let analyzed = AnalyzedText(words: .whitespace)
  private var inspection: Inspection
  private var sentence = SentenceEnd()
  private var bytes: [UInt8] = []
  private var count = 0
  private var segmentStart = -1
  private var segmentEnd = 0
  package private(set) var failure: String?

  /// - Parameters:
  ///   - inspector: The detector at work; it belongs to this matcher alone.
  ///   - ruleCount: How many rules it has.
  ///   - detectors: By rule: the policy's detectors that ask for it.
  ///   - longest: Characters after which a sentence is ended by force.
  package init(
    _ inspector: any Inspector<AnalyzedText>,
    ruleCount: Int,
    detectors: [[Int]],
    longest: Int
  ) {
    self.inspector = inspector
    asking = Set(detectors.joined()).sorted().map { detector in
      (detector, detectors.indices.filter { detectors[$0].contains(detector) })
    }
    self.longest = longest
    inspection = Inspection(ruleCount: ruleCount)
  }

  package func reset() {
    bytes.removeAll(keepingCapacity: true)
    count = 0
    segmentStart = -1
    sentence = SentenceEnd()
    failure = nil
  }

  package var liveStart: Int { segmentStart < 0 ? .max : segmentStart }

  package func feed(
    _ scalar: UInt32,
    _ start: Int,
    _ end: Int,
    into findings: inout [StreamFinding]
  ) {
    if sentence.ends(before: scalar) { close(&findings) }
    guard let value = Unicode.Scalar(scalar) else { return }
    if segmentStart < 0 { segmentStart = start }
    bytes += UTF8.encode(value).map(Array.init) ?? []
    count += 1
    segmentEnd = end
    if count >= longest { close(&findings) }
  }

  package func finish(at end: Int, into findings: inout [StreamFinding]) { close(&findings) }

  private func close(_ findings: inout [StreamFinding]) {
    guard segmentStart >= 0 else { return }
    defer {
      bytes.removeAll(keepingCapacity: true)
      count = 0
      segmentStart = -1
    }
    let length = bytes.count
    bytes += [UInt8](repeating: 0, count: Self.padding)
    do {
      try bytes.withUnsafeBytes { buffer in
        analyzed.analyze(UnsafeRawBufferPointer(rebasing: buffer[0..<length]))
        inspection.reset()
        try inspector.inspect(analyzed, into: &inspection)
      }
    } catch {
      failure = "a classifier failed"
      return
    }
    for (detector, rules) in asking {
      guard let (rule, score) = highest(of: rules) else { continue }
      findings.append(
        StreamFinding(
          detector: detector,
          span: segmentStart..<segmentEnd,
          score: score,
          term: rule
        )
      )
    }
  }

  /// The rule with the highest score; one without a score is a failure and no score of zero.
  private func highest(of rules: [Int]) -> (rule: Int, score: Double)? {
    var highest: (rule: Int, score: Double)?
    for rule in rules {
      let score = inspection.values[rule]
      if score.isNaN {
        failure = "a classifier gave no score"
      } else if score > highest?.score ?? -.infinity {
        highest = (rule, score)
      }
    }
    return highest
  }
}
