import ArgumentParser
import ReleaseGate
import SafetyCore
import SafetyRuntime

struct ReleaseKeygenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keygen",
    abstract: "Make a key that signs releases: FILE for its owner, FILE.pub for everybody.",
    discussion: """
      Example:
        gemma-safety release keygen release.key

      An ECDSA key on P-256 in PEM, as OpenSSF model signing and OpenSSL read it. The key of an \
      audit log is another (`audit checkpoint --new-key`): model signing takes no Ed25519.
      """
  )
  @Argument(help: "The file of the private key; it must not be there yet.") var file: String
  @OptionGroup(title: "Output") var display: DisplayOptions

  func run() throws {
    try GemmaSafety.reporting {
      let key = try ReleaseKeyFile.create(at: file)
      let fingerprint = key.publicKey.fingerprint
      display.show(
        text: { "\(file) and \(file).pub, sha256 \(fingerprint)\n" },
        json: {
          [
            "format": "gemma-safety.release-key/1", "private": .string(file),
            "public": .string(file + ".pub"), "sha256": .string(fingerprint),
          ]
        }
      )
    }
  }
}
