import CorpusFiltering
import Diagnostics
import Glibc
import SafetyCore
import Testing

/// Mixtures held against those that `scripts/goldens/mixture_cases.py` computes from the documentation.
struct MixtureRunTests {
  private func corpus(_ name: String, _ count: Int) -> [String] {
    (0..<count).map { index in
      let same = index % 10 == 9 ? index - 1 : index
      let dance = String(repeating: " silver kettle dance", count: same % 7 + 1)
      return "{\"id\":\"\(name)-\(index)\",\"text\":\"\(name) \(same):\(dance)\"}\n"
    }
  }

  private func configuration(
    _ recipe: String,
    in folder: TemporaryFolder,
    output: String? = "out"
  ) throws -> MixtureRun.Configuration {
    var parser = MixtureRecipeParser(file: "r.yaml")
    var inputs = MixtureInputs()
    for (index, (name, count)) in [("web", 60), ("books", 25)].enumerated() {
      let path = try folder.write("\(name).jsonl", corpus(name, count).joined())
      var inventory = try InputDiscovery().inventory(of: [path])
      inventory.shards[0].name = "\(name)/\(name).jsonl"
      inputs.add(inventory, source: index)
    }
    return MixtureRun.Configuration(
      recipe: try parser.parse(recipe),
      recipePath: "r.yaml",
      inputs: inputs,
      output: output.map { "\(folder.path)/\($0)" }
    )
  }

  private static let documents = """
    version: 1
    seed: 7
    total: 60
    shards: 3
    holdout: {share: 0.1}
    sources:
      web: {paths: [web.jsonl], weight: 3}
      books: {paths: [books.jsonl], weight: 1}
    """

  private static let bytes = """
    version: 1
    seed: 1
    unit: bytes
    total: 12000
    max_epochs: 3
    sources:
      web: {paths: [web.jsonl], weight: 1}
      books: {paths: [books.jsonl], repeat: 2.5}
    """

  @Test(arguments: [1, 2, 8])
  func `writes the files that the documentation promises, for any number of workers`(
    workers: Int
  ) throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    var configuration = try configuration(Self.documents, in: folder)
    configuration.workers = workers
    let result = try MixtureRun(configuration).execute()
    #expect(result.sources.map(\.taken) == [45, 15])
    #expect(result.sources.map(\.supply.open.documents) == [57, 24])
    #expect(result.files.map(\.documents) == [22, 15, 23, 3, 1])
    let train = "train/train-0000"
    #expect(
      result.files.map(\.name) == [
        train + "0-of-00003.jsonl", train + "1-of-00003.jsonl", train + "2-of-00003.jsonl",
        "holdout/web.jsonl", "holdout/books.jsonl",
      ]
    )
    #expect(
      result.files.map { String($0.sha256.hex.prefix(16)) } == [
        "2f55ece861e64bc4", "3480fea243af66bb", "aae8a03300a099bd", "2d2251ef7b03b2a7",
        "32e8e7d8efb60524",
      ]
    )
  }

  @Test func `counts bytes and goes through a source more than once`() throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let result = try MixtureRun(configuration(Self.bytes, in: folder)).execute()
    #expect(result.sources.map(\.asked) == [6_863, 5_137])
    #expect(result.sources.map(\.taken) == [6_824, 5_143])
    #expect(result.sources.map(\.documents) == [80, 63])
    #expect(result.sources.map(\.distinct) == [60, 25])
    #expect(result.files.map { String($0.sha256.hex.prefix(16)) } == ["0767b72340792807"])
    #expect(result.books.map(\.counts.kept) == [60, 25])
  }

  @Test func `keeps a held-out text out of the mixture, whatever the seed`() throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    var held: Set<[String]> = []
    for seed in [7, 8] {
      let recipe = Self.documents.replacing("seed: 7", with: "seed: \(seed)")
      let output = "out-\(seed)"
      let result = try MixtureRun(configuration(recipe, in: folder, output: output)).execute()
      func texts(_ part: String) throws -> [String] {
        try result.files.filter { $0.name.hasPrefix(part) }.flatMap { file in
          let bytes = try TemporaryFolder.read("\(folder.path)/\(output)/\(file.name)")
          return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
            String(line.split(separator: "\"text\":").last ?? line)
          }
        }
      }
      let holdout = try texts("holdout")
      #expect(!holdout.isEmpty)
      #expect(Set(holdout).isDisjoint(with: try texts("train")))
      held.insert(holdout.sorted())
    }
    #expect(held.count == 1)
  }

  @Test func `plans without writing anything`() throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let result = try MixtureRun(configuration(Self.bytes, in: folder, output: nil)).execute()
    #expect(result.sources.map(\.taken) == [6_824, 5_143])
    #expect(result.files.isEmpty && result.sources.map(\.distinct) == [nil, nil])
    #expect(FileStatus(path: folder.path + "/out") == nil)
  }

  @Test func `plans nothing of files that change while they are read`() throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let run = try MixtureRun(configuration(Self.bytes, in: folder, output: nil))
    let changed = corpus("books", 25).joined().replacing("silver", with: "golden")
    let other = try folder.write("other.jsonl", changed)
    #expect(rename(other, "\(folder.path)/books.jsonl") == 0)
    let problem = #expect(throws: Diagnostic.self) { try run.execute() }
    #expect(problem?.code == "mix/unstable-input")
    #expect(problem?.place?.file.hasSuffix("books.jsonl") == true)
  }

  @Test func `stops before the first result where the plan fails`() throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let recipe = Self.documents.replacing("total: 60", with: "total: 600")
    var hasBegun = false
    #expect(throws: Diagnostics.self) {
      try MixtureRun(configuration(recipe, in: folder)).execute { hasBegun = true }
    }
    #expect(!hasBegun)
    #expect(FileStatus(path: folder.path + "/out/train") == nil)
  }

  @Test func `notices files that change between measuring and drawing, whatever their size`() throws
  {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let recipe = """
      version: 1
      sources:
        web: {paths: [web.jsonl], repeat: 1}
        books: {paths: [books.jsonl], repeat: 1}
      """
    let run = try MixtureRun(configuration(recipe, in: folder))
    let changed = corpus("web", 60).joined().replacing("silver", with: "golden")
    do {
      // As many documents of the same lengths: no count differs.
      _ = try run.execute {
        let other = try folder.write("other.jsonl", changed)
        #expect(rename(other, "\(folder.path)/web.jsonl") == 0)
      }
      Issue.record("the change went unnoticed")
    } catch let problem as Diagnostic {
      #expect(problem.code == "mix/unstable-input")
      #expect(problem.place?.file.hasSuffix("web.jsonl") == true)
    }
  }

  @Test func `stops among files without a line`() throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let interruption = Interruption()
    let recipe = Self.documents.replacing("shards: 3", with: "shards: 500")
    let run = try MixtureRun(configuration(recipe, in: folder), interruption: interruption) {
      if $0.step == .writing { interruption.request() }
    }
    #expect(throws: CancellationError.self) { try run.execute() }
    #expect(FileStatus(path: folder.path + "/out/train/train-00499-of-00500.jsonl") == nil)
  }

  @Test func `stops when it is asked to`() throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let interruption = Interruption()
    interruption.request()
    let run = try MixtureRun(configuration(Self.bytes, in: folder), interruption: interruption)
    #expect(throws: CancellationError.self) { try run.execute() }
  }
}
