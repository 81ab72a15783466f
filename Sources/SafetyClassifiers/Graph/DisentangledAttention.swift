import TensorCompute

/// DeBERTa's attention: content with content, content with position, position with content.
struct DisentangledAttention: Sendable {
  private let heads: Int
  private let headWidth: Int
  private let scale: Float
  private let buckets: RelativeBuckets
  /// (2 · span) × width: what queries are compared with, by distance.
  private let positionKeys: [Float]?
  /// (2 · span) × width: what keys are compared with, by distance.
  private let positionQueries: [Float]?

  private static let scores = Workspace.Slot("scores")
  private static let byDistance = Workspace.Slot("scores by distance")
  private static let positions = Workspace.Slot("position rows")

  init(
    _ weights: EncoderWeights,
    _ configuration: EncoderConfiguration,
    _ options: DisentangledConfiguration,
    _ names: LayerNames,
    projections: DenseLayer,
    relativeRows: [Float]
  ) throws {
    heads = configuration.heads
    headWidth = configuration.headWidth
    scale = 1 / Float(headWidth * options.scaleFactor).squareRoot()
    buckets = RelativeBuckets(options, length: configuration.maximumTokens)
    let width = configuration.width
    func projected(_ name: String, shared columns: Int) throws -> [Float] {
      guard options.sharesProjections else {
        let layer = try weights.dense(name, outputs: width, inputs: width)
        return Self.apply(layer, to: relativeRows, keeping: 0..<width)
      }
      return Self.apply(projections, to: relativeRows, keeping: columns..<columns + width)
    }
    positionQueries =
      options.positionToContent ? try projected(names.positionQueries, shared: 0) : nil
    positionKeys =
      options.contentToPosition ? try projected(names.positionKeys, shared: width) : nil
  }

  private static func apply(
    _ layer: DenseLayer,
    to rows: [Float],
    keeping columns: Range<Int>
  ) -> [Float] {
    let count = rows.count / layer.inputs
    let workspace = Workspace()
    defer { withExtendedLifetime(workspace) {} }
    let input = workspace.matrix(.init("rows"), rows: count, columns: layer.inputs)
    for row in 0..<count {
      let start = row * layer.inputs
      _ = input.row(row).update(fromContentsOf: rows[start..<start + layer.inputs])
    }
    let output = workspace.matrix(.init("projected"), rows: count, columns: layer.outputs)
    layer.apply(input, into: output, workspace: workspace)
    return (0..<count).flatMap { output.columns(columns).row($0) }
  }

  /// Lets every token attend to all tokens of its sequence; parameters as for `SelfAttention`.
  func apply(
    queries: MatrixView,
    keys: MatrixView,
    values: MatrixView,
    offsets: [Int],
    into output: MatrixView,
    workspace: Workspace
  ) {
    for (start, end) in zip(offsets, offsets.dropFirst()) where start < end {
      let tokens = start..<end
      for head in 0..<heads {
        let columns = head * headWidth..<(head + 1) * headWidth
        attend(
          queries.rows(tokens).columns(columns),
          keys.rows(tokens).columns(columns),
          values.rows(tokens).columns(columns),
          columns,
          into: output.rows(tokens).columns(columns),
          workspace: workspace
        )
      }
    }
  }

  private func attend(
    _ queries: MatrixView,
    _ keys: MatrixView,
    _ values: MatrixView,
    _ columns: Range<Int>,
    into output: MatrixView,
    workspace: Workspace
  ) {
    let length = queries.rows
    let scores = workspace.matrix(Self.scores, rows: length, columns: length)
    MatrixProducts.multiplyTransposed(queries, keys, into: scores, workspace: workspace)
    if let positionKeys {
      let (found, first) = compare(queries, positionKeys, columns, workspace: workspace)
      for query in 0..<length {
        for key in 0..<length {
          scores[query, key] += found[query, buckets.row(query - key) - first]
        }
      }
    }
    if let positionQueries {
      let (found, first) = compare(keys, positionQueries, columns, workspace: workspace)
      for query in 0..<length {
        for key in 0..<length {
          scores[query, key] += found[key, buckets.row(query - key) - first]
        }
      }
    }
    MatrixProducts.softmaxRows(scores, scale: scale)
    MatrixProducts.multiply(scores, values, into: output, workspace: workspace)
  }

  /// Compares content with the rows of the distances that a sequence of this length can have.
  ///
  /// - Returns: tokens × rows, and the number of the first row.
  private func compare(
    _ content: MatrixView,
    _ table: [Float],
    _ columns: Range<Int>,
    workspace: Workspace
  ) -> (MatrixView, Int) {
    let width = heads * headWidth
    let first = buckets.row(1 - content.rows)
    let count = buckets.row(content.rows - 1) - first + 1
    let rows = workspace.matrix(Self.positions, rows: count, columns: headWidth)
    for row in 0..<count {
      let start = (first + row) * width + columns.lowerBound
      _ = rows.row(row).update(fromContentsOf: table[start..<start + headWidth])
    }
    let found = workspace.matrix(Self.byDistance, rows: content.rows, columns: count)
    MatrixProducts.multiplyTransposed(content, rows, into: found, workspace: workspace)
    return (found, first)
  }
}
