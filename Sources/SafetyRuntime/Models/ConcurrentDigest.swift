import Diagnostics
import Dispatch
import SafetyCore
import Synchronization

/// The digest of a model that is at work already, hashed on a queue of its own meanwhile.
///
/// What is hashed are the files as they lay there when the model was opened: if one of them is another
/// or was written to by the end, there is no digest, and nothing that needs one goes on.
final class ConcurrentDigest: Sendable {
  private enum State {
    case hashing([CheckedContinuation<Digest, any Error>])
    case done(Result<Digest, any Error>)
  }

  private let state: Mutex<State>

  /// A digest that is known.
  init(_ digest: Digest) { state = Mutex(.done(.success(digest))) }

  /// A digest that is to be computed by `begin`.
  init() { state = Mutex(.hashing([])) }

  /// Hashes the files of a model, which must still be those of the inventory at the end.
  func begin(_ path: String, _ inventory: ModelInventory) {
    DispatchQueue(label: "gemma-safety.digest").async { [self] in
      end(
        Result {
          let digest = try ModelDigest(of: path).root
          guard try ModelInventory(path) == inventory else { throw Self.changed(path) }
          return digest
        }
      )
    }
  }

  /// Waits for the end of hashing.
  var value: Digest {
    get async throws {
      try await withCheckedThrowingContinuation { waiting in
        let result = state.withLock { state -> Result<Digest, any Error>? in
          switch state {
          case .done(let result): return result
          case .hashing(let others):
            state = .hashing(others + [waiting])
            return nil
          }
        }
        if let result { waiting.resume(with: result) }
      }
    }
  }

  private func end(_ result: Result<Digest, any Error>) {
    let waiting = state.withLock { state -> [CheckedContinuation<Digest, any Error>] in
      guard case .hashing(let waiting) = state else { return [] }
      state = .done(result)
      return waiting
    }
    for one in waiting { one.resume(with: result) }
  }

  private static func changed(_ path: String) -> Diagnostic {
    Diagnostic(
      "model/changed",
      "a file of the model was changed while the model was opened",
      at: .init(file: path),
      hint: "start again when nothing writes there"
    )
  }
}
