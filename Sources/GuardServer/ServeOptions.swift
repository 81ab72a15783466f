/// How the server listens and whom it serves.
package struct ServeOptions: Sendable {
  /// PEM files of a certificate chain and its key.
  package struct Certificate: Sendable, Hashable {
    package var chain: String
    package var key: String

    package init(chain: String, key: String) {
      self.chain = chain
      self.key = key
    }
  }

  /// A listener for those who run the server.
  package struct Admin: Sendable, Hashable {
    package var host: String
    package var port: Int
    /// What `Authorization: Bearer` must hold there.
    package var token: String

    package init(host: String, port: Int, token: String) {
      self.host = host
      self.port = port
      self.token = token
    }
  }

  package var host: String
  /// 0 takes a free one.
  package var port: Int
  package var admin: Admin?
  package var certificate: Certificate?
  package var keys = APIKeys()
  package var limits = ServeLimits()
  /// Whether a refused prompt is an error with status 400 instead of an answer that refuses.
  package var isStrict = false

  package init(host: String, port: Int) {
    self.host = host
    self.port = port
  }
}
