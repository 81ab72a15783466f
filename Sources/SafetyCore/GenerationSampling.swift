/// How the tokens of an answer are drawn; what is nil is drawn as the generator does it otherwise.
package struct GenerationSampling: Sendable, Hashable {
  /// 0 takes the likeliest token each time.
  package var temperature: Double?
  package var topP: Double?
  package var seed: UInt64?
  /// Added to the seed, so that several answers to one prompt differ.
  package var seedOffset: UInt64 = 0
  /// Strings that end the answer; the generator's own where empty.
  package var stops: [String]

  package init(
    temperature: Double? = nil,
    topP: Double? = nil,
    seed: UInt64? = nil,
    stops: [String] = []
  ) {
    self.temperature = temperature
    self.topP = topP
    self.seed = seed
    self.stops = stops
  }
}
