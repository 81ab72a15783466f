import AuditLog
import FuzzSupport
import SafetyCore
import Testing

@Suite struct ProofTests {
  private struct Golden {
    var value: [String: CanonicalValue]
    var roots: [Digest]
    var leaves: [Digest]

    init() throws {
      value = try CanonicalValue(parsing: TestLog.fixture("merkle.json")).members ?? [:]
      roots = try EventMembers(.object(value), name: "golden").array("roots").compactMap {
        guard case .string(let hex) = $0 else { return nil }
        return Digest(hex: hex)
      }
      leaves = (0..<roots.count - 1).map { MerkleRange.leafHash(Array("leaf-\($0)".utf8)) }
    }

    func root(of range: Range<Int>) -> Digest {
      var tree = MerkleRange()
      for leaf in leaves[range] { tree.append(leaf) }
      return tree.root
    }

    func cases(_ name: String) throws -> [(Int, Int, [Digest])] {
      try EventMembers(.object(value), name: "golden").array(name).map { item in
        guard case .array(let parts) = item, case .integer(let first) = parts[0],
          case .integer(let size) = parts[1], case .array(let path) = parts[2]
        else { throw CancellationError() }
        return (
          first, size,
          path.compactMap { if case .string(let hex) = $0 { Digest(hex: hex) } else { nil } }
        )
      }
    }
  }

  @Test func `makes the proofs that RFC 6962 and pymerkle make`() throws {
    let golden = try Golden()
    #expect(golden.roots.count == 131)
    var all = Hasher256()
    for size in 1..<golden.roots.count {
      #expect(golden.root(of: 0..<size) == golden.roots[size])
      for index in 0..<size {
        let path = MerkleProof.inclusionRanges(of: index, in: size).map(golden.root)
        for node in path { all.update(node.bytes) }
        let root = MerkleProof.root(
          fromLeaf: golden.leaves[index],
          index: index,
          size: size,
          path: path
        )
        #expect(root == golden.roots[size])
      }
      for old in 1...size {
        let path = MerkleProof.consistencyRanges(from: old, to: size).map(golden.root)
        for node in path { all.update(node.bytes) }
        #expect(
          MerkleProof.isConsistent(
            from: old,
            oldRoot: golden.roots[old],
            to: size,
            newRoot: golden.roots[size],
            path: path
          )
        )
      }
    }
    #expect(golden.value["all_proofs_sha256"] == .string(all.finalize().hex))
    for (index, size, path) in try golden.cases("inclusion") {
      #expect(MerkleProof.inclusionRanges(of: index, in: size).map(golden.root) == path)
    }
    for (old, size, path) in try golden.cases("consistency") {
      #expect(MerkleProof.consistencyRanges(from: old, to: size).map(golden.root) == path)
    }
  }

  @Test func `takes no proof with another leaf, place, size or hash`() throws {
    let golden = try Golden()
    for (index, size, path) in try golden.cases("inclusion") where size > 1 {
      func root(_ index: Int, _ size: Int, _ path: [Digest]) -> Digest? {
        MerkleProof.root(fromLeaf: golden.leaves[index % 130], index: index, size: size, path: path)
      }
      #expect(root(index, size, path) == golden.roots[size])
      for other in 0..<size where other != index {
        #expect(
          MerkleProof.root(fromLeaf: golden.leaves[index], index: other, size: size, path: path)
            != golden.roots[size]
        )
      }
      #expect(root(index, size, path + [path[0]]) == nil)
      #expect(root(index, size, path.dropLast()) != golden.roots[size])
      #expect(root(size, size, path) == nil)
      var changed = path
      changed[path.count - 1] = SampleRun.digest
      #expect(root(index, size, changed) != golden.roots[size])
    }
    for (old, size, path) in try golden.cases("consistency") where old < size {
      func holds(_ old: Int, _ size: Int, _ oldRoot: Digest, _ path: [Digest]) -> Bool {
        MerkleProof.isConsistent(
          from: old,
          oldRoot: oldRoot,
          to: size,
          newRoot: golden.roots[size],
          path: path
        )
      }
      #expect(holds(old, size, golden.roots[old], path))
      #expect(!holds(old, size, golden.leaves[3], path))
      #expect(!holds(old, size, golden.roots[old], path + [path[0]]))
      #expect(!holds(old, size, golden.roots[old], path.dropLast()))
      #expect(!holds(size + 1, size, golden.roots[old], path))
      #expect(!holds(0, size, golden.roots[old], path))
    }
  }

  @Test func `proves every event and every size of a log from its tiles`() throws {
    let test = try TestLog()
    try test.fill(documents: 700)
    let log = try test.open(.readOnly)
    let full = try log.checkpoint()
    for index in [0, 1, 255, 256, 511, 512, 701, 702] {
      for size in [index + 1, 600, 703] where size > index {
        let proof = try log.proveInclusion(of: index, size: size)
        #expect(try proof.problem() == nil)
        let read = try AuditProof(parsing: proof.value.canonicalJSON, file: "proof")
        #expect(read == proof)
      }
    }
    for from in [0, 1, 255, 256, 257, 512, 600, 703] {
      let proof = try log.proveConsistency(from: from)
      #expect(try proof.problem() == nil)
      #expect(proof.note.text == full.note)
    }
    #expect(TestLog.code { _ = try log.proveInclusion(of: 703) } == "audit/no-such-event")
    #expect(TestLog.code { _ = try log.proveInclusion(of: 7, size: 7) } == "audit/no-such-event")
    #expect(TestLog.code { _ = try log.proveInclusion(of: 7, size: 999) } == "audit/no-such-size")
    #expect(TestLog.code { _ = try log.proveConsistency(from: 704) } == "audit/no-such-size")
    try log.close()
    try test.tamper("UPDATE tile SET hashes = zeroblob(64) WHERE level = 1")
    let broken = try test.open(.readOnly)
    #expect(TestLog.code { _ = try broken.proveInclusion(of: 700) } == "audit/corrupt")
    try broken.close()
  }

  @Test func `holds a proof against a key, a checkpoint, or nothing`() throws {
    let test = try TestLog()
    let signer = NoteSigner(name: "test/log", key: .random())
    try test.fill(runs: 2, signer: signer)
    let log = try test.open(.readOnly)
    let proof = try log.proveInclusion(of: 7)
    let note = proof.note
    #expect(try proof.verify(keys: [signer.verifier]).outcome == .ok)
    #expect(try proof.verify(against: note).outcome == .ok)
    #expect(try proof.verify().outcome == .unverifiable)
    let stranger = NoteSigner(name: "test/log", key: .random())
    #expect(try proof.verify(keys: [stranger.verifier]).outcome == .unverifiable)
    #expect(try proof.verify(against: note, keys: [stranger.verifier]).outcome == .unverifiable)
    let earlier = SignedNote(
      text: AuditCheckpoint(origin: "test/log", size: 46, root: SampleRun.digest).note
    )
    #expect(try proof.verify(against: earlier).outcome == .unverifiable)
    let other = SignedNote(
      text: AuditCheckpoint(origin: "test/log", size: 47, root: SampleRun.digest).note
    )
    #expect(try proof.verify(against: other).outcome == .tampered)

    var changed = proof
    changed.claim = .inclusion(index: 8, body: Array("{}".utf8))
    #expect(try changed.verify(keys: [signer.verifier]).outcome == .tampered)
    var forged = proof
    forged.note.signatures[0].bytes[3] ^= 1
    #expect(try forged.verify(keys: [signer.verifier]).outcome == .tampered)

    let growth = try log.proveConsistency(from: 24)
    #expect(try growth.verify(keys: [signer.verifier]).outcome == .ok)
    let old = try log.proveConsistency(from: 0, to: 24).note
    #expect(try growth.verify(against: old).outcome == .ok)
    var rewritten = growth
    rewritten.claim = .consistency(from: other)
    #expect(try rewritten.verify(keys: [signer.verifier]).outcome == .tampered)
    try log.close()
  }

  @Test func `Fuzz: refuses a mutated proof or finds it wrong`() throws {
    let test = try TestLog()
    let signer = NoteSigner(name: "test/log", key: .random())
    try test.fill(documents: 300, signer: signer)
    let log = try test.open(.readOnly)
    let proofs = [try log.proveInclusion(of: 9), try log.proveConsistency(from: 100)]
    try log.close()
    var held = 0
    Fuzz.rounds(2000, seed: 61) { round, generator in
      let proof = proofs[round % 2]
      let bytes = proof.value.canonicalJSON
      let mutant = Fuzz.mutated(bytes, alphabet: "{}[]\",:0123456789abcdef\\n+=", with: &generator)
      let code = TestLog.code {
        let read = try AuditProof(parsing: mutant, file: "proof")
        if try read.verify(keys: [signer.verifier]).outcome == .ok {
          held += 1
          #expect(read.claim == proof.claim || read.note.text == proof.note.text, "round \(round)")
        }
      }
      if let code {
        let families = ["json", "event", "note", "audit"]
        #expect(families.contains { code.hasPrefix($0 + "/") }, "\(code)")
      }
    }
    #expect(held < 400)
  }
}
