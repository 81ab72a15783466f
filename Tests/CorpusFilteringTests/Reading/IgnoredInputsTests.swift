import CorpusFiltering
import Diagnostics
import Testing

struct IgnoredInputsTests {
  private typealias Ignored = InputInventory.Ignored

  @Test func `counts by reason and names the first files of unknown format`() {
    let unknown = (1...7).map { Ignored(path: "kettle\($0).bin", reason: .unknownFormat) }
    let others = [
      Ignored(path: "out", reason: .outputFolder), Ignored(path: ".dance", reason: .hidden),
      Ignored(path: "silver", reason: .excluded), Ignored(path: "gold", reason: .excluded),
    ]
    let ignored = IgnoredInputs(others + unknown)
    let inputs =
      "7 of unknown format (kettle1.bin, kettle2.bin, kettle3.bin, kettle4.bin, kettle5.bin and "
      + "2 more), 2 by the patterns, 1 hidden"
    #expect(ignored.phrase() == inputs + ", 1 as the folder of the results")
    #expect(ignored.ofInputs.phrase() == inputs)
    #expect(IgnoredInputs().phrase().isEmpty)
  }

  @Test func `shows no control characters of names`() {
    let ignored = IgnoredInputs([Ignored(path: "a\u{1B}[2J", reason: .unknownFormat)])
    #expect(ignored.phrase() == "1 of unknown format (a\u{FFFD}[2J)")
  }

  @Test func `nothing to read is an error, quarantine alone is none`() {
    var inventory = InputInventory()
    #expect(throws: Diagnostic.self) { try inventory.requireInput() }
    inventory.quarantined = [QuarantineEntry(shard: "a", code: "input/unreadable", message: "m")]
    #expect(throws: Never.self) { try inventory.requireInput() }
  }
}
