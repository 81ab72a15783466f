import AuditLog
import SafetyCore
import Testing

struct ErasedSubjectTests {
  @Test func `knows whom it was told to forget`() throws {
    let test = try TestLog()
    let log = try test.open()
    #expect(try !log.isErased("7f3c"))
    var record = DecisionRecord(kind: "guard.decision", run: "g", body: [:])
    record.sealed = [SealedContent(slot: "prompt", subject: "7f3c", content: Array("tea".utf8))]
    try log.append([record], run: "g", state: nil)
    #expect(try !log.isErased("7f3c"))
    _ = try log.erase(.subject("7f3c"), basis: "asked for")
    #expect(try log.isErased("7f3c") && !log.isErased("7f3d"))
    try log.close()
  }
}
