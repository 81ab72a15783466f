import CTextKernels
import FuzzSupport
import SafetyCore
import Testing

import TextViews

/// Holds the kernels of every instruction set to the plain reference.
struct TextMeasurerTests {
  private static let instructionSets = [
    GST_ISA_BEST, GST_ISA_PLAIN, GST_ISA_NEON, GST_ISA_AVX2, GST_ISA_AVX512,
  ]

  private func expectAgreement(_ text: String, seed: UInt64) {
    let bytes = Array(text.utf8)
    // What follows the text must not matter.
    let padded = bytes + (0..<64).map { UInt8(truncatingIfNeeded: seed &+ UInt64($0) &* 37) }
    for words in WordDefinition.allCases {
      let expected = TextMeasures.reference(bytes, words: words)
      for instructionSet in Self.instructionSets {
        let measurer = TextMeasurer(words: words, instructionSet: instructionSet)
        let measured = padded.withUnsafeBytes {
          measurer.measure(UnsafeRawBufferPointer(rebasing: $0[..<bytes.count]))
        }
        #expect(measured == expected, "seed \(seed), \(words), instruction set \(instructionSet)")
        let dolma = padded.withUnsafeBytes {
          measurer.measureDolma(UnsafeRawBufferPointer(rebasing: $0[..<bytes.count]))
        }
        #expect(
          dolma == DolmaMeasures.reference(bytes, words: words),
          "seed \(seed), \(words), instruction set \(instructionSet)"
        )
      }
    }
  }

  private static let pieces = [
    "a", "b", "ab", "the", "of", "with", "be", "#", "...", "..", "…", ".", "?", "!", "-", "•", "{",
    "[1]", "[edit]", "[citation needed]", "[", "]", "java", "script", "JAVASCRIPT", "lorem ipsum",
    "Lorem", "ipsum", "privacy policy", "use coo\u{212A}ies", "terms of use", "uses cookies",
    "é", "茶", "碗", "ア", "カ", "א", "'", "\"", "’", "ـ", "\u{301}", "\u{200D}", "𝒳", "☕", "。",
    "؟", "1", "3.14", "1,000", "U.S.", "e.g.", "Mr.", "x.Y", "docs.org", "_", "`", "$", "\0",
    "\u{1F}",
    "silver kettle dance", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
  ]
  private static let gaps = [
    "", "", " ", " ", " ", " ", "  ", "\n", "\n\n", "\r\n", "\t", "\u{0B}", "\u{1C}", "\u{85}",
    "\u{A0}", "\u{2028}", "\u{3000}",
  ]

  @Test(arguments: 1...60)
  func `agrees with the reference on soup`(seed: UInt64) {
    var chance = Fuzz.Generator(seed: seed)
    var text = ""
    for _ in 0..<Int.random(in: 0...300, using: &chance) {
      text += Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &chance)]
      text += Self.gaps[Int.random(in: 0..<Self.gaps.count, using: &chance)]
    }
    expectAgreement(text, seed: seed)
  }

  @Test(arguments: 1...30)
  func `agrees with the reference on any scalars`(seed: UInt64) {
    var chance = Fuzz.Generator(seed: seed)
    let limits: [UInt32] = [0x80, 0x800, 0x3100, 0x20000, 0x110000]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...400, using: &chance) {
      let limit = limits[Int.random(in: 0..<limits.count, using: &chance)]
      if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &chance)) {
        text.append(scalar)
      }
    }
    expectAgreement(String(text), seed: seed)
  }

  @Test(arguments: 1...30)
  func `agrees with the reference on repetition`(seed: UInt64) {
    var chance = Fuzz.Generator(seed: seed)
    let alphabet = Self.pieces.shuffled(using: &chance).prefix(
      Int.random(in: 1...5, using: &chance)
    )
    var lines: [String] = []
    for _ in 0..<Int.random(in: 1...25, using: &chance) {
      let count = Int.random(in: 0...12, using: &chance)
      let line = (0..<count).compactMap { _ in alphabet.randomElement(using: &chance) }
      lines.append(line.joined(separator: " "))
      if Bool.random(using: &chance), let copy = lines.randomElement(using: &chance) {
        lines.append(copy)
      }
    }
    expectAgreement(lines.joined(separator: "\n"), seed: seed)
  }

  @Test(arguments: [55, 56, 57, 63, 64, 65, 127, 128, 129])
  func `agrees with the reference at the edges of blocks`(length: Int) {
    for text in ["x", " ", ".", "é", "\n", "茶", "x "] {
      expectAgreement(String(repeating: text, count: length), seed: UInt64(length))
    }
  }

  @Test(arguments: 1...20)
  func `agrees with the reference on lines of words about a thousand long`(seed: UInt64) {
    var chance = Fuzz.Generator(seed: seed)
    var text = ""
    for _ in 0..<6 {
      for _ in 0..<Int.random(in: 1...6, using: &chance) {
        let piece = ["x", "x", "é", "茶"][Int.random(in: 0..<4, using: &chance)]
        let length = [1, 13, 63, 64, 990, 999, 1000, 1001, 1002, 1070, 2100]
        text += String(
          repeating: piece,
          count: length[Int.random(in: 0..<length.count, using: &chance)]
        )
        text += [" ", "\t", "\u{A0}"][Int.random(in: 0..<3, using: &chance)]
      }
      text += "\n"
    }
    expectAgreement(text, seed: seed)
  }
}
