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
    ("a loss of -$5", "-5"), ("-$1,200.50", "-1200.5"), ("about .5", "0.5"), ("-.25", "-0.25"),
    ("see No.5", "5"), ("well...7", "7"), ("7 - $", "7"),
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

  @Test(arguments: [
    (#"\frac12"#, #"\frac{1}{2}"#), ("1/2", #"\frac{1}{2}"#), ("-3/4", #"-\frac{3}{4}"#),
    ("0.5", #"\frac{1}{2}"#), (".5", "0.5"), (#"\frac1{72}"#, #"\frac{1}{72}"#),
    (#"\sqrt3"#, #"\sqrt{3}"#), (#"\frac{\sqrt3}2"#, #"\frac{\sqrt{3}}{2}"#),
    (#"90^\circ"#, "90"), (#"45^{\circ}"#, "45"), (#"12\%"#, "12"), (#"\$18"#, "18"),
    (#"3\text{ spoons}"#, "3"), (#"\text{even}"#, "even"), (#"\textbf{(B)}"#, "(B)"),
    ("x=7", "7"), ("k = -2", "-2"), (#"\tfrac{2}{3}."#, #"\dfrac23"#),
  ])
  func `takes ways to write one value for the same`(text: String, other: String) throws {
    let boxed = try match(.boxed)
    #expect(boxed.isRight(#"So $\boxed{\#(text)}$."#, #"\boxed{\#(other)}"#) == true)
  }

  @Test(arguments: [
    ("2", "3"), (#"\frac12"#, #"\frac{2}{1}"#), ("1/2/3", #"\frac{1}{2}"#), ("a/b", "b"),
    (#"\sqrt[3]{2}"#, #"\sqrt{2}"#), ("x+y=2", "2"), ("-1/2", "1/2"),
  ])
  func `takes other values for wrong`(text: String, other: String) throws {
    let boxed = try match(.boxed)
    #expect(boxed.isRight(#"So $\boxed{\#(text)}$."#, #"\boxed{\#(other)}"#) == false)
  }

  @Test func `finds what stands behind a box without braces`() throws {
    #expect(try match(.boxed).extracted(#"so $x=\boxed 5$ of 7"#) == "5")
    #expect(try match(.boxed).extracted(#"in a \boxed, 7"#) == "7")
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

  @Test(arguments: [
    (AnswerMatch.Form.number, "####", "3 and 4 make 7", nil),
    (.number, "####", "so #### 1,007", "1007"), (.number, "####", "1,007.0", "1007"),
    (.number, "####", "so #### seven", nil),
    (.number, "", "no number", nil), (.boxed, "", "so it is 7", nil),
    (.boxed, "", #"so $\boxed{7}$"#, "7"), (.text, "the answer is", " . ", nil),
    (.text, "the answer is", "Yes.", "yes"), (.letter, "", "because", nil),
    (.letter, "", "(b)", "B"),
  ])
  func `reads the right answer of a file only where it says which it is`(
    form: AnswerMatch.Form,
    marker: String,
    text: String,
    gold: String?
  ) throws {
    #expect(try match(form, behind: marker).gold(text) == gold)
  }
}
