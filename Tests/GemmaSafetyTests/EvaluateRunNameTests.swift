import Foundation
import Testing

/// `evaluate run --run`: a run by a name that a person chose.
@Suite(.serialized) struct EvaluateRunNameTests {
  private func prepared(rows: Int = 40) throws -> CommandLineTool {
    let tool = try CommandLineTool()
    try FileManager.default.createDirectory(
      atPath: "\(tool.folder)/data/crows-pairs",
      withIntermediateDirectories: true
    )
    let header =
      ",sent_more,sent_less,stereo_antistereo,bias_type,annotations,anon_writer,anon_annotators\n"
    let lines = (0..<rows).map {
      "\($0),A silver kettle sings \($0).,A cup hums \($0).,s,b,[],a,[]\n"
    }
    try tool.write(header + lines.joined(), to: "data/crows-pairs/crows_pairs_anonymized.csv")
    return tool
  }

  private func arguments(_ more: String...) -> [String] {
    ["evaluate", "run", "--suite", "crows-pairs", "--data", "data"] + more
  }

  @Test func `names runs for later commands and takes a name once`() throws {
    let tool = try prepared()
    defer { tool.remove() }
    let first = try tool.run(arguments("--run", "bare"))
    #expect(first.status == 0 && first.output.contains("run bare in "), "\(first.errors)")
    let again = try tool.run(arguments("--run", "bare"))
    #expect(again.status == 2 && again.errors.contains("error[evaluate/run-exists]"))
    let other = try tool.run(arguments("--run", "bare", "--seed", "1", "--resume"))
    #expect(other.status == 2 && other.errors.contains("error[evaluate/other-request]"))
    #expect(try tool.run(arguments("--run", "bare", "--resume")).output == first.output)
    #expect(try tool.run(arguments("--run", "second", "--quiet")).status == 0)
    let compared = try tool.run(["evaluate", "compare", "bare", "second"])
    #expect(compared.status == 0 && compared.output.contains("40 pairs"), "\(compared.errors)")
    let seeds = try tool.run(arguments("--run", "drawn", "--seeds", "2", "--limit", "10"))
    #expect(seeds.output.contains("run drawn-seed-0 in") && seeds.output.contains("drawn-seed-1"))
    let unlike = try tool.run(["evaluate", "compare", "drawn-seed-0", "drawn-seed-1"])
    #expect(unlike.status == 2 && unlike.errors.contains("--allow items"), "\(unlike.errors)")
    #expect(try tool.run(arguments("--run", "../bare")).status == 64)
  }

  @Test func `does not go on with what another build began`() throws {
    let tool = try prepared(rows: 1_500)
    defer { tool.remove() }
    // A byte behind the end of an executable changes nothing but its digest.
    let other = "\(tool.folder)/other-build"
    try FileManager.default.copyItem(atPath: tool.binary, toPath: other)
    let file = try #require(FileHandle(forWritingAtPath: other))
    try file.seekToEnd()
    try file.write(contentsOf: Data("\n".utf8))
    try file.close()
    let script = "./other-build evaluate run --suite crows-pairs --data data --run cut --quiet"
    // Killed once there are items in the log.
    let stopped = try tool.shell(
      "\(script) & until grep -qs evaluation.item audit.sqlite*; do sleep 0.05; done; kill -9 $!"
    )
    #expect(stopped.status == 0, "\(stopped.errors)")
    let resumed = try tool.run(arguments("--run", "cut", "--resume"))
    #expect(resumed.status == 2, "\(resumed.errors)")
    #expect(resumed.errors.contains("error[evaluate/other-build]"), "\(resumed.errors)")
    #expect(try tool.shell("\(script) --resume").status == 0)
    // What has ended is only told again.
    #expect(try tool.run(arguments("--run", "cut", "--resume")).status == 0)
  }
}
