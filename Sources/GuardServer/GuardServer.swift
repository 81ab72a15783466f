import Diagnostics
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// The guard as an OpenAI-compatible server.
package struct GuardServer: Sendable {
  /// Seconds after which a connection that says nothing is closed.
  private static let idleSeconds: Int64 = 75

  private let service: GuardService
  private let options: ServeOptions
  /// Told the address that each listener got, and of reloads of the policy.
  private let note: @Sendable (String) -> Void
  private let onListening: @Sendable (_ isAdmin: Bool, _ port: Int) -> Void

  /// - Parameters:
  ///   - service: What the routes ask.
  ///   - options: How to listen.
  ///   - note: Takes lines for whoever watches the server.
  ///   - onListening: Told the port of each listener once it accepts connections.
  package init(
    _ service: GuardService,
    _ options: ServeOptions,
    note: @escaping @Sendable (String) -> Void,
    onListening: @escaping @Sendable (_ isAdmin: Bool, _ port: Int) -> Void
  ) {
    self.service = service
    self.options = options
    self.note = note
    self.onListening = onListening
  }

  /// Serves until the task is cancelled, or a signal asks to stop; answers on their way are finished.
  ///
  /// - Parameter signals: Signals that stop the server; SIGHUP reads the policy again.
  /// - Throws: `serve/…` where it cannot listen.
  package func run(stoppingAt signals: [UnixSignal] = [.sigterm, .sigint]) async throws {
    var logger = Logger(label: "gemma-safety.serve") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .critical
    let slots = ServingSlots(bound: options.limits.concurrent)
    let status = StatusRoutes(service: service, slots: slots)
    var services: [any Service] = [
      try application(router(status, slots), options.host, options.port, isAdmin: false, logger)
    ]
    if let admin = options.admin {
      let routes = AdminRoutes(service: service, status: status, token: admin.token)
      services.append(
        try application(routes.router(), admin.host, admin.port, isAdmin: true, logger)
      )
    }
    services.append(ReloadService(service: service, note: note))
    var configuration = ServiceGroupConfiguration(
      services: services,
      gracefulShutdownSignals: signals,
      logger: logger
    )
    configuration.maximumGracefulShutdownDuration = .seconds(options.limits.graceSeconds)
    try await ServiceGroup(configuration: configuration).run()
  }

  private func router(_ status: StatusRoutes, _ slots: ServingSlots) -> Router<ServeContext> {
    let router = Router(context: ServeContext.self, options: .autoGenerateHeadEndpoints)
    router.middlewares.add(FailureReplies(metrics: service.metrics))
    status.addHealth(to: router)
    let gate = Gatekeeper(keys: options.keys, rate: RateLimit(perMinute: options.limits.perMinute))
    router.group("").add(middleware: gate).get("metrics") { _, _ in status.metrics() }
    let group = router.group("v1").add(middleware: gate)
    AnswerRoutes(service, options, slots).add(to: group)
    CheckRoutes(service: service, options: options, slots: slots).add(to: group)
    PolicyRoutes(service: service, options: options, slots: slots).add(to: group)
    status.addModels(to: group)
    OtherMethods.add(to: router)
    return router
  }

  private func application(
    _ router: Router<ServeContext>,
    _ host: String,
    _ port: Int,
    isAdmin: Bool,
    _ logger: Logger
  ) throws -> some Service {
    let onListening = onListening
    let application = Application(
      router: router,
      server: try server(),
      configuration: .init(address: .hostname(host, port: port)),
      onServerRunning: { channel in onListening(isAdmin, channel.localAddress?.port ?? port) },
      logger: logger
    )
    return Listener(application: application, host: host, port: port, isAdmin: isAdmin)
  }

  private func server() throws -> HTTPServerBuilder {
    let plain = plain
    guard let certificate = options.certificate else { return plain }
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(certificate.chain)
      let key = try NIOSSLPrivateKey(file: certificate.key, format: .pem)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) },
        privateKey: .privateKey(key)
      )
      configuration.minimumTLSVersion = .tlsv12
      return try .tls(plain, tlsConfiguration: configuration)
    } catch {
      throw Diagnostic(
        "serve/bad-certificate",
        "the certificate chain or its key cannot be used",
        at: .init(file: certificate.chain),
        hint: "both are PEM files; the key is not encrypted and belongs to the first certificate"
      )
    }
  }

  /// HTTP without TLS.
  private var plain: HTTPServerBuilder {
    let most = options.limits.bodyBytes
    return HTTPServerBuilder { responder in
      ClientChannel(
        base: HTTP1Channel(
          responder: { request, writer, channel in
            if Self.waits(request, most) {
              try await writer.writeInformationalHead(.init(status: .continue))
            }
            try await responder(request, writer, channel)
          },
          configuration: .init(idleTimeout: .seconds(Self.idleSeconds))
        )
      )
    }
  }

  /// Whether a client sends its body only when told to, and may send one of that length.
  private static func waits(_ request: Request, _ mostBytes: Int) -> Bool {
    request.headers[.expect]?.lowercased() == "100-continue"
      && request.headers[.contentLength].map { Int($0) ?? .max } ?? 0 <= mostBytes
  }
}
