import GenerationGuard
import Glibc
import SafetyDetectors
import SafetyPolicy

// Times the guard without a model: what a streamed token costs under 1,000 phrases and 20 patterns.
// Usage: guard-benchmark [ROUNDS] [--all] | --turns FOLDER

if let place = CommandLine.arguments.firstIndex(of: "--turns"),
  place + 1 < CommandLine.arguments.count
{
  try Turns.run(CommandLine.arguments[place + 1])
  exit(0)
}

let syllables = ["ket", "tle", "spo", "on", "sil", "ver", "cup", "per", "la", "dle", "wal", "tz"]

/// Seconds that the processor worked for this process, which other processes do not stretch by much.
func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func word(_ number: Int) -> String {
  (0..<3).map { syllables[(number / [1, 12, 144][$0] + $0 * 5) % 12] }.joined()
}

var policy = GuardPolicy(name: "benchmark", version: "1.0.0")
var phrases = GuardDetector(id: "phrases", kind: .lexicon)
phrases.phrases = (0..<1_000).map { "\(word($0)) \(word($0 * 7 + 3)) \(word($0 * 31 + 1))" }
var patterns = GuardDetector(id: "patterns", kind: .pattern)
patterns.patterns = (0..<20).map { "\\b\(word($0 * 13))-[0-9]{2,6}[a-z]?\\b" }
policy.detectors = [phrases, patterns]
if CommandLine.arguments.contains("--all") {
  policy.detectors += [
    GuardDetector(id: "pii", kind: .pii), GuardDetector(id: "secret", kind: .secret),
    GuardDetector(id: "markers", kind: .controlToken),
    GuardDetector(id: "invisible", kind: .unicodeAnomaly),
  ]
}
policy.rules = policy.detectors.indices.map { index in
  GuardRule(id: "rule-\(index)", stages: [.output], condition: .hit(index), action: .redact)
}
let clock = ContinuousClock()
let compiled = try clock.measure { _ = try GuardProgram(policy, GuardResources()) }
var large = GuardPolicy(name: "large", version: "1.0.0")
large.detectors = [phrases]
large.detectors[0].phrases = (0..<10_000).map {
  "\(word($0)) \(word($0 / 1_728 * 7 + $0 * 5 + 3)) \(word($0 * 31 + $0 / 144))"
}
large.rules = [
  GuardRule(id: "rule", stages: [.output], condition: .hit(0), action: .redact)
]
let beforeLarge = processorSeconds()
_ = try GuardProgram(large, GuardResources())
let largeSeconds = processorSeconds() - beforeLarge
let program = try GuardProgram(policy, GuardResources())

let sentence = """
  To descale a kettle, fill it halfway with equal parts of water and white vinegar, bring it to the \
  boil, and let it stand for about an hour. In 2023 a survey of 1,204 households found that most people \
  do this two or three times a year; see the silver spoon on page 12.
  """
let text = String(repeating: sentence + " ", count: 10).prefix(2_300)
var tokens: [String] = []
var token = ""
for character in text {
  // About four characters a token, as models have them.
  if character == " " || token.count >= 5 {
    tokens.append(token)
    token = ""
  }
  token.append(character)
}
tokens.append(token)

func microseconds(_ duration: Duration) -> Double {
  Double(duration.components.attoseconds) / 1e12 + Double(duration.components.seconds) * 1e6
}

let rounds = CommandLine.arguments.dropFirst().compactMap { Int($0) }.first ?? 300
var times: [Double] = []
var whole: [Double] = []
var held = 0
for _ in 0..<rounds {
  let streamGuard = try StreamGuard(program, facts: GuardFacts())
  for token in tokens {
    let before = clock.now
    _ = streamGuard.receive(token)
    times.append(microseconds(clock.now - before))
  }
  _ = streamGuard.finish()
  held = streamGuard.heldSum
}
// The text on its own, since two looks at a clock take as long as a short token.
let beforeRounds = processorSeconds()
for _ in 0..<rounds {
  let start = clock.now
  let streamGuard = try StreamGuard(program, facts: GuardFacts())
  for token in tokens { _ = streamGuard.receive(token) }
  _ = streamGuard.finish()
  whole.append(microseconds(clock.now - start))
}
let textMilliseconds = (processorSeconds() - beforeRounds) * 1_000 / Double(rounds)

/// By character: how many wait behind it.
var waits: [Double] = []
let oneByOne = try StreamGuard(program, facts: GuardFacts())
var fed = 0
var written = 0
for scalar in text.unicodeScalars {
  fed += 1
  if case .release(let out) = oneByOne.receive(String(scalar)) {
    written += out.unicodeScalars.count
  }
  waits.append(Double(fed - written))
}
waits.sort()
times.sort()
whole.sort()
func at(_ share: Double, _ values: [Double]) -> Double {
  values[min(values.count - 1, Int(Double(values.count) * share))]
}
func shown(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
print(
  "compile \(shown(microseconds(compiled) / 1_000)) ms, \(tokens.count) tokens, \(text.count) characters"
)
print("compile 10,000 phrases: \(shown(largeSeconds * 1_000)) ms of the processor")
print("token: p50 \(shown(at(0.5, times))) us, p99 \(shown(at(0.99, times))) us")
print("text: p50 \(shown(at(0.5, whole))) us, p99 \(shown(at(0.99, whole))) us")
print("text: \(shown(textMilliseconds)) ms of the processor on average")
print("waiting: p50 \(shown(at(0.5, waits))), p99 \(shown(at(0.99, waits))) characters")
print(
  "held on average \(shown(Double(held) / Double(text.count))) characters, bound \(program.holdBound)"
)
