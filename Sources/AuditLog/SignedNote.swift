import Diagnostics
import SafetyCore

/// A text with signatures in C2SP's form (c2sp.org/signed-note); here also without any.
package struct SignedNote: Sendable, Hashable {
  /// One line `— name base64`.
  package struct Signature: Sendable, Hashable {
    package var name: String
    /// Four bytes that tell keys of one name apart.
    package var keyID: [UInt8]
    /// What follows the key's id.
    package var bytes: [UInt8]
  }

  /// As signed, with its last line feed.
  package var text: String
  package var signatures: [Signature]

  package init(text: String, signatures: [Signature] = []) {
    self.text = text
    self.signatures = signatures
  }

  /// The text, and after an empty line the signatures, where there are some.
  package var encoded: String {
    guard !signatures.isEmpty else { return text }
    return text + "\n"
      + signatures.map { "\u{2014} \($0.name) \(Base64.encode($0.keyID + $0.bytes))\n" }.joined()
  }

  /// The note with one more signature.
  package func signed(by signer: NoteSigner) throws -> SignedNote {
    var note = self
    note.signatures.append(try signer.sign(text))
    return note
  }

  /// How a key relates to the note.
  package enum Standing: Sendable, Hashable {
    /// No signature bears the key's name and id.
    case absent
    case valid
    /// A signature bears its name and id but is not its own.
    case forged
  }

  package func standing(of key: NoteVerifier) -> Standing {
    let own = signatures.filter { $0.name == key.name && $0.keyID == key.id }
    guard !own.isEmpty else { return .absent }
    return own.allSatisfy { key.isValid($0, over: text) } ? .valid : .forged
  }
}

extension SignedNote {
  /// The bounds that Go's `note` package sets as well.
  private static let maximumBytes = 1_000_000
  private static let maximumSignatures = 100

  /// Reads what `encoded` writes.
  ///
  /// - Throws: `note/malformed` with the byte offset.
  package init(parsing bytes: [UInt8], file: String = "note") throws {
    let whole = try Self.checked(bytes, file: file)
    // Signatures follow the last empty line.
    let gap = bytes.indices.dropLast().last { bytes[$0] == 0x0A && bytes[$0 + 1] == 0x0A }
    guard let gap else {
      self.init(text: whole)
      return
    }
    self.init(
      text: String(decoding: bytes[...gap], as: UTF8.self),
      signatures: try Self.signatures(in: bytes[(gap + 2)...], file: file)
    )
  }

  /// The whole as a text, where it has the form that every note has.
  private static func checked(_ bytes: [UInt8], file: String) throws -> String {
    guard bytes.count <= maximumBytes else {
      let message = "\(bytes.count) bytes are more than the limit of \(maximumBytes)"
      throw malformed(message, file: file, at: 0)
    }
    if let place = bytes.firstIndex(where: { $0 < 0x20 && $0 != 0x0A || $0 == 0x7F }) {
      throw malformed("a note holds no control characters", file: file, at: place)
    }
    guard let whole = String(validating: bytes, as: UTF8.self) else {
      throw malformed("the note is not valid UTF-8", file: file, at: 0)
    }
    guard bytes.count > 1, bytes.last == 0x0A else {
      throw malformed("the note does not end with a line feed", file: file, at: bytes.count)
    }
    return whole
  }

  /// Reads what follows the empty line, each line of which is a signature.
  private static func signatures(in bytes: ArraySlice<UInt8>, file: String) throws -> [Signature] {
    var signatures: [Signature] = []
    var offset = bytes.startIndex
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
      guard let signature = signature(String(decoding: line, as: UTF8.self)) else {
        throw malformed("a line after the text is no signature", file: file, at: offset)
      }
      signatures.append(signature)
      offset += line.count + 1
    }
    guard (1...maximumSignatures).contains(signatures.count) else {
      let message = "the note has \(signatures.count) signatures"
      throw malformed(message, file: file, at: bytes.startIndex)
    }
    return signatures
  }

  private static func malformed(_ message: String, file: String, at offset: Int) -> Diagnostic {
    Diagnostic("note/malformed", message, at: .init(file: file, byteOffset: offset))
  }

  private static func signature(_ line: String) -> Signature? {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[0] == "\u{2014}", NoteVerifier.isName(words[1]),
      let bytes = Base64.decode(words[2]), bytes.count >= 5
    else { return nil }
    return Signature(
      name: String(words[1]),
      keyID: Array(bytes[..<4]),
      bytes: Array(bytes[4...])
    )
  }
}
