import AuditLog
import Glibc
import SafetyCore

/// Times the audit log, and writes to one for the tests that kill writers or run several.
///
///   audit-benchmark rates FOLDER [EVENTS]              every figure of Benchmarks/README.md
///   audit-benchmark search FOLDER [COUNT]              what the index of words costs an append
///   audit-benchmark figures LOG COUNT                  appends figures, for cards to be timed with
///   audit-benchmark write LOG RUN COUNT GROUP          appends; prints the size after each append

/// A decision whose body has about 190 bytes.
func record(_ index: Int, run: String) -> DecisionRecord {
  DecisionRecord(
    kind: "guard.decision",
    run: run,
    body: [
      "id": .string("request-\(index)"), "action": "release", "category": "none",
      "text_bytes": .integer(index % 4096), "score": "0.0686",
    ]
  )
}

/// A figure of an evaluation, whose words are indexed; every hundredth is of a whole set.
func figure(_ index: Int) -> DecisionRecord {
  let digest = Digest.sha256([1])
  return MetricEvent(
    run: "r",
    benchmark: "kettles-\(index / 100)",
    metric: "accuracy",
    slice: index % 100 == 0 ? [:] : ["group": "group-\(index % 100)"],
    value: "0.4484",
    interval: .init(low: "0.4140", high: "0.4830", level: "0.95", method: "wilson"),
    count: 817,
    direction: .higher,
    subject: EvaluationSubject(
      model: "gemma-demo",
      modelSHA256: digest,
      dataSHA256: digest,
      protocolSHA256: digest,
      seed: 7,
      harness: "gemma-safety 0.1.0"
    )
  ).record
}

func open(_ path: String) throws -> AuditLog {
  try AuditLog(path: path, mode: .readWrite, origin: "bench/log") { "2026-01-31T12:00:00Z" }
}

func seconds(_ work: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  let elapsed = try clock.measure(work).components
  return Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
}

/// A number in groups of three digits.
func grouped(_ number: Double) -> String {
  var digits = String(Int(number.rounded()))
  var place = digits.count - 3
  while place > 0 {
    digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
    place -= 3
  }
  return digits
}

func row(_ what: String, _ value: String) { print("| \(what) | \(value) |") }

func append(_ log: AuditLog, events: Int, group: Int) throws -> Double {
  try seconds {
    for start in stride(from: 0, to: events, by: group) {
      let part = (start..<min(events, start + group)).map { record($0, run: "r") }
      try log.append(part, run: "r", state: nil)
    }
  }
}

func rates(_ folder: String, events: Int) throws {
  for (group, count) in [(1, 1000), (100, 50_000), (1000, 100_000)] {
    let log = try open("\(folder)/group-\(group).sqlite")
    let time = try append(log, events: count, group: group)
    try log.close()
    row("durable appends of \(group), events/s", grouped(Double(count) / time))
  }
  let path = "\(folder)/many.sqlite"
  let log = try open(path)
  _ = try append(log, events: events, group: 10_000)
  try log.close()
  var status = stat()
  stat(path, &status)
  let reader = try AuditLog(path: path, mode: .readOnly) { "" }
  var report = VerificationReport()
  let time = try seconds { report = try reader.verify() }
  guard report.isIntact, report.events == events else { fatalError("the log does not verify") }
  row("verify \(grouped(Double(events))) events, events/s", grouped(Double(events) / time))
  row("bytes an event", grouped(Double(status.st_size) / Double(events)))
  let body = try reader.event(events / 2)?.body.count ?? 0
  row("of these the body", "\(body)")
  var generator = SystemRandomNumberGenerator()
  var times: [Double] = []
  for _ in 0..<200 {
    let index = Int.random(in: 0..<events, using: &generator)
    times.append(try seconds { _ = try reader.proveInclusion(of: index, size: events) })
  }
  row("inclusion proof, ms: median, longest", milliseconds(times))
  times = []
  for _ in 0..<200 {
    let from = Int.random(in: 1..<events, using: &generator)
    times.append(try seconds { _ = try reader.proveConsistency(from: from, to: events) })
  }
  row("consistency proof, ms: median, longest", milliseconds(times))
  try signatures()
}

/// Appends figures, whose words are indexed, and the same bodies as events of a kind that is not.
func search(_ folder: String, count: Int) throws {
  for isIndexed in [true, false] {
    let records = (0..<count).map { index in
      var record = figure(index)
      if !isIndexed { record.kind = "figure" }
      return record
    }
    var best = Double.infinity
    for round in 0..<3 {
      let log = try open("\(folder)/search-\(isIndexed)-\(round).sqlite")
      let taken = try seconds {
        for start in stride(from: 0, to: count, by: 100) {
          try log.append(Array(records[start..<min(count, start + 100)]), run: "r", state: nil)
        }
      }
      try log.close()
      best = min(best, taken)
    }
    let what = isIndexed ? "indexed" : "not indexed"
    row("figures in groups of 100, \(what), events/s", grouped(Double(count) / best))
  }
}

func milliseconds(_ times: [Double]) -> String {
  let sorted = times.sorted()
  return [sorted[sorted.count / 2], sorted[sorted.count - 1]]
    .map { "\((($0 * 1e5).rounded()) / 100)" }.joined(separator: ", ")
}

func signatures() throws {
  let signer = NoteSigner(name: "bench", key: .random())
  let verifier = signer.verifier
  let text = AuditCheckpoint(origin: "bench/log", size: 9, root: .sha256([])).note
  let count = 5000
  var notes: [SignedNote] = []
  let signing = try seconds {
    for _ in 0..<count { notes.append(try SignedNote(text: text).signed(by: signer)) }
  }
  var valid = 0
  let checking = seconds {
    for note in notes where note.standing(of: verifier) == .valid { valid += 1 }
  }
  guard valid == count else { fatalError("a signature is not valid") }
  row("notes signed /s", grouped(Double(count) / signing))
  row("notes checked /s", grouped(Double(count) / checking))
}

func write(_ path: String, run: String, count: Int, group: Int) throws {
  let log = try open(path)
  for start in stride(from: 0, to: count, by: group) {
    let part = (start..<min(count, start + group)).map { record($0, run: run) }
    try log.append(part, run: run, state: nil)
    // What was printed was acknowledged: a kill must not lose it.
    let line = Array("\(start + part.count)\n".utf8)
    _ = Glibc.write(1, line, line.count)
  }
  try log.close()
}

let words = CommandLine.arguments
switch words.count > 1 ? words[1] : "" {
case "rates" where words.count >= 3:
  try rates(words[2], events: words.count > 3 ? Int(words[3]) ?? 0 : 1_000_000)
case "figures" where words.count == 4:
  let log = try open(words[2])
  try log.append((0..<(Int(words[3]) ?? 0)).map(figure), run: "r", state: nil)
  try log.close()
case "search" where words.count >= 3:
  try search(words[2], count: words.count > 3 ? Int(words[3]) ?? 0 : 20_000)
case "write" where words.count == 6:
  try write(words[2], run: words[3], count: Int(words[4]) ?? 0, group: max(1, Int(words[5]) ?? 1))
default:
  print(
    "usage: audit-benchmark rates|search FOLDER [EVENTS] | figures LOG COUNT | write LOG RUN COUNT GROUP"
  )
  exit(64)
}
