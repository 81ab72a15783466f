import TensorCompute
import Testing

struct FirstTokenAttentionTests {
  @Test(arguments: [(4, 32), (3, 9), (1, 8), (5, 5)])
  func `gives first tokens what attention of all tokens gives them`(heads: Int, headWidth: Int) {
    let width = heads * headWidth
    let offsets = [0, 1, 40, 43, 171]
    var state: UInt64 = 51
    func draw() -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) / Float(1 << 23) - 1
    }
    let workspace = Workspace()
    let projected = workspace.matrix(.init("projected"), rows: 171, columns: 3 * width)
    for row in 0..<projected.rows {
      for column in 0..<projected.columns { projected[row, column] = draw() }
    }
    let keys = projected.columns(width..<2 * width)
    let values = projected.columns(2 * width..<3 * width)
    let all = workspace.matrix(.init("all"), rows: 171, columns: width)
    SelfAttention(heads: heads, headWidth: headWidth).apply(
      queries: projected.columns(0..<width),
      keys: keys,
      values: values,
      offsets: offsets,
      into: all,
      workspace: workspace
    )
    let queries = workspace.matrix(.init("queries"), rows: 4, columns: width)
    for row in 0..<4 {
      for column in 0..<width { queries[row, column] = projected[offsets[row], column] }
    }
    let first = workspace.matrix(.init("first"), rows: 4, columns: width)
    FirstTokenAttention(heads: heads, headWidth: headWidth).apply(
      queries: queries,
      keys: keys,
      values: values,
      offsets: offsets,
      into: first,
      workspace: workspace
    )
    var largest: Float = 0
    for row in 0..<4 {
      for column in 0..<width {
        largest = max(largest, abs(first[row, column] - all[offsets[row], column]))
      }
    }
    #expect(largest < 1e-5)
    withExtendedLifetime(workspace) {}
  }
}
