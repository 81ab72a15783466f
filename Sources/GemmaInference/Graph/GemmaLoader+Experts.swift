import TensorCompute

extension GemmaLoader {
  /// The mixture of experts of a layer.
  ///
  /// - Throws: As `layer`.
  func experts(
    _ experts: GemmaConfiguration.Experts,
    _ names: GemmaLayerNames,
    on threads: WorkerThreads
  ) throws -> GemmaLayer.Experts {
    let both = try tensor(names.expertGatesAndUps)
    let down = try tensor(names.expertDowns)
    let (inner, width) = (experts.innerWidth, configuration.width)
    let root = Float(1 / Double(width).squareRoot())
    return GemmaLayer.Experts(
      router: try exactPacker.matrix(try tensor(names.router), on: threads),
      routerNorm: RMSNorm(
        gain: try weights.floats(names.routerScale, [width]).map { $0 * root },
        epsilon: configuration.epsilon
      ),
      scales: try weights.floats(names.expertScales, [experts.count]),
      top: experts.top,
      gated: try (0..<experts.count).map { expert in
        let start = expert * 2 * inner
        let (gate, up) = (start..<start + inner, start + inner..<start + 2 * inner)
        return GatedProduct(
          gate: try packer.matrix(rows: gate, of: both, on: threads),
          up: try packer.matrix(rows: up, of: both, on: threads)
        )
      },
      downs: try (0..<experts.count).map { expert in
        try packer.matrix(rows: expert * width..<(expert + 1) * width, of: down, on: threads)
      },
      norm: try norm(names.expertNorm),
      postNorm: try norm(names.expertPostNorm),
      densePostNorm: try norm(names.densePostNorm)
    )
  }
}
