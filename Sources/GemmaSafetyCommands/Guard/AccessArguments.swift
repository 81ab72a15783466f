import ArgumentParser
import Diagnostics
import GuardServer
import SafetyCore
import SafetyRuntime

/// Who may ask the server, and by which way.
struct AccessArguments: ParsableArguments {
  @Option(
    help: "A file of keys, one a line, with a name and a route after each if wanted.",
    completion: .file()
  )
  var apiKeyFile: String?
  @Option(help: "A PEM file with the certificate chain, for TLS.", completion: .file())
  var tlsCertificate: String?
  @Option(help: "A PEM file with its private key.", completion: .file()) var tlsKey: String?
  @Option(help: "The port of the listener for /admin; none without it.") var adminPort: Int?
  @Option(help: "The address of that listener.") var adminHost = "127.0.0.1"
  @Option(help: Setting.adminToken.help("A file with its token."), completion: .file())
  var adminTokenFile: String?
  @Option(
    help: Setting.sealKey.help("A file with the key of the seals of turns."),
    completion: .file()
  )
  var sealKeyFile: String?

  private static let shortestSealKey = 32
  private static let shortestToken = 16

  func check() throws {
    guard (tlsCertificate == nil) == (tlsKey == nil) else {
      throw ValidationError("--tls-certificate and --tls-key belong together")
    }
    guard adminPort.map({ 0...65_535 ~= $0 }) ?? true else {
      throw ValidationError("--admin-port must be from 0 to 65535")
    }
    guard adminPort != nil || adminTokenFile == nil else {
      throw ValidationError("--admin-token-file belongs to --admin-port")
    }
  }

  /// The key that vouches for turns of earlier requests; nil where none is given.
  ///
  /// - Throws: `serve/short-seal-key`, what reading the file throws.
  func sealKey() throws -> DigestKey? {
    guard let key = try SecretFile.read(sealKeyFile, for: .sealKey) else {
      return nil
    }
    guard key.utf8.count >= Self.shortestSealKey else {
      throw Diagnostic(
        "serve/short-seal-key",
        "the key of the seals has fewer than \(Self.shortestSealKey) characters",
        at: .init(file: sealKeyFile ?? "$\(Setting.sealKey.variable)"),
        hint: "openssl rand -hex 32 makes one"
      )
    }
    return DigestKey(bytes: Array(key.utf8))
  }

  func apply(to options: inout ServeOptions) throws {
    if let apiKeyFile {
      options.keys = try APIKeys(parsing: try InputFile.text(apiKeyFile), file: apiKeyFile)
    }
    if let tlsCertificate, let tlsKey {
      options.certificate = .init(chain: tlsCertificate, key: tlsKey)
    }
    guard let adminPort else { return }
    let token = try SecretFile.read(adminTokenFile, for: .adminToken)
    guard let token, token.utf8.count >= Self.shortestToken else {
      throw Diagnostic(
        "serve/no-admin-token",
        "--admin-port needs a token of \(Self.shortestToken) characters or more",
        hint: "give --admin-token-file or set \(Setting.adminToken.variable)"
      )
    }
    options.admin = .init(host: adminHost, port: adminPort, token: token)
  }
}
