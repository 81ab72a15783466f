import GemmaInference

extension LoadedModel {
  /// Answers a request.
  ///
  /// - Parameters:
  ///   - request: What is asked.
  ///   - isCancelled: Asked before every token, and before every chunk of the prompt.
  ///   - receive: Takes the answer piece by piece.
  /// - Returns: The whole answer.
  /// - Throws: What computing throws.
  package func generate(
    _ request: GenerationSettings,
    isCancelled: () -> Bool = { false },
    receive: (String) -> Void = { _ in }
  ) throws -> GenerationResult {
    let prompt = try tokens(of: request.prompt)
    let tokens = try begin(prompt, request)
    var watch = Stopwatch()
    var packed = engine.packingSeconds
    try tokens.readPrompt(isCancelled: isCancelled)
    var result = GenerationResult(
      text: tokenizer == nil ? nil : "",
      timings: .init(
        load: loadSeconds + engine.packingSeconds - packed,
        promptTokens: tokens.finish == nil ? prompt.count : tokens.session.position,
        prompt: watch.seconds - (engine.packingSeconds - packed),
        generatedTokens: 0,
        generated: 0
      )
    )
    watch = Stopwatch()
    packed = engine.packingSeconds
    let answer = try TextGeneration(tokens, tokenizer, stops: request.stops)
    while let piece = try answer.next() {
      if let token = piece.token { result.tokens.append(token) }
      if !piece.text.isEmpty {
        result.text?.append(piece.text)
        receive(piece.text)
      }
      if isCancelled() { answer.cancel() }
    }
    result.finish = answer.finish ?? .length
    result.timings.generatedTokens = result.tokens.count
    let packing = engine.packingSeconds - packed
    result.timings.load += packing
    result.timings.generated = watch.seconds - packing
    return result
  }

  /// Begins the answer to a prompt, in a session of its own; nothing is computed yet.
  ///
  /// - Throws: `gemma/token` for a biased or an ending one that there is not, what the engine throws.
  func begin(_ prompt: [Int32], _ request: GenerationSettings) throws -> TokenGeneration {
    var options = TokenGeneration.Options()
    options.maximumTokens = request.maximumTokens
    options.alternatives = request.logProbabilities
    options.endTokens = (request.ignoresEnd ? [] : endTokens) + (try checked(request.stopTokens))
    _ = try checked(request.logitBias.keys.sorted())
    options.sampling = request.samplingOptions
    let needed = prompt.count + request.maximumTokens
    let most = engine.model.configuration.maximumPositions
    let session = try engine.makeSession(capacity: max(1, request.context ?? min(needed, most)))
    return try TokenGeneration(prompt, in: session, engine, options)
  }
}
