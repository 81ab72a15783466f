import SafetyCore

/// What a reader of another harness's file found.
struct ImportedFigures {
  var metrics: [MetricEvent] = []
  /// Of the file, under its own names.
  var tasks: Set<String> = []
  /// Words for what was accepted on a person's word.
  var accepted: Set<String> = []
  /// Figures that are no number, by benchmark and name, and are left out.
  var undefined: [String] = []
}
