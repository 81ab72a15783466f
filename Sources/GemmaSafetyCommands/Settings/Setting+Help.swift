import ArgumentParser
import SafetyRuntime

extension Setting {
  /// The help of an option that goes before this setting: what it is, and what holds without it.
  ///
  /// - Parameters:
  ///   - text: One sentence.
  ///   - standard: The default, where the command has one of its own.
  /// - Returns: The text with the setting's name and the default behind it.
  func help(_ text: String, standard: String? = nil) -> ArgumentHelp {
    let rest =
      kind == .secretFile
      ? "\(variable) holds the secret itself" : "default: \(standard ?? standardPhrase)"
    return ArgumentHelp("\(text) (setting: \(name); \(rest))")
  }

  /// The value of a setting that has a default: as given, else as the settings say.
  func value(given: String?) -> String { given ?? Settings.current[self] ?? standard ?? "" }
}
