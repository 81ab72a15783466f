import SafetyCore
import Testing

@Suite struct MerkleRangeTests {
  /// The leaves of Certificate Transparency's reference tree.
  private static let leaves: [[UInt8]] = [
    [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
    Array(0x50...0x57), Array(0x60...0x6F),
  ]

  /// The reference roots at sizes 1 to 8.
  private static let roots = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  /// The recursive definition of RFC 6962, section 2.1.
  private static func reference(_ leaves: ArraySlice<[UInt8]>) -> Digest {
    guard leaves.count > 1 else {
      return leaves.first.map { MerkleRange.leafHash($0) } ?? Digest.sha256([])
    }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    let middle = leaves.startIndex + split
    return MerkleRange.node(
      reference(leaves[leaves.startIndex..<middle]),
      reference(leaves[middle...])
    )
  }

  @Test func `gives the reference roots of certificate transparency`() {
    var range = MerkleRange()
    #expect(
      range.root.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    for (leaf, root) in zip(Self.leaves, Self.roots) {
      range.append(MerkleRange.leafHash(leaf))
      #expect(range.root.hex == root)
    }
    #expect(range.size == 8)
  }

  @Test func `agrees with the recursive definition and its own state at every size`() {
    let leaves = (0..<130).map { [UInt8($0)] }
    var range = MerkleRange()
    for size in 1...leaves.count {
      range.append(MerkleRange.leafHash(leaves[size - 1]))
      #expect(range.root == Self.reference(leaves[..<size]))
      #expect(MerkleRange(state: range.state) == range)
    }
  }

  @Test func `takes whole subtrees and names the nodes that become complete`() {
    var small = MerkleRange()
    var nodes: [(height: Int, node: Digest)] = []
    for byte in 0..<11 {
      small.append(MerkleRange.leafHash([UInt8(byte)]), height: 0) { nodes.append(($0, $1)) }
    }
    var large = MerkleRange()
    for pair in nodes.filter({ $0.height == 2 }) { large.append(pair.node, height: 2) { _, _ in } }
    for byte in 8..<11 { large.append(MerkleRange.leafHash([UInt8(byte)])) }
    #expect(large == small)
    #expect(nodes.map(\.height) == [1, 1, 2, 1, 1, 2, 3, 1])
  }

  @Test func `refuses a state that is none`() {
    var range = MerkleRange()
    for byte in 0..<5 { range.append(MerkleRange.leafHash([UInt8(byte)])) }
    let state = range.state
    #expect(MerkleRange(state: []) == nil)
    #expect(MerkleRange(state: state.dropLast()) == nil)
    #expect(MerkleRange(state: state + [0]) == nil)
    #expect(MerkleRange(state: [UInt8](repeating: 255, count: 8 + 64 * 32)) == nil)
    #expect(MerkleRange(state: [UInt8](repeating: 0, count: 8)) == MerkleRange())
  }
}
