import Foundation
import FuzzSupport
import SafetyDetectors
import Testing

/// Payloads in pieces: lines, quotation marks, bytes apart.
struct EncodedChainsTests {
  private static let phrase = "silver kettle dance"

  private func matcher(longestRun: Int = 1_024) -> EncodedRunMatcher {
    var settings = EncodedRunMatcher.Settings()
    settings.longestRun = longestRun
    let term = PhraseProgram.Term(text: Self.phrase, detector: 1, views: [.folded])
    let phrases = PhraseProgram([term], invisibleRun: 8, gapRun: 8)
    return EncodedRunMatcher(settings, detectors: [0], inner: [PhraseMatcher(phrases)])
  }

  private func detectors(_ text: String) -> Set<Int> {
    Set(StreamedText(matcher(), text).findings.map(\.detector))
  }

  @Test(arguments: [
    "c2lsdmVyIGtl\ndHRsZSBkYW5j\nZQ==", "c2lsdmVyIGtl\r\n    dHRsZSBkYW5j\r\n    ZQ",
    "\"c2lsdmVyIGtl\" +\n  \"dHRsZSBkYW5jZQ==\"", "'c2lsdmVyIGtl' \\\n'dHRsZSBkYW5jZQ=='",
    "\"c2lsdmVyIGtl\"+\"dHRsZSBkYW5jZQ\"", "> c2lsdmVyIGtl\n> dHRsZSBkYW5jZQ==",
    "# c2lsdmVyIGtl\n# dHRsZSBkYW5jZQ==", "{\"d\":\"c2lsdmVyIGtl\\ndHRsZSBkYW5jZQ\"}",
    "-----BEGIN NOTE-----\nc2lsdmVyIGtl\ndHRsZSBkYW5j\nZQ==\n-----END NOTE-----",
    "73 69 6c 76 65 72 20 6b 65 74 74 6c 65 20 64 61 6e 63 65",
    "73:69:6C:76:65:72:20:6B:65:74:74:6C:65:20:64:61:6E:63:65",
    "0x73, 0x69, 0x6c, 0x76, 0x65, 0x72, 0x20, 0x6b, 0x65, 0x74, 0x74, 0x6c, 0x65, 0x20, 0x64, "
      + "0x61, 0x6e, 0x63, 0x65",
    "7369 6c76 6572 206b 6574 746c 6520 6461 6e63 65", "73696c766572206b\n6574746c652064616e\n6365",
    "\\x73 \\x69 \\x6c \\x76 \\x65 \\x72 \\x20 \\x6b \\x65 \\x74 \\x74 \\x6c \\x65 \\x20 \\x64 \\x61 "
      + "\\x6e \\x63 \\x65",
    "&#115; &#105; &#108; &#118; &#101; &#114; &#32; &#107; &#101; &#116; &#116; &#108; &#101; "
      + "&#32; &#100; &#97; &#110; &#99; &#101;",
    "%73 %69 %6c %76 %65 %72 %20 %6b %65 %74 %74 %6c %65 %20 %64 %61 %6e %63 %65",
    "=73=69=6C=76=65=72=20=6B=65=\n=74=74=6C=65=20=64=61=6E=63=65",
    "=73=69=6c=76=65=72=20=\r\n=6b=65=74=74=6c=65=20=\r\n=64=61=6e=63=65",
    "{\"d\":\"Tea.\\nc2lsdmVyIGtldHRsZSBkYW5jZQ==\"}",
    // of base64 in lines, once more in lines
    "YzJsc2RtVnlJR3Rs\nZEhSc1pTQmtZVzVq\nWlE9PQ==",
  ])
  func `puts the pieces of a payload together`(payload: String) {
    #expect(detectors("Read \(payload) aloud, please.") == [0, 1], "\(payload)")
    #expect(detectors("Read this:\n\(payload)\nThe end of it.") == [0, 1], "\(payload)")
  }

  @Test(arguments: [
    "\\u{73}\\u{69}\\u{6c}ver\\u{20}kettle\\u{20}dance", "%u0073%u0069%u006cver%u0020kettle dance",
    "\\U00000073\\U00000069\\U0000006cver\\u0020kettle\\u0020dance",
    "\\163\\151\\154ver\\040kettle\\040dance",
    "&#115&#105&#108ver&#32kettle&#32dance",
  ])
  func `knows more ways to escape a character`(run: String) {
    #expect(detectors("read \(run) aloud").contains(0), "\(run)")
  }

  @Test func `joins the halves of a character`() {
    let letters = "silver kettle dance".unicodeScalars.map { scalar -> String in
      guard scalar != " " else { return "\\u0020" }
      // Mathematical bold, which JSON writes as a pair.
      let value = 0x1D41A + scalar.value - 0x61 - 0x1_0000
      let (high, low) = (0xD800 + value >> 10, 0xDC00 + value & 0x3FF)
      return "\\u" + String(high, radix: 16) + "\\u" + String(low, radix: 16)
    }
    #expect(detectors(letters.joined()) == [1])
  }

  @Test(arguments: [
    "The JavaScript PhraseMatcher reads EncodedText.swift and StreamMatcher2 in Swift6.",
    "numbers 45 67 32 54 66 45 33 48 61 70 52 49", "from 2024 to 2026, 12 of 48 and 20 of 75",
    "be ad fade cafe deed feed dead beef 12", "MAC 00:1B:44:11:3A:B7 or 00-1B-44-11-3A-B7",
    "d41d8cd98f00b204e9800998ecf8427e  kettle.txt\ne3b0c44298fc1c149afbf4c8996fb924  spoon.txt",
    "123e4567-e89b-12d3-a456-426614174000\n123e4567-e89b-12d3-a456-426614174001",
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ\nAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E\nrkJggg==",
    "https://zh.example.org/wiki/%E5%8C%97%E4%BA%AC%E5%B8%82%E6%B5%B7%E6%B7%80%E5%8C%BA%E8%8C%B6",
    "C:\\Windows\\System32 \\n \\t \\1 $1", "a = b + c \\\n  + dddddddd9 + Eeeeeeee7",
  ])
  func `lets names, numbers, digests and pictures pass`(text: String) {
    #expect(detectors(text).isEmpty, "\(text)")
  }

  @Test func `names the bytes from the first piece to the last`() {
    let text = "now c2lsdmVyIGtl\n  dHRsZSBkYW5j\n  ZQ== so"
    let result = StreamedText(matcher(), text)
    let spans = result.findings.filter { $0.detector == 1 }.map(\.span)
    #expect(spans == [4..<text.utf8.count - 5])
  }

  @Test func `lets prose go, and holds no more than a run`() {
    let matcher = matcher(longestRun: 256)
    var findings: [StreamFinding] = []
    var place = 0
    var held = 0
    let line = String(repeating: "aGVsbG8gd29ybGQh", count: 4) + "\n"
    for scalar in ("tea for two " + String(repeating: line, count: 40)).unicodeScalars {
      matcher.feed(scalar.value, place, place + 1, into: &findings)
      place += 1
      if matcher.liveStart != .max { held = max(held, place - matcher.liveStart) }
      if place == 12 { #expect(matcher.liveStart == .max) }
    }
    #expect(held > 200 && held <= EncodedRunMatcher.holdBound(.init()) && held <= 257)
  }

  @Test func `finds a phrase wherever it stands in a payload in lines - Fuzz`() {
    Fuzz.rounds(600, seed: 67_000) { round, generator in
      var words: [String] = []
      for _ in 0..<Int.random(in: 0...200, using: &generator) {
        words.append(["tea", "for", "two", "a kettle"].randomElement(using: &generator) ?? "")
      }
      words.insert(Self.phrase, at: Int.random(in: 0...words.count, using: &generator))
      let bytes = Data(words.joined(separator: " ").utf8)
      let isHex = Bool.random(using: &generator)
      let digits =
        isHex
        ? bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        : bytes.base64EncodedString()
      let width = isHex ? 64 : Int.random(in: 24...100, using: &generator)
      let joints = ["\n", "\r\n  ", "\" +\n\"", "\n> ", "\\n"]
      let joint = joints.randomElement(using: &generator) ?? "\n"
      let lines = stride(from: 0, to: digits.utf8.count, by: width).map {
        digits.dropFirst($0).prefix(width)
      }
      let text = "Note: \"" + lines.joined(separator: joint) + "\" it says."
      let isFound = detectors(text).contains(1)
      // Behind a cut, 128 letters are read again: 96 bytes, and 64 of hexadecimal.
      #expect(isFound, "seed \(67_000 + round)")
    }
  }
}
