import GenerationGuard
import SafetyDetectors
import SafetyPolicy

/// Small policies about kettles.
enum SamplePolicy {
  static func program(_ yaml: String, lists: [Int: [GuardList.Entry]] = [:]) throws -> GuardProgram
  {
    var parser = GuardPolicyParser { _ in throw CancellationError() }
    let head = "schema: gemma-safety/policy/1\nname: sample\nversion: 1.0.0\n"
    var resources = GuardResources()
    resources.lists = lists
    return try GuardProgram(try parser.parse(head + yaml, file: "sample.yaml"), resources)
  }

  static let texts = """
    templates:
      declined: {fallback: [en], texts: {en: No kettles here., de: Keine Kessel hier.}}
      careful: {fallback: [en], texts: {en: Mind the steam.}}
      again: {fallback: [en], texts: {en: No kettles here.}, addendum: Speak of teapots.}

    """

  /// A phrase cuts, another is redacted, as are patterns, markers, personal data and secrets.
  static let mixed =
    texts + """
      settings: {decoders: {rot13: true, reverse: true, max_run: 256}}
      detectors:
        dance: {kind: lexicon, phrases: [silver kettle dance]}
        spoon: {kind: lexicon, phrases: [copper spoon waltz, wooden ladle]}
        code: {kind: pattern, patterns: ['k[0-9]{2,4}x', '\\bpot-[a-z]{3}\\b']}
        markers: {kind: control_token}
        data: {kind: pii}
        keys: {kind: secret}
        invisible: {kind: unicode_anomaly}
      rules:
        - {id: dance, stage: output, if: hit(dance), action: cut, severity: high, template: declined}
        - {id: spoon, stage: output, if: hit(spoon), action: redact}
        - {id: code, stage: output, if: hit(code), action: redact}
        - {id: markers, stage: output, if: hit(markers), action: redact, severity: high}
        - {id: data, stage: output, if: hit(data), action: redact}
        - {id: keys, stage: output, if: hit(keys), action: redact}
        - {id: invisible, stage: output, if: hit(invisible), action: annotate}

      """
}
