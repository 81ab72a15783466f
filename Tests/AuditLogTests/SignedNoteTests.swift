import AuditLog
import FuzzSupport
import Glibc
import SafetyCore
import Testing

@Suite struct SignedNoteTests {
  private static let goText = """
    If you think cryptography is the answer to your problem,
    then you don't know what your problem is.

    """

  @Test func `signs and reads the example of Go's documentation`() throws {
    let signer = try NoteSigner(
      parsing: "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    )
    let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    #expect(signer.verifier.encoded == key)
    let note = try SignedNote(text: Self.goText).signed(by: signer)
    let line =
      "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    let read = try SignedNote(parsing: Array((Self.goText + "\n" + line).utf8))
    #expect(read.text == Self.goText)
    #expect(read.standing(of: try NoteVerifier(parsing: key)) == .valid)
    #expect(note.standing(of: signer.verifier) == .valid)
    #expect(try SignedNote(parsing: Array(note.encoded.utf8)) == note)
    var changed = read
    changed.text += "x\n"
    #expect(changed.standing(of: signer.verifier) == .forged)
    #expect(read.standing(of: NoteSigner(name: "Other", key: .random()).verifier) == .absent)
  }

  @Test func `reads signatures and a witness's cosignature made by another library`() throws {
    let golden = try EventMembers(
      CanonicalValue(parsing: TestLog.fixture("merkle.json")),
      name: "golden"
    ).object("notes")
    let bytes = Array(try golden.string("note").utf8)
    let (checkpoint, note) = try AuditCheckpoint.parse(bytes, file: "note")
    #expect(checkpoint.size == 130)
    #expect(note.encoded == String(decoding: bytes, as: UTF8.self))
    let keys = try golden.array("keys").map { key -> NoteVerifier in
      guard case .string(let text) = key else { throw CancellationError() }
      return try NoteVerifier(parsing: text)
    }
    #expect(keys.map(\.kind) == [.ed25519, .cosignature])
    for key in keys { #expect(note.standing(of: key) == .valid) }
    let signer = try NoteSigner(parsing: golden.string("private_key"))
    #expect(signer.verifier == keys[0])
    #expect(signer.encoded == (try golden.string("private_key")))
    var changed = note
    changed.signatures[1].bytes[7] ^= 1
    #expect(changed.standing(of: keys[1]) == .forged)
  }

  @Test(arguments: [
    "", "text without end", "a\n\n", "a\n\nno signature\n", "a\n\n\u{2014} name AAAA\n",
    "a\n\n\u{2014} na+me AAAAAAAA\n", "a\n\n\u{2014}  AAAAAAAA\n", "a\tb\n",
    "a\n\n\u{2014} name AAAAAAA=\n\n", "a\n\n\u{2014} name AAAAAAAB=\n",
  ])
  func `refuses what is no note`(text: String) {
    #expect(TestLog.code { _ = try SignedNote(parsing: Array(text.utf8)) } == "note/malformed")
  }

  @Test func `refuses invalid UTF-8, great length and a crowd of signatures`() {
    #expect(TestLog.code { _ = try SignedNote(parsing: [0xFF, 0x0A]) } == "note/malformed")
    let long = [UInt8](repeating: 0x61, count: 1_000_001)
    #expect(TestLog.code { _ = try SignedNote(parsing: long) } == "note/malformed")
    let line = "\u{2014} name AAAAAAAA\n"
    let many = "a\n\n" + String(repeating: line, count: 101)
    #expect(TestLog.code { _ = try SignedNote(parsing: Array(many.utf8)) } == "note/malformed")
  }

  @Test func `Fuzz: reads a mutated note back as it was or refuses it`() throws {
    let signer = NoteSigner(name: "test/log", key: .random())
    let text = AuditCheckpoint(origin: "test/log", size: 9, root: SampleRun.digest).note
    let bytes = Array(try SignedNote(text: text).signed(by: signer).encoded.utf8)
    Fuzz.rounds(3000, seed: 17) { round, generator in
      let mutant = Fuzz.mutated(bytes, alphabet: "\n \u{2014}+=/AZaz09", with: &generator)
      let code = TestLog.code {
        let note = try SignedNote(parsing: mutant)
        #expect(Array(note.encoded.utf8) == mutant, "round \(round)")
        let isOwn = note.standing(of: signer.verifier) == .valid
        #expect(!isOwn || note.text == text, "round \(round)")
        _ = try AuditCheckpoint.parse(mutant, file: "note")
      }
      #expect(code == nil || code == "note/malformed")
    }
  }

  @Test func `Fuzz: refuses mutated keys`() throws {
    let signer = NoteSigner(name: "test/log", key: .random())
    for (text, isPrivate) in [(signer.encoded, true), (signer.verifier.encoded, false)] {
      Fuzz.rounds(1000, seed: 23) { _, generator in
        let mutant = Fuzz.mutated(Array(text.utf8), alphabet: "+=/AZaz09", with: &generator)
        let read = String(decoding: mutant, as: UTF8.self)
        let code = TestLog.code {
          let same =
            isPrivate
            ? try NoteSigner(parsing: read).encoded : try NoteVerifier(parsing: read).encoded
          #expect(same == read)
        }
        #expect(code == nil || code == "note/bad-key")
      }
    }
  }

  @Test func `keeps private keys to their owner`() throws {
    let test = try TestLog()
    let path = test.folder + "/a.key"
    let signer = try KeyFile.create(name: "test/log", at: path)
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(try KeyFile.signer(at: path).encoded == signer.encoded)
    #expect(try KeyFile.verifier(path + ".pub") == signer.verifier)
    #expect(try KeyFile.verifier(signer.verifier.encoded) == signer.verifier)
    #expect(
      TestLog.code { _ = try KeyFile.create(name: "test/log", at: path) } == "audit/file-exists"
    )
    #expect(try KeyFile.signer(at: path).encoded == signer.encoded)
    chmod(path, 0o640)
    #expect(TestLog.code { _ = try KeyFile.signer(at: path) } == "audit/key-exposed")
    #expect(TestLog.code { _ = try KeyFile.signer(at: test.folder) } == "audit/cannot-read")
    #expect(TestLog.code { _ = try KeyFile.verifier("kettle") } == "note/bad-key")
  }
}
