import FuzzSupport
import ModelCards
import SafetyCore
import Testing

/// How people's Markdown stands in the page.
@Suite struct SectionPageTests {
  private func page(_ markdown: String) throws -> String {
    let section = try HumanSection(parsing: markdown, id: "usage", file: "usage.md")
    let bundle = try CardFixture().bundle([], sections: [section])
    let document = CardDocument(source: try CardSource(bundle, file: "b"), sections: [section])
    return try document.page(
      CardTemplate(parsing: "{{{human.usage}}}{{{auto.gaps}}}{{{auto.evidence}}}", file: "t")
    )
  }

  @Test(
    arguments: [
      ("1. one\n2. two", "<ol><li>one</li><li>two</li></ol>"),
      ("3) three", "<ol start=\"3\"><li>three</li></ol>"),
      ("- a\n  - b\n- c", "<ul><li>a\n<ul><li>b</li></ul></li><li>c</li></ul>"),
      ("- a\nlazy", "<ul><li>a lazy</li></ul>"),
      ("> said\n> twice", "<blockquote><p>said twice</p></blockquote>"),
      ("````\n```\nx\n```\n````", "<pre><code>```\nx\n```</code></pre>"),
      ("~~~\n<b>\n~~~", "<pre><code>&lt;b&gt;</code></pre>"),
      ("text\n- a", "<p>text</p>\n<ul><li>a</li></ul>"),
      ("#kettle", "<p>#kettle</p>"), ("##### Deep", "<h5>Deep</h5>"),
      ("4.1 million\ntokens", "<p>4.1 million tokens</p>"),
    ]
  )
  func `shows lists, quotes, headings and code`(markdown: String, html: String) throws {
    let page = try page(markdown)
    #expect(page.hasPrefix(html + "<"), "\(page.prefix(200))")
  }

  @Test func `survives any section`() throws {
    let text = Array("1. one\n   - two\n\n> three\n```\n|a|b|\n".utf8)
    Fuzz.rounds(40, seed: 78) { _, generator in
      let bytes = Fuzz.mutated(text, alphabet: "-*+>`~|# 1.\n", with: &generator)
      _ = try? page(String(decoding: bytes, as: UTF8.self))
    }
  }
}
