import Diagnostics
import FoundationEssentials

/// Where a server with an OpenAI-compatible interface is, and how long and how much it may answer.
package struct UpstreamEndpoint: Sendable {
  /// What is refused as too long or too large.
  package struct Limits: Sendable, Hashable {
    /// Seconds until a connection must stand.
    package var connectSeconds = 10.0
    /// The longest silence in seconds, that before the first piece included.
    package var silenceSeconds = 120.0
    /// Seconds for one whole answer.
    package var totalSeconds = 900.0
    /// Bytes of one event of a stream.
    package var eventBytes = 1 << 20
    /// Bytes of a whole answer.
    package var answerBytes = 16 << 20
    /// How often a busy server (429 or 503) is asked again; a caller who can wait says so.
    package var retries = 0

    package init() {}
  }

  /// The address that `/chat/completions` is appended to, without a slash at its end.
  package let base: String
  /// The model asked for; nil where requests name it or the server has one only.
  package var model: String?
  /// Sent as a bearer token; it is in no message and no record.
  package var apiKey: String?
  package var limits = Limits()

  /// Reads an address; `/v1` is appended where it has no path.
  ///
  /// - Parameters:
  ///   - url: Such as `http://127.0.0.1:8000` or `https://host/api/v1`.
  ///   - model: The model to ask for.
  ///   - apiKey: A bearer token.
  /// - Throws: `upstream/bad-url`, `upstream/bad-key`.
  package init(_ url: String, model: String? = nil, apiKey: String? = nil) throws {
    guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
      scheme == "http" || scheme == "https", let host = parts.host, !host.isEmpty,
      parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil
    else {
      throw Diagnostic(
        "upstream/bad-url",
        "the address of the server is not an http or https URL without name, password and query",
        hint: "write it as in http://127.0.0.1:8000"
      )
    }
    guard apiKey?.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) ?? true else {
      throw Diagnostic("upstream/bad-key", "the key holds characters that no header may hold")
    }
    var base = url
    while base.hasSuffix("/") { base.removeLast() }
    self.base = parts.path.allSatisfy { $0 == "/" } ? base + "/v1" : base
    self.model = model
    self.apiKey = apiKey
  }
}
