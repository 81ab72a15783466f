import Foundation
import Synchronization

/// A server on a socket of this machine that answers each request with the bytes of a script.
///
/// It knows just enough HTTP to read a request; what it sends is up to the script, broken or not.
package final class ScriptedServer: Sendable {
  /// What a client sent.
  package struct Request: Sendable {
    package var head: String
    package var body: String

    /// Such as `POST /v1/chat/completions`.
    package var line: String {
      head.split(separator: "\r\n").first?.split(separator: " ").prefix(2).joined(separator: " ")
        ?? ""
    }

    /// The value of a header, or nil.
    package func header(_ name: String) -> String? {
      head.split(separator: "\r\n").dropFirst().compactMap { line -> String? in
        let parts = line.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == name else { return nil }
        return parts[1].trimmingCharacters(in: .whitespaces)
      }.first
    }
  }

  /// One connection, handed to the script after its request was read.
  package struct Connection: Sendable {
    fileprivate let socket: Int32

    /// Sends bytes; false where the client is gone.
    @discardableResult package func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends bytes; false where the client is gone.
    @discardableResult package func send(_ bytes: [UInt8]) -> Bool {
      var sent = 0
      while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes {
          Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }

    /// Sends the head of an event stream that ends with the connection.
    package func beginEvents() {
      send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n")
    }

    /// Sends one event.
    @discardableResult package func event(_ data: String) -> Bool { send("data: \(data)\n\n") }

    /// Sends a piece of an answer.
    @discardableResult package func delta(_ text: String) -> Bool {
      let string = String(decoding: (try? JSONEncoder().encode(text)) ?? Data(), as: UTF8.self)
      return event(
        #"{"choices":[{"index":0,"delta":{"content":\#(string)},"finish_reason":null}]}"#
      )
    }

    /// Sends the end of an answer.
    package func finish(_ reason: String = "stop") {
      event(#"{"choices":[{"index":0,"delta":{},"finish_reason":"\#(reason)"}]}"#)
      event(
        #"{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}"#
      )
      event("[DONE]")
    }

    /// Sends a whole answer.
    package func answer(_ body: String, status: String = "200 OK") {
      send(
        "HTTP/1.1 \(status)\r\ncontent-type: application/json\r\n"
          + "content-length: \(body.utf8.count)\r\nconnection: close\r\n\r\n\(body)"
      )
    }

    /// The next request on this connection, or nil where the client hung up.
    package func nextRequest() -> Request? { ScriptedServer.read(socket) }

    /// Waits until the client hangs up, at most so many seconds; whether it did.
    package func waitForEnd(seconds: Double = 10) -> Bool {
      var watch = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      let end = Date().addingTimeInterval(seconds)
      while Date() < end {
        guard poll(&watch, 1, 50) > 0 else { continue }
        var byte: UInt8 = 0
        if recv(socket, &byte, 1, 0) <= 0 { return true }
      }
      return false
    }
  }

  package let port: Int
  private let listener: Int32
  private let kept = Kept()

  /// The requests so far; the threads that serve have it, and not the server, so that it can go.
  private final class Kept: Sendable {
    let requests = Mutex<[Request]>([])
  }

  /// Such as `http://127.0.0.1:40001`.
  package var url: String { "http://127.0.0.1:\(port)" }

  /// The requests so far.
  package var requests: [Request] { kept.requests.withLock { $0 } }

  /// Listens on a free port; the script runs once for each connection, on a thread of its own.
  package init(_ script: @escaping @Sendable (Request, Connection) -> Void) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 64) == 0
          && getsockname(listener, $0, &size) == 0
      }
    }
    guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
    self.listener = listener
    port = Int(UInt16(bigEndian: address.sin_port))
    let kept = kept
    Thread {
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        Thread {
          if let request = Self.read(client) {
            kept.requests.withLock { $0.append(request) }
            script(request, Connection(socket: client))
          }
          close(client)
        }.start()
      }
    }.start()
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  fileprivate static func read(_ client: Int32) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var length: Int?
    var bodyStart = 0
    while length.map({ bytes.count < bodyStart + $0 }) ?? true {
      let count = recv(client, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      bytes += buffer[..<count]
      guard length == nil, let end = Data(bytes).range(of: Data("\r\n\r\n".utf8)) else { continue }
      bodyStart = end.upperBound
      let head = Request(head: String(decoding: bytes[..<end.lowerBound], as: UTF8.self), body: "")
      length = head.header("content-length").flatMap { Int($0) } ?? 0
    }
    return Request(
      head: String(decoding: bytes[..<bodyStart], as: UTF8.self),
      body: String(decoding: bytes[bodyStart...], as: UTF8.self)
    )
  }
}
