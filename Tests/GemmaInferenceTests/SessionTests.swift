import Diagnostics
import GemmaInference
import Testing

/// Sessions: what they forget, what they share, what they refuse.
struct SessionTests {
  private static func ids(_ count: Int, seed: Int = 1) -> [Int32] {
    (0..<count).map { Int32(($0 * 37 + seed * 101) % 440 + 3) }
  }

  @Test(arguments: Fixture.names)
  func `continues after going back as if nothing had followed`(name: String) throws {
    let engine = GemmaEngine(try GemmaModel(try Fixture(name).checkpoint), chunk: 8)
    let prefix = Self.ids(60)
    let session = try engine.makeSession(capacity: 128)
    try engine.read(prefix, in: session)
    for seed in 2..<6 {
      let tail = Self.ids(7, seed: seed)
      let logits = try engine.readAll(tail, in: session)
      let fresh = try engine.readAll(prefix + tail).suffix(logits.count)
      #expect(distance(logits, Array(fresh)) <= 1e-4)
      #expect(session.canRewind(to: 60))
      session.rewind(to: 60)
    }
  }

  @Test func `knows when a ring has forgotten the window`() throws {
    let engine = GemmaEngine(try GemmaModel(try Fixture("gemma3-text").checkpoint), chunk: 4)
    let session = try engine.makeSession(capacity: 200)
    try engine.read(Self.ids(100), in: session)
    // A ring for the window of 12 and a chunk of 4 keeps 64 positions, of which 36 is the oldest.
    #expect(session.canRewind(to: 47))
    #expect(!session.canRewind(to: 46))
    #expect(session.canRewind(to: 0))
    #expect(!session.canRewind(to: 101))
    session.rewind(to: 0)
    let again = Self.ids(20, seed: 4)
    #expect(distance(try engine.readAll(again, in: session), try engine.readAll(again)) <= 1e-4)
  }

  @Test(arguments: Fixture.names)
  func `lets a copy go its own way`(name: String) throws {
    let engine = GemmaEngine(try GemmaModel(try Fixture(name).checkpoint), chunk: 16)
    let session = try engine.makeSession(capacity: 128)
    try engine.read(Self.ids(50), in: session)
    let copy = try session.fork()
    let one = try engine.readAll(Self.ids(30, seed: 7), in: session)
    let other = try engine.readAll(Self.ids(30, seed: 8), in: copy)
    let start = 50 * one.count / 30
    #expect(
      distance(one, Array(try engine.readAll(Self.ids(50) + Self.ids(30, seed: 7))[start...]))
        <= 1e-4
    )
    #expect(
      distance(other, Array(try engine.readAll(Self.ids(50) + Self.ids(30, seed: 8))[start...]))
        <= 1e-4
    )
  }

  @Test func `gives logits of chosen rows and tokens alone`() throws {
    let engine = GemmaEngine(try GemmaModel(try Fixture("gemma2-gqa").checkpoint), chunk: 8)
    let ids = Self.ids(20)
    let all = try engine.readAll(ids)
    let session = try engine.makeSession(capacity: 20)
    let some = try engine.read(ids, in: session, logits: .init(rows: 6..<11, tokens: [7, 500, 3]))
    #expect(some.rows == 5 && some.columns == 3)
    let vocabulary = engine.model.configuration.vocabulary
    let expected = (6..<11).flatMap { row in [7, 500, 3].map { all[row * vocabulary + $0] } }
    #expect(distance(some.values, expected) <= 1e-5)
    let none = try engine.read([5], in: try engine.makeSession(capacity: 2))
    #expect(none.rows == 0)
  }

  @Test func `refuses what does not fit and reads nothing of it`() throws {
    let engine = GemmaEngine(try GemmaModel(try Fixture("gemma1-mqa").checkpoint))
    let session = try engine.makeSession(capacity: 4)
    let code = { (tokens: [Int32]) -> String? in
      do { try engine.read(tokens, in: session) } catch let problem as Diagnostic {
        return problem.code.rawValue
      }
      return nil
    }
    #expect(try code([1, 512]) == "gemma/token")
    #expect(try code([-1]) == "gemma/token")
    #expect(try code([1, 2, 3, 4, 5]) == "gemma/context")
    #expect(session.position == 0)
    #expect(try code([1, 2, 3, 4]) == nil)
    #expect(try code([1]) == "gemma/context")
  }
}
