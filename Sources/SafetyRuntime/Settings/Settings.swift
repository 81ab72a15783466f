import Diagnostics
import Glibc
import Synchronization

/// The settings that hold in this process: the environment's before those of `gemma-safety.yaml`.
package struct Settings: Sendable {
  /// Where a value comes from.
  package enum Origin: Sendable, Hashable {
    case standard
    case variable(String)
    case file(Diagnostic.Place)
  }

  private static let inForce = Mutex<Settings?>(nil)

  /// The file they come from; nil where none was found.
  package let file: SettingsFile?
  private let values: [Setting: String]

  /// - Parameters:
  ///   - file: Nil for none.
  ///   - environment: The value of a variable; an empty one counts as none.
  /// - Throws: `Diagnostics` with every variable whose value cannot be.
  package init(file: SettingsFile?, environment: (String) -> String?) throws {
    self.file = file
    var problems: [Diagnostic] = []
    var values: [Setting: String] = [:]
    for setting in Setting.allCases {
      guard let value = environment(setting.variable), !value.isEmpty else { continue }
      values[setting] = value
      if let problem = Self.problem(of: value, setting) { problems.append(problem) }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    self.values = values
  }

  /// Those of the environment alone, as a program has them that uses the package as a library.
  private init() {
    file = nil
    values = Setting.allCases.reduce(into: [:]) { values, setting in
      guard let value = Self.variable(setting.variable), !value.isEmpty,
        Self.problem(of: value, setting) == nil
      else { return }
      values[setting] = value
    }
  }

  /// Those that `use` put in force, else the environment's.
  package static var current: Settings { inForce.withLock { $0 } ?? Settings() }

  /// Reads the environment and the file that holds here.
  ///
  /// - Throws: What is wrong with either.
  package static func find() throws -> Settings {
    try Settings(file: try SettingsFile.find(), environment: variable)
  }

  /// Puts settings in force for the rest of the process.
  package static func use(_ settings: Settings) { inForce.withLock { $0 = settings } }

  /// The value of a setting; nil where nobody gave one, and where the variable holds a secret itself.
  package subscript(setting: Setting) -> String? {
    if let value = values[setting] { return setting.kind == .secretFile ? nil : value }
    return file?.entries[setting]?.value
  }

  /// Where the value of a setting comes from.
  package func origin(of setting: Setting) -> Origin {
    if values[setting] != nil { return .variable(setting.variable) }
    return file?.entries[setting].map { .file($0.place) } ?? .standard
  }

  /// How many threads: as given, else as the settings say, else one for each core.
  package func count(_ setting: Setting, given: Int?) -> Int {
    given ?? self[setting].flatMap { Int($0) }
      ?? min(256, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// A variable of this process's environment.
  package static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  private static func problem(of value: String, _ setting: Setting) -> Diagnostic? {
    let place = Diagnostic.Place(file: "$" + setting.variable)
    if setting.kind != .secretFile, value.unicodeScalars.contains(where: Setting.isHidden) {
      return Diagnostic("config/control-character", Setting.hiddenPhrase, at: place)
    }
    switch setting.kind {
    case .count(let range):
      guard Int(value).map(range.contains) != true else { return nil }
      let bounds = "from \(range.lowerBound) to \(range.upperBound)"
      return Diagnostic("config/out-of-range", "must be a whole number \(bounds)", at: place)
    case .choice(let choices):
      guard !choices.contains(value) else { return nil }
      return Diagnostic(
        "config/wrong-value",
        "must be one of \(choices.joined(separator: ", "))",
        at: place,
        hint: nearest(to: value, among: choices).map { "did you mean `\($0)`?" }
      )
    case .path, .pathOrName, .secretFile: return nil
    }
  }
}

extension Settings.Origin: CustomStringConvertible {
  /// The variable, `file:line`, or `default`.
  package var description: String {
    switch self {
    case .standard: "default"
    case .variable(let name): name
    case .file(let place): "\(place.file):\(place.line ?? 1)"
    }
  }
}
