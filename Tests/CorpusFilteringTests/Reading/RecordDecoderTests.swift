import Testing

import CorpusFiltering

struct RecordDecoderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ line: String,
    options: ReadOptions = ReadOptions(),
    limits: ReadLimits = ReadLimits()
  ) throws -> ReadShard {
    try ReadShard(folder.write("a.jsonl", line), .jsonl, options: options, limits: limits)
  }

  @Test func `takes id, url and text`() throws {
    let read = try read(#"{"url":"http://a.example/","text":"silver\tkettle","id":"doc-1"}"#)
    #expect(read.documents[0].id == "doc-1")
    #expect(read.documents[0].url == "http://a.example/")
    #expect(read.texts == ["silver\tkettle"])
  }

  @Test func `falls back to metadata.url and to the line for an id`() throws {
    let read = try read(#"{"metadata":{"url":"u"},"text":"k","url":null,"id":null}"#)
    #expect(read.documents[0].url == "u")
    #expect(read.documents[0].id == "shard:1")
  }

  @Test func `takes a number for an id and refuses a list`() throws {
    #expect(try read(#"{"id": 12e2, "text": "k"}"#).documents[0].id == "12e2")
    #expect(try read(#"{"id": [1], "text": "k"}"#).codes == ["input/wrong-type"])
  }

  @Test func `follows dotted paths`() throws {
    let options = ReadOptions(
      textField: try FieldPath(parsing: "data.text"),
      idField: try FieldPath(parsing: "meta.id")
    )
    let read = try read(#"{"data":{"text":"k"},"meta":{"id":"x"},"text":"no"}"#, options: options)
    #expect(read.texts == ["k"])
    #expect(read.documents[0].id == "x")
  }

  @Test(arguments: ["", ".", "a..b", "a.b.c.d.e.f.g.h.i"])
  func `refuses a path that is none`(path: String) {
    #expect(throws: (any Error).self) { try FieldPath(parsing: path) }
  }

  @Test func `decodes every kind of escape`() throws {
    let read = try read(#"{"text":"\"\\\/\b\f\n\r\t\u0041\u00e9\u20ac\ud83d\ude00é\u0000."}"#)
    #expect(read.texts == ["\"\\/\u{8}\u{C}\n\r\tAé€😀é\u{0}."])
  }

  @Test(arguments: 0...70)
  func `decodes an escape at any place`(place: Int) throws {
    let before = String(repeating: "k", count: place)
    let read = try read("{\"text\":\"\(before)\\n\(before)\"}")
    #expect(read.texts == ["\(before)\n\(before)"])
  }

  @Test(arguments: [#"\ud800"#, #"\udc00"#, #"\ud800\ud800"#, #"\ud83dk"#, #"\ud83d\u0041"#])
  func `quarantines half a surrogate pair in the text`(escape: String) throws {
    #expect(try read("{\"text\":\"\(escape)\"}").codes == ["input/lone-surrogate"])
    #expect(try read("{\"other\":\"\(escape)\",\"text\":\"k\"}").texts == ["k"])
  }

  @Test func `names what is missing or of the wrong type`() throws {
    #expect(try read(#"{"id":"a"}"#).codes == ["input/missing-field"])
    #expect(try read(#"{"text":null}"#).codes == ["input/wrong-type"])
    #expect(try read(#"{"text":{"text":"k"}}"#).codes == ["input/wrong-type"])
    #expect(try read(#"{"text":"a \x"}"#).codes == ["input/broken-json"])
    #expect(try read("{\"text\":\"a\u{0}\"}").codes == ["input/broken-json"])
  }

  @Test(arguments: [
    #"{"text":"silver","text":"kettle"}"#, #"{"text":"k","id":1,"id":2}"#,
    #"{"text":"k","url":null,"url":"u"}"#, #"{"text":"k","metadata":{},"metadata":{"url":"u"}}"#,
  ])
  func `quarantines a line whose readers would not agree`(line: String) throws {
    #expect(try read(line).codes == ["input/duplicate-key"])
    #expect(try read(#"{"text":"k","tag":1,"tag":2,"m":{"text":"n"}}"#).texts == ["k"])
  }

  @Test func `checks escapes that nobody decodes`() throws {
    let line = #"{"text":"k","url":"u","metadata":{"url":"\x"}}"#
    #expect(try read(line).codes == ["input/broken-json"])
    #expect(try read(#"{"text":"k","other":["\x"]}"#).codes == ["input/broken-json"])
  }

  @Test func `refuses a text over the limit and takes one at it`() throws {
    let limits = ReadLimits(documentBytes: 4)
    #expect(try read(#"{"text":"\u0041bcd"}"#, limits: limits).texts == ["Abcd"])
    #expect(try read(#"{"text":"abcde"}"#, limits: limits).codes == ["input/document-too-large"])
  }

  @Test func `keeps an empty document`() throws {
    #expect(try read(#"{"text":""}"#).texts == [""])
  }

  @Test func `never puts the text into a message`() throws {
    let read = try read("{\"text\":\"silver kettle\", broken\n{\"silver\":\"kettle\"}\n")
    #expect(read.quarantined.count == 2)
    #expect(read.quarantined.allSatisfy { !$0.message.contains("silver") })
    #expect(read.quarantined.allSatisfy { !$0.message.contains("kettle") })
  }

  @Test func `holds readable bytes after every text`() throws {
    let path = try folder.write("a.jsonl", "{\"text\":\"silver\"}\n{\"text\":\"ket\\ntle\"}")
    let reader = ShardReader(
      shard: InputShard(name: "a", path: path, format: .jsonl),
      options: ReadOptions(),
      limits: ReadLimits()
    )
    let decoder = try RecordDecoder(options: ReadOptions(), limits: ReadLimits())
    let batch = try #require(reader.next())
    for record in batch.records {
      guard case .document(let document) = decoder.decode(record, of: batch) else { continue }
      let base = try #require(document.text.baseAddress)
      let slack = UnsafeRawBufferPointer(start: base, count: document.text.count + 64)
      #expect(slack.reduce(into: 0) { $0 &+= Int($1) } >= 0)
    }
  }
}
