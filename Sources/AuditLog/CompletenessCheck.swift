import Diagnostics
import SafetyCore

/// Sorts events by run and holds each run's sums against its end.
struct CompletenessCheck {
  private var books: [RunBooks] = []
  private var indexes: [[UInt8]: Int] = [:]
  private var evaluations: [String: EvaluationBooks] = [:]
  private var lastRun: [UInt8] = []
  private var lastIndex: Int?
  private(set) var result = VerificationReport.Check()
  /// The last `run.end`, which was written together with a checkpoint.
  private(set) var lastEnd: Int?

  /// Takes the next event.
  mutating func add(_ scan: BodyScan, of body: UnsafeRawBufferPointer, seq: Int) {
    guard let run = scan.run, scan.kind != nil else {
      result.fail("an event names no kind or no run", at: seq)
      return
    }
    if BodyScan.equal(scan.kind, "filter.decision") {
      let index = bookIndex(of: run)
      report(books[index].addDecision(action: scan.action, at: seq), at: seq)
      return
    }
    do {
      if BodyScan.equal(scan.kind, "run.begin") {
        report(try books[bookIndex(of: run)].begin(Array(body), at: seq), at: seq)
      } else if BodyScan.equal(scan.kind, "run.shard") {
        report(try books[bookIndex(of: run)].addShard(Array(body), at: seq), at: seq)
      } else if BodyScan.equal(scan.kind, "run.end") {
        lastEnd = seq
        report(try books[bookIndex(of: run)].end(Array(body), at: seq), at: seq)
      } else if BodyScan.starts(scan.kind, with: "evaluation.") {
        report(try addEvaluation(Array(body), at: seq), at: seq)
      } else if BodyScan.equal(scan.kind, "metric") {
        let event = try MetricEvent(body: Array(body), name: "event \(seq)")
        let key = Self.key(event.run, event.benchmark)
        report(evaluations[key, default: EvaluationBooks()].add(event), at: seq)
      }
    } catch let problem as Diagnostic {
      result.fail(problem.message, at: seq)
    } catch {
      result.fail("an event cannot be read", at: seq)
    }
  }

  /// Takes up that a tally of the guard's decisions is not their sum.
  mutating func addWrongTally(at seq: Int) {
    result.fail("a tally is not the sum of the decisions before it", at: seq)
  }

  /// Names the runs without an end and returns the whole result.
  mutating func finish() -> VerificationReport.Check {
    for book in books where !book.isEnded {
      if let beginning = book.beginning {
        result.fail("a run has not ended", at: beginning)
      }
    }
    for evaluation in evaluations.values where !evaluation.isEnded {
      if let beginning = evaluation.beginning {
        result.fail("an evaluation has not ended", at: beginning)
      }
    }
    return result
  }

  /// Books an event of an evaluation under its run and benchmark; returns what is wrong with it.
  private mutating func addEvaluation(_ body: [UInt8], at seq: Int) throws -> String? {
    let name = "event \(seq)"
    let value = try CanonicalValue(parsing: body, file: name)
    let members = try EventMembers(value, name: name)
    let key = Self.key(try members.string("run"), try members.string("benchmark"))
    switch try members.string("kind") {
    case EvaluationBegin.kind:
      let event = try EvaluationBegin(value, name: name)
      return evaluations[key, default: EvaluationBooks()].begin(event, at: seq)
    case EvaluationItem.kind:
      let event = try EvaluationItem(value, name: name)
      return evaluations[key, default: EvaluationBooks()].add(event, value)
    case ScoreSpread.kind:
      return evaluations[key, default: EvaluationBooks()].check(
        try ScoreSpread(value, name: name)
      )
    case EvaluationEnd.kind:
      let event = try EvaluationEnd(value, name: name)
      return evaluations[key, default: EvaluationBooks()].end(event)
    default: return nil
    }
  }

  private static func key(_ run: String, _ benchmark: String) -> String {
    "\(run)\u{0}\(benchmark)"
  }

  private mutating func report(_ problem: String?, at seq: Int) {
    if let problem { result.fail(problem, at: seq) }
  }

  private mutating func bookIndex(of run: UnsafeRawBufferPointer) -> Int {
    if let lastIndex, lastRun.elementsEqual(run) { return lastIndex }
    lastRun = Array(run)
    let index = indexes[lastRun] ?? books.count
    if index == books.count {
      indexes[lastRun] = index
      books.append(RunBooks())
    }
    lastIndex = index
    return index
  }
}
