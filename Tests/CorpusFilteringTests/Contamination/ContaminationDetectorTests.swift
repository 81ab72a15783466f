import CorpusFiltering
import SafetyCore
import Testing

/// Which documents hold which items, and where.
struct ContaminationDetectorTests {
  private static let song =
    "The silver kettle dances over a copper stove while nine cups hum old songs at noon."
  private static let words = song.dropLast().split(separator: " ").map(String.init)
  private static let tea = ["tea": ["song": [song]]]

  @Test(arguments: [
    song, song.uppercased(), song.replacing(" ", with: "\r\n\t"),
    song.replacing(" ", with: ", "), song.replacing("i", with: "\u{FF49}"),
    song.replacing("stove ", with: "stove — “"), song.replacing("kettle", with: "ket\u{200B}tle"),
  ])
  func `finds an item whatever its case, signs and spaces`(text: String) throws {
    let probe = ContaminationProbe(Self.tea)
    let inspection = try probe.inspect("Ünder the shelf: \(text) And so on.")
    #expect(inspection.values == [1, 1])
    #expect(try probe.found(in: text) == ["tea song"])
    #expect(try probe.covered(in: "Ünder it: \(text)").first?.hasPrefix(text.prefix(3)) == true)
  }

  @Test func `names the bytes of the text as it stands`() throws {
    let probe = ContaminationProbe(Self.tea)
    let text = "Ünïcödé – “\(Self.song)” – and more"
    #expect(try probe.covered(in: text) == [String(Self.song.dropLast())])
  }

  @Test func `thirteen words in a row are evidence and twelve are not`() throws {
    let probe = ContaminationProbe(Self.tea)
    #expect(try probe.inspect(Self.words[2..<14].joined(separator: " ")).values == [0, 0])
    let inspection = try probe.inspect(Self.words[2..<15].joined(separator: " "))
    #expect(inspection.values == [1, 0.25])
    let torn = Self.words.enumerated().map { $0 % 7 == 3 ? "pot" : $1 }.joined(separator: " ")
    #expect(try probe.inspect(torn).values == [0, 0])
  }

  @Test(arguments: ["", " ", "–", "silver", "银"])
  func `has nothing to say about texts of no words`(text: String) throws {
    let inspection = try ContaminationProbe(Self.tea).inspect(text)
    #expect(inspection.values == [0, 0] && inspection.spans.isEmpty)
  }

  @Test func `looks for a short question whole`() throws {
    let short = "Who let the silver kettle dance at noon?"
    let probe = ContaminationProbe(["tea": ["who": [short], "why": ["Why does it dance?"]]])
    #expect(probe.index.facts.sources[0].tooShort == 1)
    #expect(probe.index.facts.sources[0].searchable == 1)
    #expect(
      try probe.found(in: "They ask: who let the silver kettle dance at noon? Nobody.") == [
        "tea who"
      ]
    )
    #expect(try probe.found(in: "Who let the silver kettle dance at nine?").isEmpty)
    #expect(try probe.found(in: "Why does it dance?").isEmpty)
    let off = ContaminationProbe(["tea": ["who": [short], "song": [Self.song]]]) {
      $0.shortWords = 13
    }
    #expect(try off.found(in: short).isEmpty)
  }

  @Test func `passes over what many items have in common`() throws {
    let items = (0..<12).map {
      ("\($0)", ["\(Self.song) Which of them sings number \($0) tonight?"])
    }
    let probe = ContaminationProbe(["tea": Dictionary(uniqueKeysWithValues: items)])
    #expect(try probe.found(in: Self.song).isEmpty)
    #expect(try probe.found(in: items[7].1[0]) == ["tea 7"])
    let same = ContaminationProbe(["tea": Dictionary(uniqueKeysWithValues: items)]) {
      $0.maxItems = 12
    }
    #expect(try same.inspect(Self.song).values[0] == 12)
    let copies = (0..<11).map { ("\($0)", [Self.song]) }
    let all = ContaminationProbe(["tea": Dictionary(uniqueKeysWithValues: copies)])
    #expect(all.index.facts.sources[0].shared == 11 && all.index.facts.sources[0].ngrams == 0)
  }

  @Test func `names every benchmark that has the words`() throws {
    let probe = ContaminationProbe(["tea": ["1": [Self.song]], "cups": ["9": [Self.song]]])
    #expect(try probe.found(in: Self.song) == ["cups 9", "tea 1"])
    #expect(try probe.inspect(Self.song).values == [2, 1])
  }

  @Test func `asks for a share or a number of n-grams where it is told to`() throws {
    let half = Self.words[0..<14].joined(separator: " ")
    let share = ContaminationProbe(Self.tea) { $0.minShare = 0.7 }
    #expect(try share.inspect(half).values == [0, 0.5])
    #expect(try share.inspect(Self.song).values == [1, 1])
    let number = ContaminationProbe(Self.tea) { $0.minNgrams = 3 }
    #expect(try number.inspect(half).values[0] == 0)
    #expect(try number.inspect(Self.song).values[0] == 1)
    // Nothing is asked for that an item does not have.
    let more = ContaminationProbe(Self.tea) { $0.minNgrams = 100 }
    #expect(try more.inspect(Self.song).values[0] == 1)
  }

  @Test func `counts characters where a script has no spaces`() throws {
    let probe = ContaminationProbe(["茶": ["1": ["银壶在铜炉上跳舞九个杯子哼老歌"]]])
    #expect(try probe.found(in: "看，铜炉：银壶在铜炉上跳舞九个杯子哼。") == ["茶 1"])
    #expect(try probe.covered(in: "看：银壶在铜炉上跳舞，九个杯子哼。") == ["银壶在铜炉上跳舞，九个杯子哼"])
    #expect(try probe.found(in: "铜炉上跳舞九个杯子哼").isEmpty)
  }

  @Test func `gives one span to a run and two to two`() throws {
    let probe = ContaminationProbe(Self.tea)
    #expect(try probe.covered(in: "\(Self.song) And then: \(Self.song)").count == 2)
    #expect(try probe.inspect("\(Self.song) And then: \(Self.song)").values == [1, 1])
  }
}
