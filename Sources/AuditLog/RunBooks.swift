import Diagnostics
import SafetyCore

/// The sums of one run while its events pass by, to be held against its end.
struct RunBooks {
  private(set) var beginning: Int?
  private(set) var isEnded = false
  private var shards = ShardCounts()
  private var shardNames: [String] = []
  private var shardRoots: [Digest] = []
  private var removed = 0
  private var redacted = 0
  private var inputs: [String] = []

  /// Books a decision by its action.
  mutating func addDecision(action: UnsafeRawBufferPointer?, at seq: Int) -> String? {
    if BodyScan.equal(action, "remove") || BodyScan.equal(action, "withhold") {
      removed += 1
    } else if BodyScan.equal(action, "redact") || BodyScan.equal(action, "cut")
      || BodyScan.equal(action, "pseudonymise")
    {
      redacted += 1
    }
    return misplaced()
  }

  mutating func begin(_ body: [UInt8], at seq: Int) throws -> String? {
    let event = try RunBegin(body: body, name: "event \(seq)")
    guard beginning == nil else { return "run `\(event.run)` begins twice" }
    beginning = seq
    inputs = event.inputs.map(\.name)
    return nil
  }

  mutating func addShard(_ body: [UInt8], at seq: Int) throws -> String? {
    let event = try RunShard(body: body, name: "event \(seq)")
    shards += event.counts
    shardNames.append(event.name)
    shardRoots.append(event.itemsRoot)
    return misplaced()
  }

  mutating func end(_ body: [UInt8], at seq: Int) throws -> String? {
    let event = try RunEnd(body: body, name: "event \(seq)")
    if let problem = misplaced() { return problem }
    isEnded = true
    let run = "run `\(event.run)`"
    guard shardNames.sorted() == inputs.sorted() else {
      return "\(run): its shards are not its inputs"
    }
    guard event.totals == shards else { return "\(run): its totals are not the sum of its shards" }
    guard event.totals.removed == removed else {
      return "\(run): \(event.totals.removed) documents removed, \(removed) decisions on record"
    }
    guard event.totals.redacted == redacted else {
      return "\(run): \(event.totals.redacted) documents redacted, \(redacted) decisions on record"
    }
    guard event.itemsRoot == RunEnd.itemsRoot(of: shardRoots) else {
      return "\(run): its items root does not follow from its shards"
    }
    return nil
  }

  private func misplaced() -> String? {
    beginning == nil ? "an event stands before its run" : isEnded ? "an event follows its run" : nil
  }
}
