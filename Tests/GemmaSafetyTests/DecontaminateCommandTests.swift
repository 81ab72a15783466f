import AuditLog
import Foundation
import SafetyCore
import Testing

/// `decontaminate` as a person runs it, on made-up rows of one benchmark.
@Suite struct DecontaminateCommandTests {
  private static let policy = """
    version: 1
    name: tea
    detectors:
      contamination:
        settings: {benchmarks: [crows-pairs], data: data}
        rules:
          benchmark-item: {action: redact}
    """

  private static func sentence(_ number: Int) -> String {
    "A silver kettle sings song number \(number) while nine copper cups hum along at noon today"
  }

  /// Twenty items, of which 3 and 7 stand in two letters of sixty.
  private func prepared() throws -> CommandLineTool {
    let tool = try CommandLineTool()
    try FileManager.default.createDirectory(
      atPath: "\(tool.folder)/data/crows-pairs",
      withIntermediateDirectories: true
    )
    let header =
      ",sent_more,sent_less,stereo_antistereo,bias_type,annotations,anon_writer,anon_annotators\n"
    let rows = (0..<20).map { "\($0),\(Self.sentence($0)).,Cups \($0).,s,b,[],a,[]\n" }
    try tool.write(header + rows.joined(), to: "data/crows-pairs/crows_pairs_anonymized.csv")
    let letters = (0..<60).map { number -> String in
      let held =
        switch number {
        case 11: Self.sentence(3).uppercased()
        case 22: Self.sentence(7).replacing(" ", with: ", ")
        default: "Nothing of note \(number)"
        }
      return #"{"id":"letter-\#(number)","text":"The stove is warm. \#(held). So it goes."}"#
    }
    try tool.write(letters.joined(separator: "\n") + "\n", to: "letters.jsonl")
    return tool
  }

  private func object(_ data: Data?) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: #require(data))
    return try #require(value as? [String: Any])
  }

  @Test func `removes documents with items, the same for any number of threads`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    let arguments = ["decontaminate", "letters.jsonl", "--data", "data", "--attributes", "-o"]
    let alone = try tool.run(arguments + ["one", "--workers", "1"])
    let many = try tool.run(arguments + ["many", "--workers", "4"])
    #expect(alone.status == 0 && many.status == 0, "\(alone.errors)")
    #expect(alone.errors.contains("looking for 20 items of 1 benchmark:"), "\(alone.errors)")
    #expect(alone.output.contains("crows-pairs"))
    let except: Set<String> = ["audit.sqlite", "report.html"]
    let files = try tool.files(in: "one", except: except)
    #expect(try files == tool.files(in: "many", except: except))
    let removed = String(decoding: files["removed/letters.jsonl"] ?? Data(), as: UTF8.self)
      .split(separator: "\n")
    #expect(removed.count == 2)
    #expect(
      removed.first?.contains(
        #""evidence":[{"benchmark":"crows-pairs","end":101,"item":"3","start":19}]"#
      ) == true
    )
    let items = String(decoding: files["contamination.jsonl"] ?? Data(), as: UTF8.self)
    #expect(
      items == """
        {"benchmark":"crows-pairs","documents":1,"item":"3"}
        {"benchmark":"crows-pairs","documents":1,"item":"7"}

        """
    )
    let attributes = String(decoding: files["attributes/letters.jsonl"] ?? Data(), as: UTF8.self)
    #expect(attributes.contains(#""contamination/benchmark-item/crows-pairs/3":[[19,101,1.0]]"#))
  }

  @Test func `reports and logs what was looked for, and what was absent`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    let result = try tool.run(["decontaminate", "letters.jsonl", "--data", "data"])
    #expect(result.status == 0, "\(result.errors)")
    let files = try tool.files(in: "filtered", except: ["audit.sqlite"])
    let report = try object(files["report.json"])
    let contamination = try #require(report["contamination"] as? [String: Any])
    let rows = try #require(contamination["benchmarks"] as? [[String: Any]])
    #expect(rows.count { $0["state"] as? String == "absent" } == rows.count - 2)
    #expect(rows.contains { $0["state"] as? String == "left_out" })
    let row = try #require(rows.first { $0["name"] as? String == "crows-pairs" })
    #expect(row["items"] as? Int == 20 && row["found"] as? Int == 2)
    #expect(row["documents"] as? Int == 2 && row["documents_kept"] as? Int == 0)
    #expect((row["found_share"] as? [String: Double])?["share"] == 0.1)
    let page = String(decoding: files["report.html"] ?? Data(), as: UTF8.self)
    #expect(page.contains("<section id=\"contamination\">") && page.contains("absent"))
    #expect(page.contains("This policy does not look for them."))
    #expect(!page.contains(" 0 are too short") && !page.contains(" 0 have no words"))
    #expect(!page.contains("copper cups hum") && !page.contains("&lt;code"))
    let log = try AuditLog(
      path: "\(tool.folder)/filtered/audit.sqlite",
      mode: .readOnly,
      clock: { "" }
    )
    let run = try #require(try log.runs().first)
    var looked: CanonicalValue?
    try log.events(of: run.run, kind: RunBegin.kind, limit: 1) { event in
      let begin: RunBegin = try event.decode()
      looked = begin.options["contamination"]
      #expect(begin.acting == ["contamination/benchmark-item"])
    }
    let text = String(decoding: try #require(looked).canonicalJSON, as: UTF8.self)
    let data = try #require(row["data_sha256"] as? String)
    #expect(text.contains(data))
    let why = try tool.run(["audit", "why", "letter-22"])
    #expect(why.output.contains("contamination/benchmark-item: crows-pairs 7, bytes 19–"))
    #expect(try tool.run(["audit", "verify"]).status == 0)
  }

  @Test func `takes the words of an item out where the policy asks for that`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    try tool.write(Self.policy, to: "policy.yaml")
    let result = try tool.run(["filter", "letters.jsonl", "--policy", "policy.yaml"])
    #expect(result.status == 0, "\(result.errors)")
    let files = try tool.files(in: "filtered", except: ["audit.sqlite"])
    let kept = String(decoding: files["kept/letters.jsonl"] ?? Data(), as: UTF8.self)
    #expect(kept.split(separator: "\n").count == 60)
    #expect(kept.contains("The stove is warm. <BENCHMARK_ITEM>. So it goes."))
    #expect(!kept.contains("copper") && !kept.contains("COPPER"))
  }

  @Test func `goes on where it was stopped only with the same data`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    let arguments = ["decontaminate", "letters.jsonl", "--data", "data", "--resume"]
    #expect(try tool.run(arguments).status == 0)
    #expect(try tool.run(arguments).errors.contains("nothing to resume"))
    let file = "data/crows-pairs/crows_pairs_anonymized.csv"
    let text = try String(contentsOfFile: "\(tool.folder)/\(file)", encoding: .utf8)
    try tool.write(text + "20,More.,Less.,s,b,[],a,[]\n", to: file)
    let changed = try tool.run(arguments)
    #expect(changed.status == 2 && changed.errors.contains("resume/other-run"))
  }

  @Test func `refuses results that are there before it reads benchmarks`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    let arguments = ["decontaminate", "letters.jsonl", "--data", "data"]
    #expect(try tool.run(arguments).status == 0)
    try FileManager.default.removeItem(atPath: tool.folder + "/data")
    let again = try tool.run(arguments)
    #expect(again.status == 2 && again.errors.contains("error[output/exists]"), "\(again.errors)")
  }

  @Test func `stops where a benchmark that is named has no file`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    try tool.write(Self.policy.replacing("[crows-pairs]", with: "[mmlu]"), to: "policy.yaml")
    let result = try tool.run(["filter", "letters.jsonl", "--policy", "policy.yaml"])
    #expect(result.status == 2 && result.errors.contains("benchmark/no-data"), "\(result.errors)")
    #expect(result.errors.contains("mmlu/test") && result.errors.contains("data"))
    try tool.write(Self.policy.replacing("[crows-pairs]", with: "[mmlo]"), to: "policy.yaml")
    let unknown = try tool.run(["policy", "check", "policy.yaml"])
    #expect(unknown.status == 1)
    #expect((unknown.output + unknown.errors).contains("did you mean `mmlu`?"))
  }

  @Test func `is no silent zero where nothing is there, or nobody asked`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    let none = try tool.run(["decontaminate", "letters.jsonl", "--data", "nowhere"])
    #expect(none.status == 2 && none.errors.contains("contamination/no-data"), "\(none.errors)")
    #expect(none.errors.contains("nowhere"))
    let other = try tool.run(["filter", "letters.jsonl", "--policy", "c4", "--data", "data"])
    #expect(other.status == 2 && other.errors.contains("filter/no-contamination"))
  }

  @Test func `says that exceptions leave nothing, and which of them nobody knows`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    let all = Self.policy.replacing("[crows-pairs],", with: "[crows-pairs], except: [crows-pairs],")
    try tool.write(all, to: "policy.yaml")
    let nothing = try tool.run(["filter", "letters.jsonl", "--policy", "policy.yaml"])
    #expect(nothing.status == 2 && nothing.errors.contains("`except` leaves out every benchmark"))
    try tool.write(
      Self.policy.replacing(
        "{benchmarks: [crows-pairs], data: data}",
        with: "{benchmarks: [], except: [mmlo], files: [letters.jsonl]}"
      ),
      to: "policy.yaml"
    )
    let unknown = try tool.run(["filter", "letters.jsonl", "--policy", "policy.yaml"])
    #expect(unknown.status == 2 && unknown.errors.contains("did you mean `mmlu`?"))
  }

  @Test func `looks for items of files of one's own`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    let lines = (0..<2).map { #"{"id":"mine-\#($0)","question":"\#(Self.sentence($0 + 7))"}"# }
    try tool.write(lines.joined(separator: "\n"), to: "mine.jsonl")
    let own = Self.policy.replacing(
      "{benchmarks: [crows-pairs], data: data}",
      with: "{benchmarks: [], files: [mine.jsonl]}"
    )
    try tool.write(own.replacing("redact", with: "remove"), to: "policy.yaml")
    let result = try tool.run(["filter", "letters.jsonl", "--policy", "policy.yaml"])
    #expect(result.status == 0, "\(result.errors)")
    let files = try tool.files(in: "filtered", except: ["audit.sqlite"])
    let items = String(decoding: files["contamination.jsonl"] ?? Data(), as: UTF8.self)
    #expect(items == #"{"benchmark":"mine.jsonl","documents":1,"item":"mine-0"}"# + "\n")
    try tool.write("\n", to: "mine.jsonl")
    let empty = try tool.run(["filter", "letters.jsonl", "--policy", "policy.yaml", "--overwrite"])
    #expect(empty.status == 2 && empty.errors.contains("contamination/empty"))
  }

  private static let ownItems = policy.replacing(
    "{benchmarks: [crows-pairs], data: data}",
    with: "{benchmarks: [], files: [mine.txt]}"
  )

  @Test func `reads no line without end as an item`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    try tool.write(Self.ownItems, to: "policy.yaml")
    try tool.write(Self.sentence(7) + "\n", to: "mine.txt")
    let short = try tool.run(["filter", "letters.jsonl", "--policy", "policy.yaml", "--dry-run"])
    #expect(short.status == 0 && short.errors.contains("looking for 1 item of 1 file:"))
    try tool.write("cup\n" + String(repeating: "silver kettle ", count: 1 << 21), to: "mine.txt")
    let long = try tool.run(["filter", "letters.jsonl", "--policy", "policy.yaml", "--dry-run"])
    #expect(long.status == 2 && long.errors.contains("contamination/line-too-long"))
    #expect(long.errors.contains("mine.txt:2") && !long.errors.contains("kettle"))
  }

  @Test func `stops at ctrl-c while it reads items`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    try tool.write(Self.ownItems.replacing("mine.txt", with: "mine.jsonl"), to: "policy.yaml")
    // The last line is an error, which only a run meets that reads on to the end.
    let items = (0..<150_000).map { #"{"question":"\#(Self.sentence($0))"}"# }
    try tool.write((items + ["[]"]).joined(separator: "\n"), to: "mine.jsonl")
    #expect(try isStoppedWhileReading(tool))
  }

  @Test func `stops at ctrl-c while it reads the rows of one benchmark`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    try tool.write(Self.policy, to: "policy.yaml")
    let file = "data/crows-pairs/crows_pairs_anonymized.csv"
    let header = try String(contentsOfFile: "\(tool.folder)/\(file)", encoding: .utf8)
      .prefix { $0 != "\n" }
    // The last row is an error, which only a run meets that reads on to the end.
    let rows = (0..<150_000).map { "\($0),\(Self.sentence($0)).,Cups \($0).,s,b,[],a,[]" }
    try tool.write(([String(header)] + rows + ["x"]).joined(separator: "\n"), to: file)
    #expect(try isStoppedWhileReading(tool))
  }

  /// Whether one of several signals ends a run with the code of an interruption; too early a signal
  /// meets no handler yet.
  private func isStoppedWhileReading(_ tool: CommandLineTool) throws -> Bool {
    try (1...12).contains { attempt in
      let result = try tool.run(
        ["filter", "letters.jsonl", "--policy", "policy.yaml", "--dry-run"],
        signal: SIGINT,
        after: 0.1 * Double(attempt)
      )
      return result.status == 130 && !result.wasKilled
        && result.errors.contains("interrupted before the run began")
    }
  }
}
