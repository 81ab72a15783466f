import TerminalOutput
import Testing

/// Tables as wide as they are, and as narrow as a terminal.
struct TextTableTests {
  private func table(_ leading: Int = 2) -> TextTable {
    var table = TextTable(leading: leading)
    table.add("name", "what it is")
    table.add("kettle", "boils the water of the whole house in three minutes or less")
    table.add("spoon", "stirs")
    return table
  }

  @Test func `stays whole where nobody gives a width, or where it fits`() {
    let whole = table().lines()
    #expect(whole.count == 3)
    #expect(table().lines(width: 200) == whole)
    #expect(table().lines(width: whole.map(\.count).max()) == whole)
  }

  @Test(arguments: 22...80)
  func `breaks the widest cells between words where there is no room`(width: Int) {
    let lines = table().lines(indent: 2, width: width)
    #expect(lines.allSatisfy { $0.count <= width && $0.last != " " })
    let words = lines.joined(separator: " ").split(separator: " ")
    #expect(words.joined(separator: " ").contains("boils the water of the whole house in three"))
    #expect(lines.last == "  spoon   stirs")
  }

  @Test func `breaks words that are longer than a line, and keeps columns apart`() {
    var table = TextTable(leading: 2)
    table.add(String(repeating: "a", count: 30), String(repeating: "b", count: 30))
    let lines = table.lines(width: 30)
    #expect(lines.count == 3)
    #expect(lines.allSatisfy { $0.count <= 30 })
    #expect(lines.joined().count { $0 == "a" } == 30)
    #expect(lines.joined().count { $0 == "b" } == 30)
  }

  @Test func `keeps columns that nobody could read any narrower`() {
    #expect(table().lines(width: 1).allSatisfy { $0.count <= 20 })
    #expect(TextTable().lines(width: 10).isEmpty)
  }
}
