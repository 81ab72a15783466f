import SafetyCore
import SafetyDetectors
import Testing

/// Scores by density and context; silver things stand for what a list would really hold.
struct LexiconDetectorTests {
  private static let list = """
    kettle\t3\tinsult
    silver kettle\t4\tinsult
    teaspoon\t3\tinsult
    copper pan\t4\tinsult
    dance\t2\tthreat
    dance of spoons\t4\tthreat
    pills\t3\tdrugs
    powder\t3\tdrugs
    patient\t1\tcontext
    court\t1\tcontext
    чайник\t4\thate
    самовар\t4\thate
    """

  private func run(_ text: String, list: String = Self.list) throws -> DetectorRun {
    let lexicon = try Lexicon(parsing: Array(list.utf8), file: "silver.tsv")
    return try DetectorRun(
      LexiconDetector(settings: DetectorSettings(), lexicons: [lexicon]),
      text
    )
  }

  @Test func `catches a dense text and names the terms`() throws {
    let run = try run("You silver kettle, you teaspoon, you copper pan!")
    #expect(run["lexicon/insult"] > 0.5)
    #expect(run["lexicon/threat"] == 0)
    #expect(run.evidence["lexicon/insult"] == ["silver kettle", "teaspoon", "copper pan"])
  }

  @Test(arguments: [1, 2, 50, 5000])
  func `never lets one term decide alone`(times: Int) throws {
    let value = try run(String(repeating: "kettle ", count: times))["lexicon/insult"]
    #expect(value < 0.5)
    #expect(try run("kettle")["lexicon/insult"] > 0)
  }

  @Test func `lets a few terms in a long text pass`() throws {
    let prose = String(repeating: "the morning was bright and the road was long ", count: 60)
    #expect(try run(prose + "teaspoon silver kettle")["lexicon/insult"] < 0.2)
  }

  @Test func `prefers the longest phrase and keeps phrases in one sentence`() throws {
    let phrase = try run("a dance of spoons")
    #expect(phrase.evidence["lexicon/threat"] == ["dance of spoons"])
    #expect(try run("silver. Kettle").evidence["lexicon/insult"] == ["Kettle"])
    #expect(try run("silver-kettle").evidence["lexicon/insult"] == ["silver-kettle"])
    #expect(try run("kettles dancer").evidence.isEmpty)
  }

  @Test(arguments: [
    "The patient took pills, and powder was prescribed.",
    "Pills and powder were shown in court.",
  ])
  func `weighs terms less near words of medicine and law`(text: String) throws {
    let bare = try run("Take the pills and the powder, friend, now.")
    #expect(try run(text)["lexicon/drugs"] < bare["lexicon/drugs"] * 0.7)
    #expect(try run(text)["lexicon/drugs"] < 0.5)
  }

  @Test func `does not damp terms far from such words`() throws {
    let far = "court " + String(repeating: "word ", count: 40) + "pills powder"
    let none = "coin " + String(repeating: "word ", count: 40) + "pills powder"
    #expect(try run(far)["lexicon/drugs"] == run(none)["lexicon/drugs"])
  }

  @Test(arguments: [
    "k3ttl3", "k\u{435}ttle", "k e t t l e", "k.e.t.t.l.e", "keeettle", "𝐤𝐞𝐭𝐭𝐥𝐞", "k\u{200B}ettle",
    "KETTLE", "ｋｅｔｔｌｅ", "ke++le",
  ])
  func `reads disguises and names the original bytes`(word: String) throws {
    #expect(try run("Oh \(word) now").evidence["lexicon/insult"] == [word])
    let phrase = try run("Oh silver \(word) now")
    #expect(phrase["lexicon/insult"] > 0)
  }

  @Test func `finds terms of other alphabets`() throws {
    #expect(try run("Чайник и САМОВАР")["lexicon/hate"] > 0.5)
  }

  @Test(arguments: ["", " \n\t ", "?!", "🙂"])
  func `scores a text without words as zero`(text: String) throws {
    let run = try run(text)
    #expect(run.values.count == 11)
    #expect(run.values.values.allSatisfy { $0 == 0 })
  }

  @Test func `scores zero without lists`() throws {
    #expect(try run("silver kettle", list: "").values.values.allSatisfy { $0 == 0 })
  }

  @Test func `stays below one for a huge text`() throws {
    let huge = String(repeating: "silver kettle teaspoon copper pan ", count: 50_000)
    let value = try run(huge)["lexicon/insult"]
    #expect(value >= 0 && value <= 1)
  }

  @Test func `knows twenty thousand terms`() throws {
    var lines = ""
    for number in 0..<20_000 { lines += "term\(number) silver\t1\thate\n" }
    let run = try run("a term7 silver and term19999 silver, no term20000 silver", list: lines)
    #expect(run.evidence["lexicon/hate"] == ["term7 silver", "term19999 silver"])
  }

  @Test func `gives a list of the user's a rule of its own`() throws {
    let lexicon = try Lexicon(
      parsing: Array("kettle\nspoon\n".utf8),
      file: "mine.txt",
      defaultCategory: .childSafety
    )
    let detector = LexiconDetector(settings: DetectorSettings(), lexicons: [lexicon])
    #expect(try DetectorRun(detector, "kettle spoon")["lexicon/child-safety"] > 0)
    #expect(try DetectorRun(detector, "nothing here")["lexicon/child-safety"] == 0)
  }
}
