// Times what the command line does not show of the Gemma engine.
//
//   gemma-benchmark FILE.gguf [THREADS]
//
// Prints the seconds of reading a text of 300 tokens, and how many times that costs to judge it by four
// guidelines of 30 and of 130 tokens that share it: the two logits of Yes and No behind each.
import Checkpoints
import GemmaInference
import Glibc
import TensorCompute

func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  let (whole, atto) = (ContinuousClock.now - start).components
  return Double(whole) + Double(atto) * 1e-18
}

func madeUp(_ count: Int, _ seed: Int) -> [Int32] {
  (0..<count).map { Int32(3 + (seed * 7919 + $0 * 104_729) % 20_000) }
}

/// The middle of five.
func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

func measure(_ path: String, threads: Int) throws {
  let workers = WorkerThreads(count: threads)
  let engine = GemmaEngine(try GemmaModel(try GGUFFile(path: path)), on: workers)
  try engine.prepare()
  let prefill = try median(
    (0..<5).map { round in
      let session = try engine.makeSession(capacity: 1024)
      let last = LogitRequest(rows: 299..<300, tokens: [5, 6])
      return try seconds { try engine.read(madeUp(300, round), in: session, logits: last) }
    }
  )
  print("read 300 tokens: \(prefill) s")
  for length in [30, 130] {
    let judged = try median(
      (0..<5).map { round in
        let scorer = try ContinuationScorer(engine, capacity: 1024)
        let suffixes = (0..<4).map { madeUp(length, 100 + $0) }
        return try seconds {
          _ = try scorer.shares(of: [5, 6], after: madeUp(300, round), suffixes: suffixes)
        }
      }
    )
    print("judge by 4 guidelines of \(length) tokens: \(judged / prefill) times that")
  }
}

guard CommandLine.arguments.count >= 2 else {
  print("usage: gemma-benchmark FILE.gguf [THREADS]")
  exit(64)
}
do {
  let threads = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 2 : 2
  try measure(CommandLine.arguments[1], threads: max(1, threads))
} catch {
  print("\(error)")
  exit(2)
}
