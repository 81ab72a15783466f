import SafetyCore
import SafetyDetectors

/// The files behind the detector `toxicity-cascade`: lexicons, a linear model, transformers.
enum CascadeFiles {
  /// Reads and checks what settings ask for.
  static func stages(for settings: DetectorSettings) throws -> CascadeStages {
    CascadeStages(
      lexicons: try LexiconFiles.read(for: DetectorSettings()),
      linear: try LinearModelFiles.read(for: settings, key: "linear_model"),
      tiny: try models(for: settings).tiny.map { try ClassifierLibrary.open($0).classifier },
      small: try models(for: settings).small.map { try ClassifierLibrary.open($0).classifier }
    )
  }

  /// Over all files; a transformer whose files do not belong together has none.
  static func digest(for settings: DetectorSettings) throws -> Digest {
    var hasher = Hasher256()
    let plain =
      try LexiconFiles.files(for: DetectorSettings()).map(\.path)
      + LinearModelFiles.files(for: settings, key: "linear_model")
    for file in plain { hasher.update(try InputFile.digest(file).sha256.bytes) }
    let models = models(for: settings)
    for choice in [models.tiny, models.small].compactMap({ $0 }) {
      hasher.update(try ClassifierLibrary.open(choice).digest.bytes)
    }
    return hasher.finalize()
  }

  private static func models(
    for settings: DetectorSettings
  ) -> (tiny: ClassifierChoice?, small: ClassifierChoice?) {
    let models = settings.string("models") ?? "tiny-then-small"
    func choice(_ key: String, _ standard: String) -> ClassifierChoice {
      var choice = ClassifierChoice(settings.string(key) ?? standard)
      choice.precision = settings.string("precision").flatMap(ClassifierChoice.Precision.init)
      return choice
    }
    return (
      tiny: models == "small" ? nil : choice("tiny_model", "toxicity-tiny"),
      small: models == "tiny" ? nil : choice("small_model", "toxicity-small")
    )
  }
}
