import Diagnostics
import NIOCore
import ServiceLifecycle

/// A listener that says of itself where it cannot listen.
struct Listener<Wrapped: Service>: Service {
  let application: Wrapped
  let host: String
  let port: Int
  let isAdmin: Bool

  func run() async throws {
    do { try await application.run() } catch let failure as IOError {
      throw diagnostic(failure.description, "another program may use the port; 0 takes a free one")
    } catch is SocketAddressError.UnknownHost {
      throw diagnostic("there is no such address", "write it as in 127.0.0.1, ::1 or localhost")
    }
  }

  private func diagnostic(_ reason: String, _ hint: String?) -> Diagnostic {
    let option = isAdmin ? "--admin-port" : "--port"
    return Diagnostic(
      "serve/cannot-listen",
      "cannot listen on \(host) port \(port) (\(option)): \(reason)",
      hint: hint
    )
  }
}
