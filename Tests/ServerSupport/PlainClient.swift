import Foundation

/// A client on a socket that sends what it is told, right or wrong, and reads what comes.
package struct PlainClient: Sendable {
  /// What came back.
  package struct Response: Sendable {
    package var status: Int
    package var headers: [String: String]
    package var body: String

    /// The data of the events of a stream.
    package var events: [String] {
      body.split(separator: "\n").filter { $0.hasPrefix("data: ") }.map { String($0.dropFirst(6)) }
    }
  }

  package struct Failure: Error {
    package var reason: String
  }

  package let port: Int

  package init(port: Int) { self.port = port }

  /// Sends a request and reads to the end of the connection.
  package func send(
    _ method: String,
    _ path: String,
    _ body: String = "",
    headers: [String: String] = [:]
  ) async throws -> Response {
    try await send(method, path, Array(body.utf8), headers: headers)
  }

  /// The same with a body of any bytes.
  package func send(
    _ method: String,
    _ path: String,
    _ body: [UInt8],
    headers: [String: String] = [:]
  ) async throws -> Response {
    try await Blocking.run {
      let connection = try begin(method, path, body, headers: headers)
      return try Self.parse(connection.readAll())
    }
  }

  /// Sends a request and leaves the reading to the caller.
  package func begin(
    _ method: String,
    _ path: String,
    _ body: [UInt8],
    headers: [String: String] = [:]
  ) throws -> OpenConnection {
    var head = "\(method) \(path) HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n"
    if headers["content-length"] == nil, method == "POST" || !body.isEmpty {
      head += "content-length: \(body.count)\r\n"
    }
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) where !value.isEmpty {
      head += "\(name): \(value)\r\n"
    }
    let connection = try OpenConnection(port: port)
    connection.send(Array((head + "\r\n").utf8) + body)
    return connection
  }

  private static func parse(_ bytes: [UInt8]) throws -> Response {
    guard let end = Data(bytes).range(of: Data("\r\n\r\n".utf8)) else {
      throw Failure(reason: "no head in \(bytes.count) bytes")
    }
    let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
    let lines = head.components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count >= 2, let status = Int(words[1]) else { throw Failure(reason: "no status") }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 {
        headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
      }
    }
    var body = Array(bytes[end.upperBound...])
    if headers["transfer-encoding"] == "chunked" { body = unchunked(body) }
    return Response(
      status: status,
      headers: headers,
      body: String(decoding: body, as: UTF8.self)
    )
  }

  private static func unchunked(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0D),
      let size = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16), size > 0
    {
      let body = rest[(end + 2)...].prefix(size)
      out += body
      rest = rest[body.endIndex...].dropFirst(2)
    }
    return out
  }
}

/// A connection of a `PlainClient`.
package final class OpenConnection: Sendable {
  private let descriptor: Int32

  /// - Parameters:
  ///   - port: On this machine.
  ///   - buffer: The most bytes that wait to be read; nil for as many as usual.
  /// - Throws: Where nobody listens.
  package init(port: Int, buffer: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var buffer {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &buffer, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let isOpen = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isOpen else { throw PlainClient.Failure(reason: "cannot connect to port \(port)") }
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(
      descriptor,
      SOL_SOCKET,
      SO_RCVTIMEO,
      &patience,
      socklen_t(MemoryLayout<timeval>.size)
    )
  }

  deinit { close(descriptor) }

  /// Sends bytes; false where the server is gone.
  @discardableResult package func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// The next bytes; none where the server hung up.
  package func read() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return Array(buffer.prefix(max(0, count)))
  }

  /// Reads until a text has come; false where the server hung up before.
  package func read(until text: String) -> Bool {
    var all: [UInt8] = []
    while !String(decoding: all, as: UTF8.self).contains(text) {
      let piece = read()
      guard !piece.isEmpty else { return false }
      all += piece
    }
    return true
  }

  /// All bytes until the server hangs up, or says nothing for long.
  package func readAll() -> [UInt8] { readToEnd().bytes }

  /// All bytes, and whether the server has hung up after them.
  package func readToEnd() -> (bytes: [UInt8], isEnded: Bool) {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return (all, count == 0) }
      all += buffer.prefix(count)
    }
  }

  /// Ends the connection in both directions, whatever is still on its way.
  package func hangUp() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}

/// Runs what waits for a socket on threads of its own, since tasks have few.
package enum Blocking {
  package static func run<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { done in
      Thread { done.resume(with: Result { try work() }) }.start()
    }
  }
}
