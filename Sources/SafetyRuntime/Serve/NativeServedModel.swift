import GuardServer
import SafetyCore

/// A native Gemma behind the server.
struct NativeServedModel: ServedModel {
  let worker: ModelWorker

  var usual: String? { worker.name }
  var takesEverything: Bool { false }

  func names() async throws -> [String] { [worker.name] }
  func check() async throws {}
  func generator(for request: ModelRequest) -> any TextGenerator { worker }
}
