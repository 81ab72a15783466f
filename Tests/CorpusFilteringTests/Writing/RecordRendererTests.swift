import Testing

import CorpusFiltering

struct RecordRendererTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Calls back with the first document of a shard.
  private func render(
    _ text: String,
    _ format: InputFormat = .jsonl,
    _ body: (DocumentRecord, RecordBatch, inout [UInt8]) -> Void
  ) throws -> String {
    let path = try folder.write("a", text)
    let reader = ShardReader(
      shard: InputShard(name: "a.jsonl", path: path, format: format),
      options: ReadOptions(),
      limits: ReadLimits()
    )
    let batch = try #require(reader.next())
    let decoder = try RecordDecoder(options: ReadOptions(), limits: ReadLimits())
    guard case .document(let document) = decoder.decode(batch.records[0], of: batch) else {
      return "quarantined"
    }
    var out: [UInt8] = []
    body(document, batch, &out)
    return String(decoding: out, as: UTF8.self)
  }

  private func edited(_ text: String, _ format: InputFormat, to new: String) throws -> String {
    try render(text, format) { document, batch, out in
      Array(new.utf8).withUnsafeBytes {
        RecordRenderer().appendKept(document, of: batch, editedText: $0, to: &out)
      }
    }
  }

  @Test func `copies an unchanged line byte for byte`() throws {
    let line = #"{ "x":1e400 , "text":"silv\u0065r" ,"x":[ ] }"#
    let kept = try render(line) { RecordRenderer().appendKept($0, of: $1, to: &$2) }
    #expect(kept == line + "\n")
  }

  @Test func `changes nothing but the text's token`() throws {
    let line = #"{ "x":1e400 , "text" : "silv\u0065r" ,"x":[ ] }"#
    #expect(
      try edited(line, .jsonl, to: "a \"b\"\n\u{1}é\\")
        == #"{ "x":1e400 , "text" : "a \"b\"\n\u0001é\\" ,"x":[ ] }"# + "\n"
    )
  }

  @Test func `quotes an edited CSV field and replaces an edited file`() throws {
    #expect(try edited("id,text\n1,silver\r\n", .csv, to: "a \"b\"\n") == "1,\"a \"\"b\"\"\n\"\r\n")
    #expect(try edited("silver", .text, to: "kettle") == "kettle")
  }

  @Test func `writes a removed line with the reasons it was given`() throws {
    let line = #"{"id":7,"url":"u","text":"silv\u0065r"}"#
    let removed = try render(line) {
      RecordRenderer().appendRemoved($0, of: $1, reasons: Array("[1]".utf8), to: &$2)
    }
    #expect(
      removed == #"{"id":7,"shard":"a.jsonl","line":1,"reasons":[1],"url":"u","#
        + #""text":"silv\u0065r"}"# + "\n"
    )
  }

  @Test(arguments: [(false, false), (true, true), (false, true)])
  func `leaves the text out where it is told to`(includes: Bool, withholds: Bool) throws {
    let removed = try render(#"{"id":"x","url":"u","text":"silver"}"#) {
      RecordRenderer(includesRemovedText: includes).appendRemoved(
        $0,
        of: $1,
        reasons: Array("[]".utf8),
        withholdsText: withholds,
        to: &$2
      )
    }
    #expect(removed == #"{"id":"x","shard":"a.jsonl","line":1,"reasons":[]}"# + "\n")
  }

  @Test func `writes attributes with offsets in scalars`() throws {
    let line = try render(#"{"text":"é😀 kettle"}"#) { document, batch, out in
      let spans = [DocumentAttribute.Span(start: 7, end: 13, score: 0.5)]
      let all = DocumentAttribute(name: "b/c", value: .nan, byteCount: document.text.count)
      RecordRenderer().appendAttributes(
        [DocumentAttribute(name: "a", spans: spans), all],
        of: document,
        in: batch,
        to: &out
      )
    }
    #expect(line == #"{"id":"a.jsonl:1","attributes":{"a":[[3,9,0.5]],"b/c":[[0,9,null]]}}"# + "\n")
  }

  @Test func `writes a quarantine line without what is not known`() {
    var out: [UInt8] = []
    let entry = QuarantineEntry(shard: "a\"b", code: "input/unreadable", message: "no")
    RecordRenderer().appendQuarantine(entry, to: &out)
    #expect(
      String(decoding: out, as: UTF8.self)
        == #"{"shard":"a\"b","byte_offset":0,"code":"input/unreadable","message":"no"}"# + "\n"
    )
  }
}
