import FuzzSupport

/// Weights that follow from a tensor's name, as `encoder_cases.py` computes them too.
struct FormulaWeights {
  let values: [Float]

  init(_ name: String, _ shape: [Int]) {
    let seed = name.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    var generator = Fuzz.Generator(seed: seed)
    let isGain = shape.count == 1 && name.hasSuffix("weight")
    let range: Float = shape.count == 1 ? 0.5 : 0.75
    values = (0..<shape.reduce(1, *)).map { _ in
      let unit = Float(generator.next() >> 40) / Float(1 << 24) - 0.5
      return isGain ? 1 + unit * 0.5 : unit * range
    }
  }
}
