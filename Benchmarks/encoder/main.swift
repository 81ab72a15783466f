// Times an encoder for `Benchmarks/classifiers.py`, which takes turns between it and its peers.
//
//   encoder-benchmark FOLDER [float32|int8]
//
// For each line `LENGTH BATCH THREADS` of the standard input: scores as many sequences of so many
// made-up ids and answers with the seconds it took. For a line `peak`: the operations a second and
// core of a product of bytes alone, the best of several shapes. For a line of ids: the outputs.
import Checkpoints
import Dispatch
import Glibc
import SafetyClassifiers
import Synchronization
import TensorCompute

/// Tokens that one pass takes through the layers; more would leave the second cache level.
let tokensOfBatch = 256

func seconds(_ body: () -> Void) -> Double {
  let start = ContinuousClock.now
  body()
  let (whole, atto) = (ContinuousClock.now - start).components
  return Double(whole) + Double(atto) * 1e-18
}

/// Batches of sequences of made-up ids, the same ids as the peers get.
func batches(length: Int, count: Int) -> [TokenBatch] {
  let size = max(1, tokensOfBatch / length)
  return stride(from: 0, to: count, by: size).map { first in
    var batch = TokenBatch()
    for sequence in first..<min(first + size, count) {
      batch.append((0..<length).map { Int32(1000 + (sequence * 7919 + $0 * 104_729) % 20_000) })
    }
    return batch
  }
}

/// Scores batches until none is left.
func work(
  _ model: EncoderModel,
  _ batches: [TokenBatch],
  _ next: borrowing Atomic<Int>,
  _ workspace: Workspace
) {
  var logits: [Float] = []
  while true {
    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
    guard index < batches.count else { return }
    do {
      try model.computeLogits(batches[index], into: &logits, workspace: workspace)
    } catch {
      print("\(error)")
      exit(2)
    }
  }
}

func pass(_ model: EncoderModel, _ batches: [TokenBatch], threads: Int, _ own: Workspace) {
  let next = Atomic(0)
  guard threads > 1 else { return work(model, batches, next, own) }
  DispatchQueue.concurrentPerform(iterations: threads) { _ in
    work(model, batches, next, Workspace())
  }
}

/// Operations a second of a product of bytes, the quantisation of its input included.
func peak() -> Double {
  let shapes = [(192, 1536, 384), (96, 1536, 384), (192, 384, 1536), (96, 1536, 128)]
  return shapes.map { rate(rows: $0.0, outputs: $0.1, inputs: $0.2) }.max() ?? 0
}

func rate(rows: Int, outputs: Int, inputs: Int) -> Double {
  let workspace = Workspace()
  let weights = (0..<outputs * inputs).map { Float($0 % 255 - 127) }
  let layer = DenseLayer(quantizing: weights, inputs: inputs)
  let input = workspace.matrix(.init("input"), rows: rows, columns: inputs)
  let output = workspace.matrix(.init("output"), rows: rows, columns: outputs)
  for index in 0..<rows * inputs { input.base[index] = Float(index % 100) }
  let best = (0..<40).map { _ in
    seconds { layer.apply(input, into: output, workspace: workspace) }
  }
  return Double(2 * rows * outputs * inputs) / (best.min() ?? .infinity)
}

func answer(_ line: String, _ model: EncoderModel, _ workspace: Workspace) throws {
  let words = line.split(separator: " ")
  if words == ["peak"] { return print(peak()) }
  if words.first == "ids" {
    var batch = TokenBatch()
    batch.append(words.dropFirst().compactMap { Int32($0) })
    var logits: [Float] = []
    try model.computeLogits(batch, into: &logits, workspace: workspace)
    return print(logits.map { "\($0)" }.joined(separator: " "))
  }
  let numbers = words.compactMap { Int($0) }
  guard numbers.count == 3, numbers.allSatisfy({ $0 > 0 }) else { exit(64) }
  let work = batches(length: numbers[0], count: numbers[1])
  print(seconds { pass(model, work, threads: numbers[2], workspace) })
}

do {
  let arguments = CommandLine.arguments.dropFirst()
  guard let folder = arguments.first else { exit(64) }
  let precision = arguments.dropFirst().first.flatMap { EncoderPrecision(rawValue: $0) }
  let model = try EncoderModel(CheckpointFolder(path: folder), precision: precision)
  let workspace = Workspace()
  while let line = readLine() {
    try answer(line, model, workspace)
    fflush(nil)
  }
} catch {
  print("\(error)")
  exit(2)
}
