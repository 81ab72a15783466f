import Foundation
import Testing

@Suite(.serialized) struct OtherRunTests {
  private static let policy = """
    version: 1
    name: other-run-test
    detectors:
      gopher-quality:
        rules:
          word-count: {min: 1, action: remove}
    """

  @Test func `a complete run is shown again, and refused to other inputs and policies`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write("{\"text\": \"silver kettle dance\"}\n", to: "a.jsonl")
    try tool.write(Self.policy, to: "p.yaml")
    let arguments = ["filter", "a.jsonl", "--policy", "p.yaml", "-o", "out", "--json"]
    let first = try tool.run(arguments)
    #expect(first.status == 0)
    let again = try tool.run(arguments + ["--resume"])
    #expect(again.status == 0)
    let wasComplete = "\"was_complete\":"
    #expect(
      again.output
        == first.output.replacingOccurrences(of: wasComplete + "false", with: wasComplete + "true")
    )
    #expect(again.output.contains(wasComplete + "true"))
    #expect(again.errors.contains("nothing to resume"))
    try tool.write("{\"text\": \"a silver kettle dance\"}\n", to: "a.jsonl")
    let others = try tool.run(arguments + ["--resume"])
    #expect(others.status == 2)
    #expect(others.errors.contains("error[resume/other-run]"))
    try tool.write("{\"text\": \"silver kettle dance\"}\n", to: "a.jsonl")
    try tool.write(Self.policy.replacingOccurrences(of: "1,", with: "2,"), to: "p.yaml")
    let policy = try tool.run(arguments + ["--resume"])
    #expect(policy.status == 2)
    #expect(policy.errors.contains("error[resume/other-run]"))
  }

  @Test func `a complete run is refused another log, and is none without its files`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write("{\"text\": \"silver kettle dance\"}\n", to: "a.jsonl")
    try tool.write(Self.policy, to: "p.yaml")
    let arguments = ["filter", "a.jsonl", "--policy", "p.yaml", "-o", "out", "-q"]
    #expect(try tool.run(arguments).status == 0)
    let resuming = arguments + ["--resume"]
    let other = try tool.run(resuming + ["--audit", "other.sqlite"])
    #expect(other.status == 2 && other.errors.contains("error[resume/other-log]"))
    let whole = try tool.run(resuming)
    #expect(whole.status == 0, "\(whole.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(tool.folder)/out")
    #expect(names.filter { $0.hasPrefix("audit") } == ["audit.sqlite"])
    #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/other.sqlite"))
    for name in ["kept/a.jsonl", "measurements.bin"] {
      let path = "\(tool.folder)/out/\(name)"
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      try Data(bytes.dropLast()).write(to: URL(fileURLWithPath: path))
      let short = try tool.run(resuming)
      #expect(short.status == 2 && short.errors.contains("error[resume/changed-file]"))
      #expect(short.errors.contains("out/\(name)"), "\(short.errors)")
      try FileManager.default.removeItem(atPath: path)
      #expect(try tool.run(resuming).errors.contains("error[resume/changed-file]"))
      try bytes.write(to: URL(fileURLWithPath: path))
    }
    #expect(try tool.run(resuming).status == 0)
  }

  @Test func `an unfinished run is refused another log and another key`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(MadeUpCorpus.lines(12_000, seed: 3), to: "corpus.jsonl")
    try tool.write(Self.policy, to: "p.yaml")
    try tool.write(String(repeating: "a", count: 32), to: "one.key")
    try tool.write(String(repeating: "b", count: 32), to: "other.key")
    // A limit of 4 MiB on every file stops the run as a full disk does.
    let script = """
      run="$TOOL filter corpus.jsonl -o out --policy p.yaml -q"
      (ulimit -c 0; ulimit -f 4096; $run --audit log.sqlite --pseudonym-key one.key)
      echo "stopped: $?"
      $run --resume; echo "other log: $?"
      ls out | grep -c sqlite
      $run --resume --audit log.sqlite --pseudonym-key other.key; echo "other key: $?"
      $run --resume --audit log.sqlite; echo "resumed: $?"
      $TOOL audit verify log.sqlite >verified; echo "verified: $?"
      """
    let result = try tool.shell(script)
    #expect(
      result.output.split(separator: "\n") == [
        "stopped: 2", "other log: 2", "0", "other key: 2", "resumed: 0", "verified: 0",
      ]
    )
    #expect(result.errors.contains("error[output/file-too-large]"))
    #expect(result.errors.contains("error[resume/other-log]"))
    #expect(result.errors.contains("error[resume/other-key]"))
  }
}
