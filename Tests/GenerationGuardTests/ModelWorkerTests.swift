import Diagnostics
import Foundation
import SafetyCore
import SafetyRuntime
import Testing

/// The demonstration model on its queue, asked by several at once.
struct ModelWorkerTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "models/gemma-demo")

  private static func worker(_ path: String = folder.path) throws -> ModelWorker {
    try ModelWorker(
      path,
      precision: .stored,
      threads: 1,
      sampling: GenerationSettings(.text(""))
    )
  }

  private static func question(_ text: String, tokens: Int) -> GenerationRequest {
    GenerationRequest([ChatMessage(.user, text)], maximumTokens: tokens)
  }

  private static func answer(
    _ worker: ModelWorker,
    _ request: GenerationRequest
  ) async throws -> String {
    var text = ""
    for try await piece in worker.generate(request) {
      if case .text(let more) = piece { text += more }
    }
    return text
  }

  @Test func `lets two answers go on side by side, each as it would be alone`() async throws {
    let worker = try Self.worker()
    let requests = ["How does one descale a kettle?", "What is tea?"].map {
      Self.question($0, tokens: 60)
    }
    var alone: [String] = []
    var longest = 0
    for request in requests {
      let before = await worker.steps
      alone.append(try await Self.answer(worker, request))
      longest = max(longest, await worker.steps - before)
    }
    let before = await worker.steps
    var pieces = requests.map { worker.generate($0).makeAsyncIterator() }
    var texts = ["", ""]
    var order: [Int] = []
    var ended: Set<Int> = []
    while ended.count < 2 {
      for number in pieces.indices {
        switch try await pieces[number].next() {
        case .text(let more)?:
          texts[number] += more
          order.append(number)
        case nil: ended.insert(number)
        default: break
        }
      }
    }
    #expect(texts == alone)
    let steps = await worker.steps - before
    // Whoever asks first begins a step ahead of the other, and each has its end to learn of.
    #expect(steps <= longest + 4, "\(steps) steps for both, \(longest) for the longer one")
    #expect(Set(order.prefix(4)).count == 2, "one answer waited for the other")
  }

  @Test func `keeps an answer going while a long prompt is read`() async throws {
    let worker = try Self.worker()
    let text = Array(repeating: "Put the kettle on.", count: 40).joined(separator: " ")
    var short = worker.generate(Self.question("What is tea?", tokens: 60)).makeAsyncIterator()
    _ = try await short.next()
    let before = await worker.steps
    var long = worker.generate(Self.question(text, tokens: 4)).makeAsyncIterator()
    _ = try await long.next()
    let read = await worker.steps
    // 200 tokens and more, 64 a step; the first of these steps brought the other answer's next piece.
    #expect(read - before >= 4, "\(read - before) steps for the prompt")
    guard case .text? = try await short.next() else { return }
    #expect(await worker.steps == read, "the other answer had to wait for its piece")
  }

  @Test func `hashes the model's files beside its work`() async throws {
    let worker = try Self.worker()
    #expect(try await worker.digest == ModelDigest(of: Self.folder.path).root)
    let known = Digest.sha256("kettle".utf8)
    let told = try ModelWorker(
      Self.folder.path,
      precision: .stored,
      threads: 1,
      sampling: GenerationSettings(.text("")),
      digest: known
    )
    #expect(try await told.digest == known)
  }

  @Test func `has no digest of files that changed while they were hashed`() async throws {
    let copy = FileManager.default.temporaryDirectory.appending(path: "model-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: Self.folder, to: copy)
    defer { try? FileManager.default.removeItem(at: copy) }
    // Many small files keep the hashing going until this one is changed.
    for number in 0..<3_000 {
      let name = copy.appending(path: "extra-\(number).txt").path
      _ = FileManager.default.createFile(atPath: name, contents: Data([UInt8(number % 256)]))
    }
    let worker = try Self.worker(copy.path)
    let last = copy.appending(path: "extra-2999.txt").path
    let file = try FileHandle(forWritingTo: URL(filePath: last))
    try file.write(contentsOf: Data("changed".utf8))
    let error = await #expect(throws: Diagnostic.self) { try await worker.digest }
    #expect(error?.code == "model/changed")
  }
}
