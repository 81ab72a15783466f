import Synchronization

/// What is made when it is first asked for, once for all who share it.
///
/// Who asks while it is made waits. What could not be made is tried again the next time.
final class FirstUse<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)

  /// The value, if somebody has asked for it.
  var made: Value? { value.withLock { $0 } }

  /// The value, made now where there is none yet.
  func get(_ make: () throws -> Value) throws -> Value {
    try value.withLock { value in
      if let value { return value }
      let made = try make()
      value = made
      return made
    }
  }
}
