import SafetyEvaluation
import Testing

/// How answers are found in what a model wrote.
struct AnswerMatchTests {
  private func match(_ form: AnswerMatch.Form, behind marker: String = "") throws -> AnswerMatch {
    AnswerMatch(answer: try #require(TextTemplate(parsing: "{{a}}")), form: form, marker: marker)
  }

  @Test(arguments: [
    ("#### 42", "42"), ("about 1,007 spoons.", "1007"), ("-3.50", "-3.5"), ("It is $18.", "18"),
    ("5 and then 7", "7"), ("3.0", "3"), ("x = 12%", "12"), ("from 3-4", "-4"), ("100", "100"),
  ])
  func `finds the last number`(text: String, number: String) throws {
    #expect(try match(.number).extracted(text) == number)
  }

  @Test func `finds none where there is none`() throws {
    for text in ["", "a spoon", "- , .", "١٢"] {
      #expect(try match(.number).extracted(text) == nil)
    }
    #expect(try match(.number).isRight("a spoon", "3") == nil)
    #expect(try match(.number).isRight("3", "3.0") == true)
    #expect(try match(.number, behind: "####").isRight("9 #### 3\nand 8", "#### 3") == true)
  }

  @Test(arguments: [
    (#"So \boxed{\frac{1}{2}} it is"#, #"\frac{1}{2}"#),
    (#"\boxed{ \dfrac {a}{b} }"#, #"\frac{a}{b}"#),
    (#"\boxed{1} or \boxed{\left(2\right)}"#, "(2)"), ("only 17", "17"),
  ])
  func `finds the last boxed expression`(text: String, inside: String) throws {
    #expect(try match(.boxed).extracted(text) == inside)
  }

  @Test func `takes an open box for none`() throws {
    #expect(try match(.boxed).extracted(#"\boxed{1"#) == "1")
    #expect(try match(.boxed).extracted(#"\boxed{x"#) == nil)
  }

  @Test func `compares texts but for case, quotation marks and a full stop`() throws {
    let text = try match(.text, behind: "the answer is")
    #expect(text.isRight("Well. So the answer is “True”.\nOr not.", "true") == true)
    #expect(text.isRight("So the answer is (B)", "(B)") == true)
    #expect(text.isRight("So the answer is (B) or so", "(B)") == false)
    #expect(text.isRight("So the answer is .", "true") == nil)
  }

  @Test func `finds a letter that stands alone`() throws {
    #expect(try match(.letter).extracted("The answer: (b)") == "B")
    #expect(try match(.letter).extracted("Because") == nil)
  }
}
