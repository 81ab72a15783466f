import Testing

import CorpusFiltering

struct GlobPatternTests {
  @Test(arguments: [
    ("*.jsonl", "a.jsonl"), ("*.jsonl", "x/y/a.jsonl"), ("/*.jsonl", "a.jsonl"),
    ("x/*.jsonl", "x/a.jsonl"), ("x/**/a", "x/a"), ("x/**/a", "x/y/z/a"), ("**/a", "a"),
    ("x/**", "x/y/a"), ("x", "x/y/a"), ("x/", "x/y/a"), ("a?c", "abc"), ("a?c", "aéc"),
    ("[a-c]*[!0-9]", "bxx"), ("[]x]", "]"), ("\\*", "*"), ("*a*b*c", "xxaxxbxxbxxc"), ("!a", "a"),
    ("[", "["),
  ])
  func `matches`(pattern: String, path: String) {
    #expect(GlobPattern(pattern).matches(path))
  }

  @Test(arguments: [
    ("*.jsonl", "a.json"), ("/*.jsonl", "x/a.jsonl"), ("x/*.jsonl", "x/y/a.jsonl"),
    ("x/", "x"), ("x/**", "x"), ("a?c", "ac"), ("[a-c]", "d"), ("[!a-c]", "b"), ("\\*", "k"),
    ("*a*b*c", "xxaxxbxx"), ("", "a"), ("x/a", "y/x/a"),
  ])
  func `does not match`(pattern: String, path: String) {
    #expect(!GlobPattern(pattern).matches(path))
  }

  @Test func `stays quick where a naive matcher is exponential`() {
    let pattern = String(repeating: "*a", count: 30)
    #expect(!GlobPattern(pattern).matches(String(repeating: "a", count: 2000) + "b"))
  }
}
