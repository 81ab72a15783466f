extension GemmaEngine {
  /// What became of one of several answers that were taken a step further.
  package enum Step {
    /// Its prompt is not through yet.
    case reading
    /// The next token; nil at the end of the answer.
    case token(GeneratedToken?)
    case failed(any Error)
  }

  /// Takes answers one step further side by side, so that weights are fetched once for all of them.
  ///
  /// A prompt is read in parts, one of one prompt in a step, so that others do not wait for all of it.
  /// Each answer is word for word what it would be alone.
  /// - Parameters:
  ///   - answers: Of this engine.
  ///   - promptRows: The most tokens of a prompt that are read in one step.
  /// - Returns: A step for each, in order.
  package func advance(_ answers: [TokenGeneration], promptRows: Int) -> [Step] {
    var steps = [Step](repeating: .reading, count: answers.count)
    var readings: [Reading] = []
    var places: [Int] = []
    var room = promptRows
    for (place, answer) in answers.enumerated() {
      guard let reading = answer.nextReading(rows: max(1, room)) else {
        steps[place] = .token(nil)
        continue
      }
      let isPrompt = answer.isReadingPrompt
      guard !isPrompt || room > 0 else { continue }
      if isPrompt { room = 0 }
      readings.append(reading)
      places.append(place)
    }
    do {
      try read(readings) { number, _, logits in
        let place = places[number]
        do { steps[place] = .token(try answers[place].take(logits)) } catch {
          steps[place] = .failed(error)
        }
      }
    } catch {
      for place in places { steps[place] = .failed(error) }
      return steps
    }
    for (reading, place) in zip(readings, places) where reading.request.rows.isEmpty {
      answers[place].take(reading)
    }
    return steps
  }
}
