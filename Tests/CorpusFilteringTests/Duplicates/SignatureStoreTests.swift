import CorpusFiltering
import SafetyCore
import Testing
import TextViews

struct SignatureStoreTests {
  private func signature(_ keys: [UInt64], _ codes: [UInt8]) -> TextSignature {
    TextSignature(keys: keys, codes: codes)
  }

  private func place(_ number: Int) -> OriginalDocument {
    OriginalDocument(id: "kettle-\(number)", shard: number % 3, line: number + 1)
  }

  /// Adds a document that must find room.
  private func add(_ signature: TextSignature, _ number: Int, to store: inout SignatureStore) {
    let hasRoom = store.add(signature, place(number))
    #expect(hasRoom)
  }

  @Test func `finds the most similar document of all shared buckets`() {
    var store = SignatureStore(codeCount: 4, memoryBytes: 1 << 20)
    #expect(store.closest(to: signature([1, 2], [1, 2, 3, 4])) == nil)
    add(signature([1, 9], [1, 2, 0, 0]), 0, to: &store)
    add(signature([7, 2], [1, 2, 3, 0]), 1, to: &store)
    add(signature([8, 8], [1, 2, 3, 4]), 2, to: &store)
    let match = store.closest(to: signature([1, 2], [1, 2, 3, 4]))
    // Three of four codes: (256 * 3 - 4) / (255 * 4).
    #expect(match == .init(document: 1, similarity: 764.0 / 1020))
    #expect(store.place(of: 1) == place(1))
    #expect(store.closest(to: signature([3, 3], [1, 2, 3, 4])) == nil)
  }

  @Test func `takes the first of equally similar documents, in whatever bucket`() {
    var store = SignatureStore(codeCount: 2, memoryBytes: 1 << 20)
    for number in 0..<5 {
      add(signature([UInt64(10 - number)], [5, 6]), number, to: &store)
    }
    let keys = (6...10).map(UInt64.init)
    #expect(store.closest(to: signature(keys, [5, 6])) == .init(document: 0, similarity: 1))
  }

  @Test func `remembers thousands across chunks and growing tables`() {
    var store = SignatureStore(codeCount: 2, memoryBytes: 1 << 24)
    func keys(_ number: Int) -> [UInt64] {
      [UInt64(number), UInt64(number) &* 0x9E37_79B9_7F4A_7C15]
    }
    for number in 0..<5_000 {
      add(signature(keys(number), [UInt8(number & 255), 1]), number, to: &store)
    }
    for number in stride(from: 0, to: 5_000, by: 7) {
      let match = store.closest(to: signature(keys(number), [UInt8(number & 255), 1]))
      #expect(match == .init(document: number, similarity: 1))
      #expect(store.place(of: number) == place(number))
    }
    store.addCopy(of: 4_321)
    store.addCopy(of: 4_321)
    #expect(store.copies(of: 4_321) == 2 && store.copies(of: 1) == 0)
  }

  @Test func `never takes more than its memory, and adds nothing once it is full`() {
    let limit = 50_000
    var store = SignatureStore(codeCount: 112, memoryBytes: limit)
    var added = 0
    for number in 0..<2_000 {
      let keys = (0..<14).map { UInt64(number * 14 + $0) &* 0x9E37_79B9_7F4A_7C15 }
      if store.add(signature(keys, [UInt8](repeating: 1, count: 112)), place(number)) { added += 1 }
      #expect(store.byteCount <= limit)
    }
    #expect(store.isFull && added == store.count && added > 20 && added < 2_000)
    let hasRoom = store.add(signature([1], [UInt8](repeating: 1, count: 112)), place(1))
    #expect(!hasRoom)
  }

  @Test func `a bucket takes sixteen documents`() {
    var store = SignatureStore(codeCount: 1, memoryBytes: 1 << 20)
    for number in 0..<20 { add(signature([3], [UInt8(number)]), number, to: &store) }
    #expect(store.closest(to: signature([3], [15]))?.similarity == 1)
    #expect(store.closest(to: signature([3], [16]))?.similarity == 0)
  }
}
