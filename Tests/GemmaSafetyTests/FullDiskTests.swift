import Foundation
import Testing

@Suite struct FullDiskTests {
  /// A file system of so many megabytes, seen by this script alone.
  private static let namespace = ["unshare", "--user", "--map-root-user", "--mount"]

  /// Whether this machine lets a script mount one.
  private static let isPossible: Bool = {
    guard let tool = try? CommandLineTool() else { return false }
    defer { tool.remove() }
    let probe = "mkdir -p disk && mount -t tmpfs -o size=1m tmpfs disk"
    return (try? tool.shell(probe, through: namespace))?.status == 0
  }()

  @Test(.enabled(if: isPossible, "needs user namespaces to mount a small disk"))
  func `a full disk stops a run, which resumes with room to the same results`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(MadeUpCorpus.lines(4_000, seed: 7), to: "corpus.jsonl")
    let script = """
      mkdir disk && mount -t tmpfs -o size=2m tmpfs disk
      $TOOL filter corpus.jsonl -o whole -q
      $TOOL filter corpus.jsonl -o disk/out -q; echo "full: $?"
      ls disk/out/kept disk/out/removed disk/out
      mount -o remount,size=64m disk
      $TOOL filter corpus.jsonl -o disk/out -q --resume; echo "resumed: $?"
      $TOOL audit verify disk/out/audit.sqlite > /dev/null; echo "verified: $?"
      for file in kept/corpus.jsonl removed/corpus.jsonl report.json measurements.bin; do
        cmp whole/$file disk/out/$file && echo "same: $file"
      done
      """
    let result = try tool.shell(script, through: Self.namespace)
    let lines = result.output.split(separator: "\n")
    #expect(lines.contains("full: 2"))
    #expect(result.errors.contains("error[output/disk-full]"))
    #expect(result.errors.contains("hint: free some space"))
    #expect(!lines.contains("corpus.jsonl"), "no file may have its final name on a full disk")
    #expect(!lines.contains("report.json"))
    #expect(lines.contains("resumed: 0"))
    #expect(lines.contains("verified: 0"))
    #expect(lines.count { $0.hasPrefix("same: ") } == 4)
  }

  @Test(.enabled(if: isPossible, "needs user namespaces to mount a small disk"))
  func `a full disk leaves no mixture and no run of one, and the next try gives it`() throws {
    let tool = try CommandLineTool()
    defer { tool.remove() }
    try tool.write(MadeUpCorpus.lines(8_000, seed: 7), to: "corpus.jsonl")
    let sources = "sources: {letters: {paths: [corpus.jsonl], repeat: 3}}"
    try tool.write("version: 1\nshards: 2\nmax_epochs: 3\n\(sources)\n", to: "r.yaml")
    let script = """
      mkdir disk && mount -t tmpfs -o size=1m tmpfs disk
      $TOOL mix r.yaml -o whole -q
      $TOOL mix r.yaml -o disk/out --audit log.sqlite -q; echo "full: $?"
      ls -A disk/out | grep -v lock
      [ -e log.sqlite ] && $TOOL audit list --audit log.sqlite
      mount -o remount,size=64m disk
      $TOOL mix r.yaml -o disk/out --audit log.sqlite -q --resume; echo "again: $?"
      $TOOL mix r.yaml -o disk/out --audit log.sqlite --resume; echo "complete: $?"
      $TOOL audit verify log.sqlite > /dev/null; echo "verified: $?"
      for file in train/train-00000-of-00002.jsonl train/train-00001-of-00002.jsonl report.json; do
        cmp whole/$file disk/out/$file && echo "same: $file"
      done
      """
    let result = try tool.shell(script, through: Self.namespace)
    let lines = result.output.split(separator: "\n")
    #expect(result.errors.contains("error[output/disk-full]"))
    #expect(result.errors.contains("nothing to resume: the mixture in disk/out is complete"))
    #expect(
      lines == [
        "full: 2", "again: 0", "complete: 0", "verified: 0",
        "same: train/train-00000-of-00002.jsonl", "same: train/train-00001-of-00002.jsonl",
        "same: report.json",
      ],
      "\(result.output)\(result.errors)"
    )
  }
}
