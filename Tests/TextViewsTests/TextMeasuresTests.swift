import SafetyCore
import Testing

import TextViews

struct TextMeasuresTests {
  private func measure(_ text: String, words: WordDefinition = .whitespace) -> TextMeasures {
    let bytes = Array(text.utf8) + [UInt8](repeating: 0xFF, count: 64)
    let subject = AnalyzedText(words: words)
    return bytes.withUnsafeBytes { buffer in
      subject.analyze(UnsafeRawBufferPointer(rebasing: buffer.dropLast(64)))
      return subject.measures
    }
  }

  @Test func `measures an empty text`() {
    var expected = TextMeasures()
    expected.paragraphCount = 1
    expected.lineCount = 1
    #expect(measure("") == expected)
    #expect(TextMeasures.reference([], words: .whitespace) == expected)
  }

  @Test func `counts words, lengths and stop words of one line`() {
    let measures = measure("The kettle and the silver kettle dance -- with # 7 …")
    #expect(measures.wordCount == 12)
    #expect(measures.nonSymbolWordCount == 9)
    #expect(measures.nonSymbolWordScalars == 3 + 6 + 3 + 3 + 6 + 6 + 5 + 4 + 1)
    #expect(measures.alphabeticWordCount == 8)
    #expect(measures.stopWordCount == 3)
    #expect(measures.distinctStopWordCount == 3)
    #expect(measures.doubledMedianWordLength == 3 + 3)
    #expect(measures.symbolWordCount == 2)
    #expect(measures.hashSignCount == 1)
    #expect(measures.ellipsisCount == 1)
  }

  @Test func `counts stop words by exact case`() {
    #expect(measure("The OF Be").stopWordCount == 0)
    #expect(measure("the of be, be").distinctStopWordCount == 3)
  }

  @Test(arguments: ["।", "؟", "。", "！？", "‼", "።", "?!"])
  func `counts no word of terminal signs alone`(sign: String) {
    let measures = measure("silver \(sign) kettle\(sign)")
    #expect(measures.wordCount == 3)
    #expect(measures.nonSymbolWordCount == 2)
    #expect(measures.nonSymbolWordScalars == 6 + 6 + sign.unicodeScalars.count)
  }

  @Test func `keeps blank lines apart from words`() {
    let measures = measure("\n\n \n")
    #expect(measures.wordCount == 0)
    #expect(measures.newlineCount == 3)
    #expect(measures.splitLineCount == 3)
    #expect(measures.paragraphCount == 1)
    #expect(measures.lineCount == 3)
    #expect(measures.duplicateLineCount == 1)
    #expect(measures.duplicateLineScalars == 0)
    #expect(measures.nonBlankLineCount == 0)
    #expect(measures.c4ShortLines == 0)
    #expect(measures.c4UnterminatedLines == 3)
  }

  @Test func `takes a carriage return and line feed as one break`() {
    let measures = measure("- one.\r\n- two...\r\n")
    #expect(measures.splitLineCount == 2)
    #expect(measures.bulletLineCount == 2)
    #expect(measures.ellipsisLineCount == 1)
    // Between line feeds the carriage return is part of the line, which then ends in no sign.
    #expect(measures.terminatedLineCount == 0)
  }

  @Test(arguments: ["\u{0B}", "\u{0C}", "\u{1C}", "\u{1E}", "\u{85}", "\u{2028}", "\u{2029}", "\r"])
  func `breaks lines where Python does`(sign: String) {
    #expect(measure("silver\(sign)kettle").splitLineCount == 2)
    #expect(measure("silver\(sign)kettle").wordCount == 2)
    #expect(measure("silver\(sign)kettle").nonBlankLineCount == 1)
  }

  @Test func `holds a unit separator for white space but for no line break`() {
    #expect(measure("silver\u{1F}kettle").splitLineCount == 1)
    #expect(measure("silver\u{1F}kettle").wordCount == 2)
  }

  @Test func `measures NUL as an ordinary sign`() {
    let measures = measure("a\0b \0 c")
    #expect(measures.wordCount == 3)
    #expect(measures.nonSymbolWordCount == 2)
    #expect(measures.scalarCount == 7)
  }

  @Test func `measures lengths in scalars`() {
    let measures = measure("𝒳𝒴𝒵 ☕️ é\n𝒳𝒴𝒵 ☕️ é")
    #expect(measures.scalarCount == 17)
    #expect(measures.nonSymbolWordScalars == 12)
    #expect(measures.alphabeticWordCount == 4)
    #expect(measures.duplicateLineScalars == 8)
  }

  @Test func `counts second copies of lines and paragraphs`() {
    let measures = measure("  tea\n\ntea\n\n\ntea\nnut\n\ntea\n")
    #expect(measures.paragraphCount == 4)
    #expect(measures.duplicateParagraphCount == 2)
    #expect(measures.duplicateParagraphScalars == 6)
    #expect(measures.lineCount == 6)
    #expect(measures.duplicateLineCount == 2)
    #expect(measures.duplicateNonBlankLineScalars == 6)
  }

  @Test func `takes the most frequent n-gram, the earliest of equals`() {
    let measures = measure("long-one b c dd b c dd long-one")
    #expect(measures.topNGramScalars == [2 * 3, 2 * 6, 1 * 15])
    #expect(measure("one").topNGramScalars == [0, 0, 0])
  }

  @Test func `counts repeated n-grams greedily and without spaces`() {
    let five = "a b c d e a b c d e"
    #expect(measure(five).duplicateNGramScalars == [5, 0, 0, 0, 0, 0])
    // The published rule joins words directly, so other cuts of the same letters count.
    #expect(measure("ab c d e f a bc d e f").duplicateNGramScalars[0] == 6)
  }

  @Test func `ends lines at terminals of any script`() {
    #expect(measure("茶。\nشاي؟\nkettle!\nno").terminatedLineCount == 3)
  }

  @Test func `counts lines of at most thirty scalars as short`() {
    let exact = String(repeating: "é", count: 30)
    #expect(measure(exact).shortLineCount == 1)
    #expect(measure(exact + "é").shortLineCount == 0)
  }

  @Test func `drops lines by the rules of C4 in their order`() {
    let long = String(repeating: "x", count: 1001)
    let text = """
      \(long) is too long here.
      The kettle has no end
      Too short.
      Please enable JavaScript in here.
      Read our Privacy Policy in here.
      The kettle sings. The cup waits [12].
      """
    let measures = measure(text)
    #expect(measures.c4LongWordLines == 1)
    #expect(measures.c4UnterminatedLines == 1)
    #expect(measures.c4ShortLines == 1)
    #expect(measures.c4ScriptLines == 1)
    #expect(measures.c4PolicyLines == 1)
    #expect(measures.c4SentenceCount == 2)
    #expect(measures.c4LenientSentenceCount == 3)
  }

  @Test func `looks for phrases after citations are gone`() {
    #expect(measure("Turn on java[1]script in here.").c4ScriptLines == 1)
    #expect(measure("Turn on java[x]script in here.").c4ScriptLines == 0)
    #expect(measure("We gladly use coo\u{212A}ies in here.").c4PolicyLines == 1)
  }

  @Test func `tells strict from lenient brackets and placeholder text`() {
    let strict = measure("Some { bracket in here.\nLorem Ipsum in here!")
    #expect(strict.hasCurlyBracket && strict.hasLoremIpsum)
    let lenient = measure("Some { bracket in here\nlorem ipsum in here")
    #expect(!lenient.hasCurlyBracket && !lenient.hasLoremIpsum)
    #expect(lenient.hasLenientCurlyBracket && lenient.hasLenientLoremIpsum)
  }

  @Test(arguments: [
    ("The kettle sings. The cup waits! Does it?", 3),
    ("Dr. Tea met Mr. Cup, e.g. at noon.", 1),
    ("Version 1.2 of the file.txt is out...", 1),
    ("He said \"stop.\" Then he went (home.) Later on.", 3),
    ("See docs.kettle.org now. Ends.Here it goes.", 3),
    ("茶は熱い。 水は冷たい。", 2),
    ("", 1),
  ])
  func `counts sentences`(line: String, sentences: Int) {
    #expect(ScalarText(line.utf8).sentenceCount() == sentences)
    let words = "x y z "
    #expect(measure(words + line).c4LenientSentenceCount == sentences)
  }

  @Test func `cuts words after Unicode`() {
    let text = "can't stop 3.14, e-mail the naïve_one's 茶碗 #hash — ☕"
    let measures = measure(text, words: .unicode)
    // can't | stop | 3.14 | e | mail | the | naïve_one's | 茶 | 碗 | hash
    #expect(measures.wordCount == 10)
    #expect(measures.nonSymbolWordScalars == 5 + 4 + 4 + 1 + 4 + 3 + 11 + 1 + 1 + 4)
    #expect(measures.symbolWordCount == 0)
  }

  @Test func `finds the median of very long words`() {
    let text = [300, 400, 500, 2].map { String(repeating: "x", count: $0) }.joined(separator: " ")
    #expect(measure(text).doubledMedianWordLength == 700)
  }

  @Test func `forgets the document before`() {
    let subject = AnalyzedText(words: .whitespace)
    let bytes = Array("one two three".utf8) + [UInt8](repeating: 0, count: 64)
    bytes.withUnsafeBytes { buffer in
      subject.analyze(UnsafeRawBufferPointer(rebasing: buffer[..<13]))
      #expect(subject.measures.wordCount == 3)
      #expect(subject.isASCII)
      subject.analyze(UnsafeRawBufferPointer(rebasing: buffer[..<7]), url: "u")
      #expect(subject.measures.wordCount == 2)
      #expect(subject.url == "u")
    }
  }
}
