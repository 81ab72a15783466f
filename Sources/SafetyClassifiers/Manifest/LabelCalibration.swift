import Checkpoints
import Diagnostics
import StrictJSON

/// From the log-odds that a model gives a label to a probability that holds on held-out texts.
package enum LabelCalibration: Sendable, Hashable {
  /// Straight lines between points, constant beyond them; logits ascend, probabilities never fall.
  case isotonic(logits: [Double], probabilities: [Double])
  /// `sigmoid((logit + offset) / temperature)`.
  case temperature(Double, offset: Double)

  /// What the model itself would say.
  package static let identity = LabelCalibration.temperature(1, offset: 0)

  /// The most points of a curve.
  static let maximumPoints = 4096

  /// Reads one entry of a manifest's `calibration`.
  ///
  /// - Throws: A diagnostic that names the field.
  init(_ fields: JSONFields) throws {
    switch try fields.required("method", try fields.string("method")) {
    case "isotonic":
      try fields.allow(only: ["method", "points"])
      self = try Self.isotonic(fields)
    case "temperature":
      try fields.allow(only: ["method", "temperature", "offset"])
      let temperature = try fields.number("temperature", 0.001...1000)
      self = .temperature(
        try fields.required("temperature", temperature),
        offset: try fields.number("offset", -1000...1000) ?? 0
      )
    case let other:
      throw fields.problem("method", "is `\(other)`, must be `isotonic` or `temperature`")
    }
  }

  private static func isotonic(_ fields: JSONFields) throws -> LabelCalibration {
    let points = try fields.required("points", try fields.array("points"))
    guard 2...maximumPoints ~= points.count else {
      throw fields.problem("points", "must hold 2 to \(maximumPoints) points")
    }
    var logits: [Double] = []
    var probabilities: [Double] = []
    for point in points {
      guard case .array(let pair) = point, pair.count == 2, let logit = pair[0].double,
        let probability = pair[1].double, abs(logit) <= 1e6, 0...1 ~= probability
      else { throw fields.problem("points", "must hold pairs of a logit and a probability") }
      guard logits.last.map({ $0 < logit }) ?? true,
        probabilities.last.map({ $0 <= probability }) ?? true
      else {
        throw fields.problem(
          "points",
          "must have logits that ascend, probabilities that never fall"
        )
      }
      logits.append(logit)
      probabilities.append(probability)
    }
    return .isotonic(logits: logits, probabilities: probabilities)
  }

  /// The probability of a logit; not a number stays so.
  package func probability(_ logit: Double) -> Double {
    switch self {
    case .temperature(let temperature, let offset):
      return Logistic.probability((logit + offset) / temperature)
    case .isotonic(let logits, let probabilities):
      guard !logit.isNaN else { return logit }
      guard logit > logits[0] else { return probabilities[0] }
      guard logit < logits[logits.count - 1] else { return probabilities[probabilities.count - 1] }
      var (low, high) = (0, logits.count - 1)
      while high - low > 1 {
        let middle = (low + high) / 2
        if logits[middle] <= logit { low = middle } else { high = middle }
      }
      let share = (logit - logits[low]) / (logits[high] - logits[low])
      return probabilities[low] + share * (probabilities[high] - probabilities[low])
    }
  }
}
