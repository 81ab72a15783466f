import Diagnostics
import FuzzSupport
import SafetyRuntime
import Testing

/// What `gemma-safety.yaml` and the environment say, and which of the two holds.
struct SettingsTests {
  /// A value of each setting in a file, another for its variable.
  private static func values(of setting: Setting) -> (file: String, variable: String) {
    switch setting.kind {
    case .path, .pathOrName, .secretFile: ("silver/kettle", "copper/kettle")
    case .count: ("3", "5")
    case .choice(let values): (values[values.count - 1], values[values.count - 2])
    }
  }

  private func file(
    _ text: String,
    path: String = "gemma-safety.yaml",
    existing: Set<String> = []
  ) throws -> SettingsFile {
    try SettingsFile(parsing: text, path: path, home: "/home/kim") { existing.contains($0) }
  }

  /// What reading a text reports, as it is printed.
  private func problems(_ text: String) -> String {
    do {
      _ = try file(text)
      return ""
    } catch {
      return String(describing: error)
    }
  }

  @Test(arguments: Setting.allCases)
  func `takes a setting from the variable, else from the file, else from nowhere`(
    setting: Setting
  ) throws {
    let (written, set) = Self.values(of: setting)
    let file = try file("\(setting.name): \(written)\n")
    let fromFile = try Settings(file: file) { _ in nil }
    #expect(fromFile[setting] == written)
    #expect(fromFile.origin(of: setting).description == "gemma-safety.yaml:1")
    let fromVariable = try Settings(file: file) { $0 == setting.variable ? set : nil }
    #expect(fromVariable[setting] == (setting.kind == .secretFile ? nil : set))
    #expect(fromVariable.origin(of: setting) == .variable(setting.variable))
    let empty = try Settings(file: file) { $0 == setting.variable ? "" : nil }
    #expect(empty.origin(of: setting) == fromFile.origin(of: setting))
    let fromNowhere = try Settings(file: nil) { _ in nil }
    #expect(fromNowhere[setting] == nil && fromNowhere.origin(of: setting) == .standard)
    #expect(!setting.standardPhrase.isEmpty && !setting.meaning.isEmpty)
  }

  @Test func `counts threads as given, else as set, else one for each core`() throws {
    let file = try file("workers: 7\nthreads: 3\n")
    let settings = try Settings(file: file) { $0 == "GEMMA_SAFETY_THREADS" ? "5" : nil }
    #expect(settings.count(.workers, given: nil) == 7)
    #expect(settings.count(.threads, given: nil) == 5)
    #expect(settings.count(.threads, given: 2) == 2)
    let none = try Settings(file: nil) { _ in nil }
    #expect((1...256).contains(none.count(.workers, given: nil)))
  }

  @Test func `names variables by their settings`() {
    #expect(Setting.guardPolicy.variable == "GEMMA_SAFETY_GUARD_POLICY")
    #expect(Setting.auditKey.variable == "GEMMA_SAFETY_AUDIT_KEY")
    #expect(Setting.sealKey.variable == "GEMMA_SAFETY_SEAL_KEY")
    #expect(Set(Setting.allCases.map(\.variable)).count == Setting.allCases.count)
  }

  @Test func `reads paths from the folder of the file, and names as names`() throws {
    let text = """
      audit: logs/audit.sqlite
      audit-key: ~/audit.key
      data: /data
      model: gemma-demo
      guard-policy: strict.yaml
      corpus-policy: kettles
      """
    let file = try file(text, path: "../../gemma-safety.yaml", existing: ["../../kettles"])
    let values = file.entries.mapValues(\.value)
    #expect(values[.audit] == "../../logs/audit.sqlite")
    #expect(values[.auditKey] == "/home/kim/audit.key")
    #expect(values[.data] == "/data")
    #expect(values[.model] == "gemma-demo")
    #expect(values[.guardPolicy] == "../../strict.yaml")
    #expect(values[.corpusPolicy] == "../../kettles")
  }

  @Test(arguments: [
    (
      "audit: a.sqlite\ngard-policy: strict\n",
      "error[config/unknown-key]: unknown key `gard-policy`\n  at gemma-safety.yaml:2:1\n"
        + "hint: did you mean `guard-policy`?"
    ),
    ("kettle: silver\n", "hint: `gemma-safety config show` names them all"),
    ("threads: 3\nthreads: 4\n", "error[config/duplicate-key]: the key `threads`"),
    (
      "threads: many\n",
      "`threads` must be a whole number from 1 to 256\n  at gemma-safety.yaml:1:10"
    ),
    ("workers: 257\n", "error[config/out-of-range]"),
    ("color: blue\n", "must be one of auto, always, never"),
    ("precision: q5\n", "did you mean `q4`?"),
    ("audit: [a, b]\n", "error[config/wrong-type]: `audit` must be a text"),
    ("audit: 12\n", "error[config/implicit-type]"),
    ("model:\n", "error[config/no-value]: `model` has no value"),
    ("model: \"\"\n", "error[config/no-value]"),
    ("model: \" \"\n", "error[config/no-value]"),
    ("model: \"a\\nb\"\n", "error[config/control-character]: `model` holds a line feed"),
    ("audit: \"a\\0b\"\n", "error[config/control-character]"),
    ("guard-policy: \"a\\e[8m\"\n", "error[config/control-character]"),
    ("guard-policy: \"a\\u202Eb\"\n", "error[config/control-character]"),
    ("\"kettle\\e[8m\": silver\n", "unknown key `kettle\u{FFFD}[8m`"),
    ("- audit\n", "error[config/wrong-type]: the file must be a mapping"),
    ("audit: &a x\ndata: *a\n", "error[config/anchor]"),
    ("audit: 'x\n", "error[config/yaml]"),
  ])
  func `refuses what is not in the schema, with line and column`(text: String, wanted: String) {
    let found = problems(text)
    #expect(found.contains(wanted), "\(found)")
    #expect(found.contains("at gemma-safety.yaml:"))
  }

  @Test func `tells every problem at once, and takes comments alone for nothing`() throws {
    let found = problems("threads: 0\nkettle: x\ncolor: blue\n")
    #expect(found.split(separator: "error[").count == 3)
    #expect(try file("# audit: x\n\n").entries.isEmpty)
    #expect(try file("").entries.isEmpty)
  }

  @Test func `refuses variables that cannot be`() {
    let variables = [
      "GEMMA_SAFETY_THREADS": "0", "GEMMA_SAFETY_COLOR": "alway", "GEMMA_SAFETY_AUDIT": "a\nb",
    ]
    do {
      _ = try Settings(file: nil) { variables[$0] }
      Issue.record("nothing was refused")
    } catch {
      let found = String(describing: error)
      #expect(found.contains("at $GEMMA_SAFETY_THREADS"))
      #expect(found.contains("control character or a direction mark\n  at $GEMMA_SAFETY_AUDIT"))
      #expect(found.contains("at $GEMMA_SAFETY_COLOR\nhint: did you mean `always`?"))
    }
  }

  @Test func `looks up to the repository or the home folder, and no further`() {
    func folders(_ path: String, home: String? = nil, roots: Set<String> = []) -> [String] {
      SettingsFile.folders(from: path, home: home) { roots.contains($0) }
    }
    #expect(folders("/srv/a/b", roots: ["/srv"]) == ["", "../", "../../"])
    #expect(folders("/srv/a/b", roots: ["/srv/a", "/srv"]) == ["", "../"])
    #expect(folders("/srv", roots: ["/srv"]) == [""])
    #expect(folders("/home/kim/x", home: "/home/kim") == ["", "../"])
    #expect(folders("/tmp/a/b", home: "/home/kim") == [""])
    #expect(folders("/") == [""])
  }

  @Test func `reads or refuses a mutated file`() {
    let good = Array(
      Setting.allCases.map { "\($0.name): \(Self.values(of: $0).file)\n" }.joined().utf8
    )
    Fuzz.rounds(300, seed: 9_000) { round, generator in
      let bytes = Fuzz.mutated(good, alphabet: "{}[]:,-#&*!|>'\"\n\t 0~", with: &generator)
      do {
        let file = try file(String(decoding: bytes, as: UTF8.self))
        #expect(file.entries.values.allSatisfy { !$0.value.isEmpty }, "seed \(9_000 + round)")
      } catch {
        #expect(error is Diagnostic || error is Diagnostics, "seed \(9_000 + round)")
      }
    }
  }
}
