import SafetyEvaluation
import StrictJSON
import Testing

/// Templates fill in fields and read texts apart.
struct TextTemplateTests {
  private let record = BenchmarkRecord(
    fields: [
      "name": .string("kettle"), "parts": .array([.string("lid"), .integer(2)]),
      "more": .object(["": .string("empty"), "is_hot": .boolean(true)]),
    ],
    place: .init(file: "tea.csv", line: 4)
  )

  @Test func `fills in texts, numbers, truth values, entries and members`() throws {
    let template = try #require(
      TextTemplate(parsing: "{{name}}: {{parts.0}}{{parts.1}} {{more.is_hot}}")
    )
    #expect(try template.render(record) == "kettle: lid2 true")
  }

  @Test(arguments: ["{{pot}}", "{{parts}}", "{{parts.7}}", "{{parts.lid}}", "{{more.cold}}"])
  func `fails where a field is no text`(text: String) throws {
    let template = try #require(TextTemplate(parsing: text))
    #expect(throws: (any Error).self) { try template.render(record) }
  }

  @Test(arguments: ["{{", "{{name", "{{a..b}}", "{{a.{b}}", "x {{.a}}"])
  func `refuses braces that do not fit`(text: String) {
    #expect(TextTemplate(parsing: text) == nil)
  }

  @Test func `reads a text apart by its fixed words`() throws {
    let template = try #require(
      TextTemplate(parsing: "Q: {{question}}\n\nA1: {{a}} A2: {{b}}\n{{_}}")
    )
    let found = template.match("Q: Tea: yes?\n\nA1: one A2: two A2: x\nend")
    #expect(found == ["question": "Tea: yes?", "a": "one", "b": "two A2: x"])
    #expect(template.match("Q: Tea\n\nA1: one\n") == nil)
    #expect(template.match(" Q: Tea\n\nA1: a A2: b\n") == nil)
  }

  @Test func `lets the last words end the text`() throws {
    let template = try #require(TextTemplate(parsing: "{{kind}}_{{group}}_1k.txt"))
    #expect(template.match("hate_old_pots_1k.txt") == ["kind": "hate", "group": "old_pots"])
    #expect(template.match("hate_pots_1k.txt.bak") == nil)
    #expect(template.match("hate_pots.txt") == nil)
  }

  @Test func `knows when two fields touch`() {
    #expect(TextTemplate(parsing: "{{a}}{{b}}")?.canMatch == false)
    #expect(TextTemplate(parsing: "{{a}}-{{b}}")?.canMatch == true)
  }
}
