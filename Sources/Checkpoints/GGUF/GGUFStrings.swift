/// Strings one behind the other, which need not be UTF-8.
package struct GGUFStrings: Sendable, Hashable, RandomAccessCollection {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  package init() {}

  package var startIndex: Int { 0 }
  package var endIndex: Int { ends.count }

  package subscript(index: Int) -> ArraySlice<UInt8> {
    bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  package mutating func append(_ string: some Collection<UInt8>) {
    bytes.append(contentsOf: string)
    ends.append(bytes.count)
  }
}
