import Diagnostics
import FuzzSupport
import SafetyCore
import SafetyEvaluation
import Testing

/// What a log's events add up to, and what is refused.
struct EvaluationRecordReaderTests {
  private func read(_ records: [DecisionRecord]) throws -> [EvaluationRecord] {
    var reader = EvaluationRecordReader(log: "log")
    for (seq, record) in records.enumerated() {
      try reader.add(
        kind: record.kind,
        body: SampleEvaluation.body(record),
        time: "t\(seq)",
        seq: seq
      )
    }
    return reader.all
  }

  private var items: [EvaluationItem] {
    [SampleEvaluation.item("k1", "1"), SampleEvaluation.item("k2", "0")]
  }

  @Test func `gathers a benchmark of a run into one record`() throws {
    let events = SampleEvaluation.events("r1", "kettles", SampleEvaluation.subject(), items)
    let records = try read(events)
    let record = try #require(records.first)
    #expect(records.count == 1)
    #expect(record.items == items)
    #expect(record.isComplete && !record.isImported)
    #expect(record.wholeMetrics.map(\.value) == ["0.5"])
    #expect(record.started == "t0" && record.ended == "t\(events.count - 1)")
  }

  @Test func `knows an unfinished run from a finished one, and imported figures from both`() throws
  {
    let events = SampleEvaluation.events("r1", "kettles", SampleEvaluation.subject(), items)
    #expect(try read(events.dropLast())[0].isComplete == false)
    let figure = try #require(try read(events)[0].metrics.first)
    let imported = try read([figure.record])[0]
    #expect(imported.isImported && imported.isComplete)
  }

  @Test func `refuses what contradicts itself`() throws {
    let subject = SampleEvaluation.subject()
    let events = SampleEvaluation.events("r1", "kettles", subject, items)
    let other = try #require(
      SampleEvaluation.events("r1", "kettles", SampleEvaluation.subject(data: "other"), items)
        .dropLast().last
    )
    let wrong: [[DecisionRecord]] = [
      [events[0], events[0]], [events[1]], [events[0], events[1], events[1]],
      [events[0], events[2], events[1]] + events.dropFirst(3), events + [events[1]],
      events + [events[events.count - 1]], [events[0], events[1], events[events.count - 1]],
      [events[0], other],
    ]
    for (index, records) in wrong.enumerated() {
      let problem = #expect(throws: Diagnostic.self, "case \(index)") { try read(records) }
      #expect(problem?.code == "evaluation/record", "case \(index)")
      #expect(problem?.place?.file.hasPrefix("log, event ") == true)
    }
  }

  @Test func `refuses mutated bodies with a diagnostic`() throws {
    let events = SampleEvaluation.events("r1", "kettles", SampleEvaluation.subject(), items)
    Fuzz.rounds(400, seed: 4_411) { _, generator in
      var reader = EvaluationRecordReader(log: "log")
      for (seq, record) in events.enumerated() {
        var body = SampleEvaluation.body(record)
        if Int.random(in: 0..<3, using: &generator) == 0 {
          body = Fuzz.mutated(body, alphabet: "{}[]\",:0123", with: &generator)
        }
        do {
          try reader.add(kind: record.kind, body: body, time: "t", seq: seq)
        } catch {
          #expect(error is Diagnostic)
          return
        }
      }
      for record in reader.all { #expect(record.items.count <= items.count) }
    }
  }
}
