import StrictJSON
import Diagnostics
import Testing

struct JSONFieldsTests {
  private func fields() throws -> JSONFields {
    let text = #"{"n": 3, "x": 1.5, "s": "a", "o": {"deep": [{"k": 1}]}, "none": null, "b": true}"#
    let value = try JSONValue(
      parsing: Array(text.utf8),
      file: "c.json",
      limits: .init(bytes: 1000, depth: 8)
    )
    return try JSONFields(value, file: "c.json", code: "test/field")
  }

  private func message(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return (error as? Diagnostic)?.message
    }
  }

  @Test func `takes null for absent`() throws {
    let fields = try fields()
    #expect(try fields.string("none") == nil)
    #expect(try fields.integer("absent", 0...9) == nil)
  }

  @Test func `takes a whole number for a number but not the reverse`() throws {
    let fields = try fields()
    #expect(try fields.number("n", 0...9) == 3)
    #expect(
      message { _ = try fields.integer("x", 0...9) } == "`x` must be a whole number from 0 to 9"
    )
  }

  @Test func `names the whole way to a field`() throws {
    let list = try #require(try fields().object("o")?.objects("deep"))
    #expect(
      message { _ = try list[0].string("k") } == "`o.deep[0].k` must be a string, is a whole number"
    )
    #expect(
      message { _ = try list[0].required("j", try list[0].string("j")) }
        == "`o.deep[0].j` is missing"
    )
  }

  @Test func `suggests the key that was meant`() throws {
    let fields = try fields()
    do {
      try fields.allow(only: ["n", "x", "s", "o", "nonee", "b"])
      Issue.record("an unknown field was let through")
    } catch let error as Diagnostic {
      #expect(error.message == "unknown field `none`")
      #expect(error.hint == "did you mean `nonee`?")
    }
  }

  @Test func `refuses each wrong kind`() throws {
    let fields = try fields()
    #expect(message { _ = try fields.string("n") } == "`n` must be a string, is a whole number")
    #expect(message { _ = try fields.boolean("s") } == "`s` must be a boolean, is a string")
    #expect(message { _ = try fields.array("b") } == "`b` must be a list, is a boolean")
    #expect(message { _ = try fields.object("x") } == "`x` must be an object, is a number")
    #expect(message { _ = try fields.integer("n", 4...9) } != nil)
  }
}
