import Checkpoints
import Diagnostics
import TensorCompute

/// From the state of each sequence's first token to raw outputs.
struct ClassificationHead: Sendable {
  private static let pooled = Workspace.Slot("pooled")

  /// None where linear heads stand directly on the encoder.
  private let pooling: DenseLayer?
  private let activation: Activation
  private let output: DenseLayer
  /// Outputs of each head; one head but for models with several.
  let groups: [Int]

  var outputs: Int { output.outputs }

  var isMultiHead: Bool { pooling == nil }

  init(_ weights: EncoderWeights, _ configuration: EncoderConfiguration) throws {
    let width = configuration.width
    activation = configuration.head.activation
    if weights.weights.has("heads.0.weight") {
      pooling = nil
      (output, groups) = try Self.heads(weights, configuration)
      return
    }
    guard configuration.head.scoring != .ordinal else {
      throw Diagnostic(
        "checkpoint/missing-tensor",
        "the configuration names `heads`, the weights have no tensor `heads.0.weight`",
        at: .init(file: weights.weights.name)
      )
    }
    let (inner, outer) = Self.names(configuration.family)
    let count = configuration.head.names.count
    pooling = try weights.dense(inner, outputs: width, inputs: width, isExact: true)
    output = try weights.dense(outer, outputs: count, inputs: width, isExact: true)
    groups = [count]
  }

  private static func names(_ family: EncoderFamily) -> (inner: String, outer: String) {
    switch family {
    case .bert: ("bert.pooler.dense", "classifier")
    case .distilbert: ("pre_classifier", "classifier")
    case .roberta, .electra: ("classifier.dense", "classifier.out_proj")
    case .deberta: ("pooler.dense", "classifier")
    }
  }

  /// Several heads one below the other, as one layer.
  private static func heads(
    _ weights: EncoderWeights,
    _ configuration: EncoderConfiguration
  ) throws -> (DenseLayer, [Int]) {
    let width = configuration.width
    var groups: [Int] = []
    var values: [Float] = []
    var bias: [Float] = []
    while groups.count < 256,
      let shape = weights.weights.tensor("heads.\(groups.count).weight")?.shape,
      let classes = shape.first
    {
      let name = "heads.\(groups.count)"
      guard 2...1024 ~= classes else {
        throw Diagnostic(
          "checkpoint/shape",
          "`\(name).weight` must have 2 to 1024 rows",
          at: .init(file: weights.weights.name)
        )
      }
      values += try weights.floats("\(name).weight", [classes, width])
      bias += try weights.weights.floats("\(name).bias", [classes])
      groups.append(classes)
    }
    return (DenseLayer(weights: values, bias: bias, inputs: width), groups)
  }

  /// Computes sequences × outputs.
  func apply(_ first: MatrixView, into logits: MatrixView, workspace: Workspace) {
    guard let pooling else {
      output.apply(first, into: logits, workspace: workspace)
      return
    }
    let pooled = workspace.matrix(Self.pooled, rows: first.rows, columns: first.columns)
    pooling.apply(first, into: pooled, activation: activation, workspace: workspace)
    output.apply(pooled, into: logits, workspace: workspace)
  }
}
