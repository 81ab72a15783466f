import Dispatch
import GenerationGuard
import Glibc
import GuardServer
import SafetyCore
import ServerSupport
import Synchronization
import Testing

/// Policies that are taken up one after the other.
struct ReloadTests {
  typealias Model = ServerUnderTest.Model

  private static func policy(_ version: Int) -> String {
    ServerUnderTest.policy.replacing("version: 1.0.0", with: "version: 1.0.\(version)")
  }

  @Test func `lets a policy go once nobody answers under it, and records each once`() async throws {
    try await ServerUnderTest.serving(Model("Tea.")) { server in
      let token = ["authorization": "Bearer \(ServerUnderTest.adminToken)"]
      for version in [0, 1, 0, 2, 1] {
        server.file.text.withLock { $0 = Self.policy(version) }
        let reload = try await server.admin.send("POST", "/admin/reload", headers: token)
        #expect(reload.status == 200)
        let answer = try await server.chat("Tea?")
        #expect(answer.status == 200)
      }
      let isLetGo = try await eventually { server.file.programsHeld == 1 }
      #expect(isLetGo, "\(server.file.programsHeld) policies are held")
      let others = server.sink.records.withLock { $0.filter { $0.kind != GuardEvent.kind } }
      #expect(others.count == 3)
    }
  }

  @Test func `ends with the policy asked for last, however long the one before takes`() async throws
  {
    let loads = Mutex(0)
    let store = try await PolicyStore(
      today: { "2026-01-31" },
      load: {
        let number = loads.withLock { loads in
          defer { loads += 1 }
          return loads
        }
        // The second one takes until the third is there, were they side by side.
        for _ in 0..<100 where number == 1 && loads.withLock({ $0 }) < 3 {
          var pause = timespec(tv_sec: 0, tv_nsec: 2_000_000)
          nanosleep(&pause, nil)
        }
        return try ServerUnderTest.PolicyText(Self.policy(number)).program()
      }
    )
    async let slow = store.reload()
    while loads.withLock({ $0 }) < 2 { await Task.yield() }
    let last = try await store.reload()
    let first = try await slow
    #expect(first.isChanged && last.isChanged && first.digest != last.digest)
    #expect(store.program.digest == last.digest)
    #expect(store.program.policy.version == "1.0.2")
  }

  @Test func `keeps no task waiting while policies are read`() async throws {
    let gate = DispatchSemaphore(value: 0)
    let reading = Mutex(0)
    let isSlow = Mutex(false)
    let inTime = Mutex(true)
    var stores: [PolicyStore] = []
    // As many at once as the shared pool has threads.
    for _ in 0..<max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) {
      let store = try await PolicyStore(
        today: { "2026-01-31" },
        load: {
          if isSlow.withLock({ $0 }) {
            reading.withLock { $0 += 1 }
            if gate.wait(timeout: .now() + 10) == .timedOut { inTime.withLock { $0 = false } }
          }
          return try ServerUnderTest.PolicyText(Self.policy(0)).program()
        }
      )
      stores.append(store)
    }
    isSlow.withLock { $0 = true }
    let reloads = stores.map { store in Task { try await store.reload() } }
    let areReading = try await eventually { reading.withLock { $0 } == stores.count }
    #expect(areReading)
    for _ in stores { gate.signal() }
    for reload in reloads { _ = try await reload.value }
    #expect(inTime.withLock { $0 })
  }
}
