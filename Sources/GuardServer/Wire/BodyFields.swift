import Diagnostics
import StrictJSON

/// Reads a body as an object with checked fields.
struct BodyFields {
  /// Arrays and objects within each other.
  static let depth = 64

  let fields: JSONFields
  let members: [String: JSONValue]

  /// - Throws: A `ServeFailure` with status 400.
  init(_ bytes: [UInt8]) throws(ServeFailure) {
    do {
      let value = try JSONValue(
        parsing: bytes,
        file: "body",
        limits: .init(bytes: bytes.count, depth: Self.depth)
      )
      fields = try JSONFields(value, file: "body", code: "request/invalid")
      guard case .object(let members) = value else { throw CancellationError() }
      self.members = members
    } catch let problem as Diagnostic {
      throw ServeFailure(body: problem)
    } catch { throw .invalid("the body cannot be read") }
  }

  /// Takes members that were read and changed; they are an object, so that nothing is thrown.
  init(_ members: [String: JSONValue]) throws {
    fields = try JSONFields(.object(members), file: "body", code: "request/invalid")
    self.members = members
  }

  /// Runs a piece of reading; what it says of a field becomes an answer with status 400.
  static func reading<Value>(_ work: () throws -> Value) throws(ServeFailure) -> Value {
    do { return try work() } catch let failure as ServeFailure { throw failure } catch {
      guard let problem = error as? Diagnostic else { throw .invalid("the body cannot be read") }
      throw ServeFailure(body: problem)
    }
  }
}
