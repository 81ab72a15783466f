import SafetyCore
import SafetyEvaluation
import Testing

/// Dresses of a question that change nothing about what is asked.
struct TextVariantTests {
  private static let text = "Silver kettle dancing quietly, beneath golden lanterns"

  @Test func `is read back from its name`() {
    let names = TextVariant.allCases.map(\.rawValue)
    #expect(Set(names).count == names.count)
    for variant in TextVariant.allCases {
      #expect(TextVariant(rawValue: variant.rawValue) == variant)
    }
    #expect(TextVariant(rawValue: "silver") == nil)
  }

  @Test func `gives an item the same typing errors each time, and others to another`() {
    for typo in TextVariant.Typo.allCases {
      let texts = (0..<40).map { TextVariant.typo(typo).applied(to: Self.text, id: "k\($0)") }
      #expect(texts == (0..<40).map { TextVariant.typo(typo).applied(to: Self.text, id: "k\($0)") })
      #expect(Set(texts).count > 10)
      // About a word in four has one slip, which keeps its first letter and its last.
      let changed = texts.reduce(0) { sum, text in
        sum + zip(text.split(separator: " "), Self.text.split(separator: " ")).count { $0 != $1 }
      }
      #expect((30...90).contains(changed))
      for text in texts {
        for (word, plain) in zip(text.split(separator: " "), Self.text.split(separator: " ")) {
          #expect(word.first == plain.first && word.last == plain.last)
          #expect(abs(word.count - plain.count) <= 1)
        }
      }
    }
  }

  @Test func `keeps the words where only the wording around them changes`() {
    #expect(TextVariant.plain.applied(to: Self.text, id: "k") == Self.text)
    for wording in [TextVariant.Wording.polite, .curious, .urgent, .afterThanks] {
      let changed = TextVariant.wording(wording).applied(to: Self.text, id: "k")
      #expect(changed.contains(Self.text) && changed != Self.text)
    }
    #expect(TextVariant.wording(.unpunctuated).applied(to: "A, b!", id: "k") == "A b")
  }

  @Test func `wears the guard's disguises`() {
    let leet = TextVariant.disguise(.leet).applied(to: "kettle", id: "k")
    #expect(leet == TextDisguise.leet.applied(to: "kettle") && leet != "kettle")
  }
}
