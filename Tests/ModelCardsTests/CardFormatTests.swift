import AuditLog
import Diagnostics
import FuzzSupport
import ModelCards
import SafetyCore
import StrictJSON
import Testing

@Suite struct CardFormatTests {
  private let fixture: CardFixture
  private let document: CardDocument

  init() throws {
    fixture = try CardFixture()
    document = try CardFixture.whole(fixture).1
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func `writes figures as texts with their intervals`() {
    let toolkit = text(ToolkitCard.json(document))
    #expect(toolkit.contains("\"type\": \"truthfulqa/accuracy\""))
    #expect(toolkit.contains("\"value\": \"0.3181\""))
    #expect(toolkit.contains("\"lower_bound\": \"0.0370\""))
    let bill = text(CycloneDXCard(document).json(.v1_6))
    #expect(bill.contains("\"specVersion\": \"1.6\""))
    #expect(bill.contains("\"contentType\": \"image/svg+xml\""))
    #expect(text(CycloneDXCard(document).json(.v1_7)).contains("\"specVersion\": \"1.7\""))
    let spdx = text(SPDXCard.json(document))
    #expect(spdx.contains("\"type\": \"ai_AIPackage\""))
    #expect(spdx.contains("\"value\": \"ci_upper <= 0.4: fail\""))
    #expect(spdx.contains("personal-data/phone: 61 places in 25 documents"))
  }

  @Test func `names the event of every figure in every form`() throws {
    let first = try #require(document.source.metrics.first)
    let mark = "evidence: e\(first.seq)"
    for form in document.forms {
      #expect(text(form.bytes).contains(mark), "\(form.name)")
      let count = text(form.bytes).ranges(of: ", evidence: e").count
      #expect(count >= document.source.metrics.count, "\(form.name)")
    }
    let verdict = try #require(document.source.verdicts.first)
    let key = "\"key\": \"stereotypes (model: 2B, evidence: e\(verdict.seq))\""
    #expect(text(SPDXCard.json(document)).contains(key))
  }

  @Test func `finds references that lead nowhere or to two places`() throws {
    let bytes = CycloneDXCard(document).json(.v1_6)
    func codes(_ text: String) throws -> [String] {
      try BillCheck.cycloneDX(Array(text.utf8), file: "b").map(\.code.rawValue)
    }
    let bill = text(bytes)
    #expect(try codes(bill) == [])
    #expect(
      try codes(bill.replacing("\"ref\": \"model\"", with: "\"ref\": \"modell\""))
        == ["card/dangling-reference"]
    )
    #expect(
      try codes(bill.replacing("\"bom-ref\": \"model-card\"", with: "\"bom-ref\": \"model\""))
        == ["card/repeated-reference"]
    )
    #expect(
      try codes(
        bill.replacing("\"type\": \"machine-learning-model\"", with: "\"type\": \"library\"")
      ) == ["card/misplaced-card"]
    )
  }

  @Test func `says where a reference leads nowhere`() throws {
    let bill = #"{"components":[{"name":"a"},{"parts":[[{"dependsOn":["b"]}]]}]}"#
    let problems = try BillCheck.cycloneDX(Array(bill.utf8), file: "b")
    #expect(
      problems.map(\.message) == ["`components[1].parts[0][0]` names `b`, which is not there"]
    )
  }

  @Test func `gives each of several models its own digest`() throws {
    let records = ["kettle", "spoon"].map { name in
      ModelRecord(
        run: AuditLog.ownRun,
        model: name,
        sha256: Digest.sha256(name.utf8),
        container: name == "spoon" ? "linear" : "transformer",
        architecture: "classifier of boiling",
        sizes: ["labels": 1]
      )
    }
    let bundle = try CardFixture().bundle(records.map(\.record))
    let card = CardDocument(source: try CardSource(bundle, file: "b"), sections: [])
    let bill = CycloneDXCard(card).json(.v1_6)
    let value = try CanonicalValue(parsing: bill)
    let component = try #require(value.members?["metadata"]?.members?["component"]?.members)
    #expect(component["hashes"] == nil)
    guard case .array(let parts) = component["components"] ?? .null else {
      Issue.record("no components")
      return
    }
    #expect(parts.map { $0.members?["name"] } == ["kettle", "spoon"])
    #expect(try BillCheck.cycloneDX(bill, file: "b").isEmpty)
    #expect(
      text(bill).contains(
        "\"modelArchitecture\": \"classifier of boiling, transformer; classifier of boiling, linear\""
      )
    )
    for record in records {
      #expect(text(bill).contains(record.sha256.hex))
      #expect(
        text(SPDXCard.json(card)).contains(
          "\"hashValue\": \"\(record.sha256.hex)\",\n          \"comment\": \"\(record.model)\""
        )
      )
    }
  }

  @Test func `tells inputs from outputs where a section does`() throws {
    func toolkit(_ words: String) throws -> String {
      let section = try HumanSection(parsing: words, id: "inputs-outputs", file: "i")
      let bundle = try CardFixture().bundle(CardFixture.filterRun, sections: [section])
      let source = try CardSource(bundle, file: "b")
      return text(ToolkitCard.json(CardDocument(source: source, sections: [section])))
    }
    let told = try toolkit("- **Input**: text, up to a page.\n- **Output**: one word.")
    #expect(told.contains("\"input_format\": \"text, up to a page.\""))
    #expect(told.contains("\"output_format\": \"one word.\""))
    let whole = try toolkit("Words go in and words come out.")
    #expect(whole.contains("\"input_format\": \"Words go in and words come out.\""))
    #expect(!whole.contains("output_format"))
  }

  @Test func `writes versions of a bill that differ in their number alone`() throws {
    let bill = CycloneDXCard(document)
    let old = text(bill.json(.v1_6))
    #expect(
      old.hasPrefix("{\n  \"$schema\": \"http://cyclonedx.org/schema/bom-1.6.schema.json\",\n")
    )
    #expect(old.contains("  \"specVersion\": \"1.6\",\n  \"serialNumber\": \"urn:uuid:"))
    let raised = old.replacing("bom-1.6.schema", with: "bom-1.7.schema")
      .replacing("\"specVersion\": \"1.6\"", with: "\"specVersion\": \"1.7\"")
    #expect(raised == text(bill.json(.v1_7)))
  }

  @Test func `does not give what is unacceptable for a policy of acceptable use`() throws {
    let form = document.form(try CardFixture.template("gpai-form.md"))
    #expect(form.contains("### Acceptable use policy\n\nNot acceptable"))
  }

  @Test func `finds what the SPDX model requires and its schema does not`() throws {
    let bytes = SPDXCard.json(document)
    let codes = try BillCheck.spdx(bytes, file: "s").map(\.code.rawValue)
    // The fixture names no release date, no place of download and no version.
    #expect(codes == Array(repeating: "card/missing-member", count: 3))
    let swapped = text(bytes).replacing("\"from\": \"", with: "\"from\": \"x")
    #expect(try BillCheck.spdx(Array(swapped.utf8), file: "s").count == 4)
  }

  @Test func `survives any bill`() throws {
    let bytes = CycloneDXCard(document).json(.v1_6)
    Fuzz.rounds(150, seed: 5) { _, generator in
      let mutant = Fuzz.mutated(bytes, alphabet: "{}[]\",:\\", with: &generator)
      _ = try? BillCheck.cycloneDX(mutant, file: "b")
      _ = try? BillCheck.spdx(mutant, file: "b")
    }
  }

  @Test func `says in the form of the code of practice what is missing`() throws {
    let form = document.form(try CardFixture.template("gpai-form.md"))
    #expect(form.contains("| Model name | gemma |"))
    #expect(form.contains("*missing: `legal_name`*"))
    #expect(form.contains("2,506,172,416"))
  }
}
