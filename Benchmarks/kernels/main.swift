// Times a decoder's kernels beside what the hardware could do, measured in the same run.
//
//   kernel-benchmark [THREADS] [FORMAT… | limits]
//
// With `limits`: the peak of products of bytes and the bandwidth of reading, nothing else. Otherwise:
//
// For the shapes of Gemma 1 2B and Gemma 3 270M and each format: one token through the products of as
// many layers as fit in 1.5 GB and the output head (GB/s of weights, share of the bandwidth read in
// the same run), and 512 tokens through those of one layer (operations a second, share of the peak of
// bytes). Then attention, norms, and what handing work to threads costs.
import Glibc
import TensorCompute

let shapes = [
  Shape(name: "gemma-1-2b", layers: 18, hidden: 2048, inner: 16384, heads: 8, vocabulary: 256_000),
  Shape(name: "gemma-3-270m", layers: 18, hidden: 640, inner: 2048, heads: 4, vocabulary: 262_144),
]

let words = CommandLine.arguments.dropFirst()
let count = words.first.flatMap { Int($0) } ?? 2
let chosen = words.dropFirst().compactMap { PackedMatrix.Format(rawValue: $0) }
let formats = chosen.isEmpty ? [.q8, .q4, .q4WithMinimum, .bfloat16, .float16] : chosen
let benchmark = KernelBenchmark(threads: WorkerThreads(count: max(1, count)))

do {
  print("\(InstructionSet.best.rawValue), \(benchmark.threads.count) threads")
  let peak = benchmark.bytePeak()
  print(
    "peak of bytes \(text(peak / 1e9, 0)) GOP/s, reading \(text(benchmark.bandwidth() / 1e9)) GB/s"
  )
  if words.contains("limits") { exit(0) }
  for shape in shapes {
    for format in formats { try benchmark.timeProducts(shape, format, peak: peak) }
  }
  if chosen.isEmpty {
    for format in AttentionCache.Format.allCases {
      try benchmark.timeAttention(heads: 8, kvHeads: 1, format)
      try benchmark.timeAttention(heads: 16, kvHeads: 16, format)
    }
    benchmark.timeRows()
  }
} catch {
  print("\(error)")
  exit(2)
}
