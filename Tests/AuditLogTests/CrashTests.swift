import AuditLog
import FuzzSupport
import Glibc
import SafetyCore
import Testing

@Suite struct CrashTests {
  private func read(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { fread($0.baseAddress, 1, $0.count, file) }
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
    }
  }

  private func write(_ bytes: ArraySlice<UInt8>, to path: String) {
    let file = fopen(path, "w")
    bytes.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) }
    fclose(file)
  }

  @Test func `Fuzz: verifies as a prefix wherever the write-ahead log was torn`() throws {
    let seed: UInt64 = 9
    print("seed \(seed)")
    var generator = Fuzz.Generator(seed: seed)
    let test = try TestLog()
    let log = try test.open()
    try log.append([SampleRun.begin("r0").record], run: "r0", state: nil)
    var roots: [Int: Digest] = [:]
    for index in 0..<60 {
      let records = (0..<5).map { SampleRun.decision("r0", index * 5 + $0).record }
      try log.append(records, run: "r0", state: [UInt8(index)])
      let checkpoint = try log.checkpoint()
      roots[checkpoint.size] = checkpoint.root
    }
    let main = read(test.path)
    let ahead = read(test.path + "-wal")
    let copy = test.folder + "/copy.sqlite"
    var sizes: Set<Int> = []
    for round in 0..<(150 * Fuzz.factor) {
      unlink(copy + "-shm")
      write(main[...], to: copy)
      var torn = ahead
      // The first three commits hold the tables; before them the file is no audit log yet.
      let end = round == 0 ? ahead.count : .random(in: 200_000...ahead.count, using: &generator)
      torn.removeLast(ahead.count - end)
      if round % 3 == 1 { torn[.random(in: end - 5000..<end, using: &generator)] ^= 0x10 }
      write(torn[...], to: copy + "-wal")
      let recovered = try AuditLog(path: copy, mode: .readWrite) { "" }
      let report = try recovered.verify()
      #expect(report.outcome == .incomplete, "seed \(seed), round \(round)")
      if report.events > 1 { #expect(roots[report.events] == report.root) }
      sizes.insert(report.events)
      let next = try recovered.resumeState(of: "r0")?.first.map { Int($0) + 1 } ?? 0
      #expect(report.events == 1 + 5 * next)
      try recovered.append([SampleRun.decision("r0", 0).record], run: "r0", state: nil)
      #expect(try recovered.verify().outcome == .incomplete)
      try recovered.close()
    }
    #expect(sizes.count > 10)
    #expect(sizes.contains(301))
    try log.close()
  }

  /// Every offset of the last 64 KiB with `GEMMA_SAFETY_FUZZ_ROUNDS=64`; else one in sixty-four and
  /// the bytes around each frame's edges.
  @Test func `Fuzz: shows a checkpoint outside what a torn write-ahead log lost`() throws {
    let test = try TestLog()
    let log = try test.open()
    try log.append([SampleRun.begin("r0").record], run: "r0", state: nil)
    var roots: [Int: Digest] = [:]
    var external: AuditCheckpoint?
    for index in 0..<60 {
      let records = (0..<5).map { SampleRun.decision("r0", index * 5 + $0).record }
      try log.append(records, run: "r0", state: [UInt8(index)])
      let checkpoint = try log.checkpoint()
      roots[checkpoint.size] = checkpoint.root
      if index == 58 { external = checkpoint }
    }
    let kept = try #require(external)
    let copy = test.folder + "/copy.sqlite"
    let ahead = read(test.path + "-wal")
    write(read(test.path)[...], to: copy)
    write(ahead[...], to: copy + "-wal")
    let frame = 4096 + 24
    let step = max(1, 64 / Fuzz.factor)
    var noticed = 0
    for end in stride(from: ahead.count, through: ahead.count - 65_536, by: -1) {
      let past = (end - 32) % frame
      guard end % step == 0 || past < 2 || past == frame - 1 else { continue }
      unlink(copy + "-shm")
      #expect(truncate(copy + "-wal", end) == 0)
      let torn = try AuditLog(path: copy, mode: .readOnly) { "" }
      let report = try torn.verify(against: SignedNote(text: kept.note))
      try torn.close()
      #expect(roots[report.events] == report.root, "\(end)")
      #expect(report.external?.passed == (report.events >= kept.size), "\(end)")
      #expect(report.outcome == (report.events >= kept.size ? .incomplete : .tampered), "\(end)")
      if report.events < kept.size { noticed += 1 }
    }
    #expect(noticed > 10)
  }
}
