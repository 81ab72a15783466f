import SafetyCore

/// What a reader of another harness's file found.
struct ImportedFigures {
  var metrics: [MetricEvent] = []
  /// Words for what was accepted on a person's word.
  var accepted: Set<String> = []
  /// Figures that are no number, by benchmark and name, and are left out.
  var undefined: [String] = []
}
