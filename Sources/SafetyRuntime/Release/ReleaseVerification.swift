import AuditLog
import Diagnostics
import Glibc
import ReleaseGate
import SafetyCore

/// Checks a signed release without any log: the folder, a public key, and what else is trusted.
package struct ReleaseVerification: Sendable {
  /// One thing that was looked at.
  package struct Part: Sendable, Hashable {
    package var name: String
    /// Why it does not hold; nil where it does.
    package var problem: String?
    /// What was found, in a phrase.
    package var found: String
  }

  package private(set) var parts: [Part] = []
  /// The verdict, where it could be read.
  package private(set) var verdict: GateVerdict?
  /// When the gate decided.
  package private(set) var decided: String?
  /// Waivers of the verdict that are past their last day by now, by rule.
  package private(set) var lapsed: [String: GateVerdict.Waiver] = [:]

  /// Whether all that was looked at is what was signed.
  package var holds: Bool { parts.allSatisfy { $0.problem == nil } }

  /// 0 where all holds and the verdict lets the release pass, 1 where it does not, or rests on a waiver that
  /// has ended since, 3 where something is not what was signed.
  package var exitCode: Int {
    guard holds, let verdict else { return 3 }
    return verdict.outcome.isOpen || !lapsed.isEmpty ? 1 : 0
  }

  /// - Parameters:
  ///   - folder: The model with its papers.
  ///   - key: Of whoever signed the release.
  ///   - policy: The policy's file, where the verifier has one of its own.
  ///   - auditKeys: Keys of which one must have signed the log's checkpoint; none to leave that out.
  ///   - checkpoint: A checkpoint kept elsewhere, which the verdict's must equal or leave out.
  ///   - today: The day, `YYYY-MM-DD`, by which waivers are held against their last.
  /// - Throws: `runtime/unreadable` without such a folder, and what reading the policy throws; all
  ///   else is a part that does not hold.
  package init(
    of folder: String,
    key: P256PublicKey,
    policy: String? = nil,
    auditKeys: [NoteVerifier] = [],
    checkpoint: String? = nil,
    today: String
  ) throws {
    let policy = try policy.map(ReleaseSession.policy)
    guard access(folder, R_OK) == 0 else { throw InputFile.unreadable(folder) }
    check("model") { try Self.checkFolder(folder, key) }
    var statement: VerdictStatement?
    check("verdict") {
      let (read, found) = try Self.readVerdict(folder, key)
      statement = read
      return found
    }
    guard let statement else { return }
    verdict = statement.verdict
    decided = statement.decided
    check("weights") { try Self.checkWeights(folder, statement) }
    check("policy") { try Self.checkPolicy(policy, statement) }
    check("checkpoint") { try Self.checkNote(statement, auditKeys, checkpoint) }
    check("proofs") { try Self.checkProofs(statement, policy) }
    check("summary") { try Self.checkSummary(folder, key, statement) }
    check("declarations") { try Self.checkDeclarations(folder, statement) }
    for rule in statement.verdict.rules {
      if let waiver = rule.waiver, waiver.expires < today { lapsed[rule.id] = waiver }
    }
  }

  private mutating func check(_ name: String, _ work: () throws -> String) {
    do {
      parts.append(Part(name: name, problem: nil, found: try work()))
    } catch let problem as Diagnostic {
      parts.append(Part(name: name, problem: problem.message, found: ""))
    } catch {
      parts.append(Part(name: name, problem: String(describing: error), found: ""))
    }
  }
}

extension ReleaseVerification {
  /// A problem of a part; its name says where.
  private static func refused(_ message: String) -> Diagnostic {
    Diagnostic("release/refused", message)
  }

  private static func value(_ folder: String, _ name: String) throws -> (CanonicalValue, [UInt8]) {
    let bytes = try SafeFile.read("\(folder)/\(name)", limit: 64 << 20, code: "release/cannot-read")
      .bytes
    return (try CanonicalValue(parsing: bytes, file: name, maximumDepth: 24), bytes)
  }

  private static func checkFolder(_ folder: String, _ key: P256PublicKey) throws -> String {
    let name = ReleaseFiles.signature
    let bundle = try SigstoreBundle(value(folder, name).0, file: name)
    guard bundle.keyHint.isEmpty || bundle.keyHint == key.fingerprint else {
      throw refused("`\(name)` asks for another key, \(bundle.keyHint.prefix(16))…")
    }
    guard bundle.envelope.isSigned(by: key) else {
      throw refused("the signature in `\(name)` is not of this key over this model")
    }
    let signed = try ModelSignature(parsing: bundle.envelope.payload, file: name)
    let allowed = Set([name]).union(ModelInventory.ignored)
    guard Set(signed.ignored).isSubset(of: allowed) else {
      throw refused("`\(name)` leaves out more than itself and what git keeps")
    }
    let found = try ModelDigest(of: folder, leavingOut: .nothing(but: [name])).files
    let differences = signed.differences(
      from: found.map { .init(path: $0.path, sha256: $0.sha256) }
    )
    guard differences.isEmpty else {
      let more = differences.count > 3 ? " and \(differences.count - 3) more" : ""
      throw refused(differences.prefix(3).joined(separator: ", ") + more)
    }
    return "\(signed.files.count) files are those signed by \(key.fingerprint.prefix(16))…"
  }

  private static func readVerdict(
    _ folder: String,
    _ key: P256PublicKey
  ) throws -> (VerdictStatement, String) {
    let name = ReleaseFiles.verdict
    let envelope = try DSSEEnvelope(value(folder, name).0, file: name)
    guard envelope.isSigned(by: key) else {
      throw refused("the signature in `\(name)` is not of this key over this verdict")
    }
    let statement = try VerdictStatement(parsing: envelope.payload, file: name)
    let verdict = statement.verdict
    return (
      statement,
      "`\(verdict.outcome.rawValue)` by \(verdict.policyName) "
        + "\(verdict.policyVersion) on \(statement.decided)"
    )
  }

  private static func checkWeights(
    _ folder: String,
    _ statement: VerdictStatement
  ) throws -> String {
    let digest = try ModelDigest(of: folder)
    guard digest.root == statement.verdict.modelSHA256 else {
      throw refused("the verdict is of other weights than those in the folder")
    }
    return "sha256 \(digest.root.hex)"
  }

  private static func checkPolicy(
    _ policy: ReleasePolicy?,
    _ statement: VerdictStatement
  ) throws -> String {
    let signed = statement.verdict.policySHA256
    guard let policy else { return "sha256 \(signed.hex), not held against a policy of yours" }
    guard policy.digest == signed else {
      throw refused("the verdict is by the policy \(signed.hex), yours is \(policy.digest.hex)")
    }
    return "sha256 \(signed.hex)"
  }

  private static func checkNote(
    _ statement: VerdictStatement,
    _ keys: [NoteVerifier],
    _ outside: String?
  ) throws -> String {
    let bytes = Array(statement.checkpoint.utf8)
    let (checkpoint, note) = try AuditCheckpoint.parse(bytes, file: "checkpoint")
    guard keys.allSatisfy({ note.standing(of: $0) != .forged }) else {
      throw refused("a signature on the log's checkpoint is not of the key that it names")
    }
    let signers = keys.filter { note.standing(of: $0) == .valid }
    guard keys.isEmpty || !signers.isEmpty else {
      throw refused("none of the log's keys has signed its checkpoint")
    }
    var comparison = ""
    if let outside {
      let kept = try AuditCheckpoint.parse(
        SafeFile.read(outside, limit: 1 << 20).bytes,
        file: outside
      ).checkpoint
      guard kept.origin == checkpoint.origin else {
        throw refused("the checkpoint kept elsewhere is of another log")
      }
      guard kept.size != checkpoint.size || kept.root == checkpoint.root else {
        throw refused("the checkpoint kept elsewhere has another root at this size")
      }
      comparison =
        kept.size == checkpoint.size
        ? ", equal to the one kept elsewhere"
        : "; the one kept elsewhere is of \(kept.size), so that they were not compared"
    }
    let whose = signers.isEmpty ? "on the word of whoever signed the release" : "signed by the log"
    return "\(checkpoint.size) events of \(checkpoint.origin), \(whose)\(comparison)"
  }

  private static func checkProofs(
    _ statement: VerdictStatement,
    _ policy: ReleasePolicy?
  ) throws -> String {
    let bytes = Array(statement.checkpoint.utf8)
    let checkpoint = try AuditCheckpoint.parse(bytes, file: "checkpoint").checkpoint
    let found = statement.contradictions(
      policy: policy?.digest == statement.verdict.policySHA256 ? policy : nil,
      size: checkpoint.size,
      root: checkpoint.root
    )
    guard let first = found.first else {
      let judged = policy == nil ? "" : ", and the policy's rules judged anew on them"
      return "\(statement.proofs.count) events are proved\(judged)"
    }
    throw refused(first + (found.count > 1 ? " and \(found.count - 1) more" : ""))
  }

  private static func checkSummary(
    _ folder: String,
    _ key: P256PublicKey,
    _ statement: VerdictStatement
  ) throws -> String {
    let name = ReleaseFiles.summary
    let envelope = try DSSEEnvelope(value(folder, name).0, file: name)
    guard envelope.isSigned(by: key) else {
      throw refused("the signature in `\(name)` is not of this key over this summary")
    }
    let read = try InTotoStatement(
      parsing: envelope.payload,
      predicateType: VerificationSummary.predicateType,
      file: name
    )
    let members = try EventMembers(.object(read.predicate), name: name)
    let expected = VerificationSummary(
      verdict: statement.verdict,
      decided: statement.decided,
      verdictSHA256: Digest.sha256(try value(folder, ReleaseFiles.verdict).1),
      policyURI: try members.object("policy").string("uri"),
      resourceURI: try members.string("resourceUri")
    )
    guard expected.statement == read else {
      throw refused("`\(name)` sums up another verdict")
    }
    return try members.string("verificationResult")
  }

  private static func checkDeclarations(
    _ folder: String,
    _ statement: VerdictStatement
  ) throws -> String {
    let name = ReleaseFiles.declarations
    let document = try value(folder, name).0
    let found = ReleaseDeclarations.conformances(in: document)
    let said = Dictionary(
      statement.verdict.rules.map {
        ("requirement-\($0.id)", $0.outcome == .pass || $0.outcome == .warn)
      },
      uniquingKeysWith: { $1 }
    )
    let lacking = Set(said.keys).subtracting(found.keys)
    guard found.allSatisfy({ said[$0.key] == $0.value }),
      lacking.isSubset(of: ["requirement-\(ReleaseGate.logFinding)"])
    else {
      throw refused("`\(name)` says something else than the verdict")
    }
    return "\(found.count) requirements as in the verdict"
  }
}
