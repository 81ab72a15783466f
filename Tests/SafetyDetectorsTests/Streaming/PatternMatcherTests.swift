import Diagnostics
import FuzzSupport
import SafetyDetectors
import Testing

struct PatternMatcherTests {
  private func found(_ pattern: String, in text: String, span: Int? = nil) throws -> [String] {
    let source = PatternProgram.Source(text: pattern, detector: 0, maximumSpan: span)
    let program = try PatternProgram([source], invisibleRun: 8)
    return StreamedText(PatternMatcher(program), text).found
  }

  @Test func `finds the leftmost and of those the longest`() throws {
    #expect(try found("ab{1,5}", in: "xabbbab") == ["abbb", "ab"])
    #expect(try found("a|ab|abc", in: "abcab") == ["abc", "ab"])
    #expect(try found("k[0-9]{2,4}x", in: "k12x k12345x K777X") == ["k12x", "K777X"])
    #expect(try found("(?:ab)+c", in: "ababc", span: 20) == ["ababc"])
    #expect(try found("a.c", in: "abc a\nc a😀c") == ["abc", "a😀c"])
    #expect(try found("[^x-z ]{3,9}", in: "xabcz defg") == ["abc", "defg"])
  }

  @Test func `knows the edges of words`() throws {
    #expect(try found("\\bpot\\b", in: "pot spot pots pot-pot.") == ["pot", "pot", "pot"])
    #expect(try found("\\bpot\\b", in: "pot") == ["pot"])
    #expect(try found("pot\\b", in: "teapot") == ["pot"])
    #expect(try found("\\bé\\w{1,9}", in: "é été") == ["été"])
  }

  @Test func `folds what it reads`() throws {
    #expect(try found("silver", in: "ＳＩＬＶＥＲ s\u{200B}ilver").count == 2)
  }

  @Test func `gives up at the longest span`() throws {
    #expect(try found("a+b", in: "aaab aaaaaaaaab", span: 5) == ["aaab", "aaaab"])
  }

  @Test func `finds what begins right behind a false start`() throws {
    #expect(try found("ab", in: "aab acab a") == ["ab", "ab"])
    #expect(try found("a", in: "ba a") == ["a", "a"])
    #expect(try found("\\ba-\\b", in: "a-b aa-b a-") == ["a-"])
    #expect(try found("-a|b", in: "--a-b-") == ["-a", "b"])
    #expect(try found("aé", in: "aaé a\u{200B}e\u{301}").count == 2)
  }

  /// A pattern that is always at work keeps the short way from being taken, and changes nothing else.
  @Test func `finds the same beside a pattern that never rests - Fuzz`() throws {
    let pieces = ["a", "b", "\\b", "-", "[ab]", "\\w", "(?:ab|b-)", "a{1,3}", "-?", " ", "é"]
    Fuzz.rounds(2_000, seed: 72_000) { round, generator in
      let pattern = (0..<Int.random(in: 1...4, using: &generator))
        .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let base = Array("ab a-b aab--é b1".utf8)
      let text =
        "."
        + String(decoding: Fuzz.mutated(base, alphabet: "ab -1", with: &generator), as: UTF8.self)
      do {
        let source = PatternProgram.Source(text: pattern, detector: 0)
        let restless = PatternProgram.Source(text: "[^☃]{1,999}", detector: 1)
        let alone = try PatternProgram([source], invisibleRun: 8)
        let both = try PatternProgram([source, restless], invisibleRun: 8)
        let expected = StreamedText(PatternMatcher(both), text).findings.filter { $0.detector == 0 }
        let found = StreamedText(PatternMatcher(alone), text).findings
        #expect(
          found.map(\.span) == expected.map(\.span),
          "`\(pattern)` in `\(text)`, seed \(72_000 + round)"
        )
      } catch {
        #expect(error is Diagnostic, "seed \(72_000 + round)")
      }
    }
  }

  @Test(arguments: [
    "", "a*", "a|", "a{2", "a{3,2}", "a{0,0}", "(a", "a)", "[a", "[z-a]", "a**", "a+", "\\1", "\\q",
    "(?=a)b", "^a", "a$", "a\\", "\\b", "a{1001}", "x?",
  ])
  func `refuses what is not in the dialect or has no bound`(pattern: String) {
    #expect(throws: Diagnostic.self) {
      try PatternProgram([.init(text: pattern, detector: 0)], invisibleRun: 8)
    }
  }

  @Test func `reads or refuses any pattern and finds the same in any text again - Fuzz`() throws {
    let good = Array("\\b(?:ab|c[d-f]{1,3})\\s?x{0,2}\\.|k\\d{2}".utf8)
    Fuzz.rounds(2_000, seed: 71_000) { round, generator in
      let bytes = Fuzz.mutated(good, alphabet: "ab()[]{}|?\\d.-,1", with: &generator)
      let pattern = String(decoding: bytes, as: UTF8.self)
      do {
        let program = try PatternProgram(
          [.init(text: pattern, detector: 0, maximumSpan: 40)],
          invisibleRun: 8
        )
        let first = StreamedText(PatternMatcher(program), "ab x cde k12 \(pattern) abxx.")
        #expect(first.findings.allSatisfy { !$0.span.isEmpty }, "seed \(71_000 + round)")
      } catch {
        #expect(error is Diagnostic, "seed \(71_000 + round)")
      }
    }
  }
}
