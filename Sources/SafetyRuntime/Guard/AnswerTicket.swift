/// Whoever holds it may ask for an answer; when it goes, the answer is abandoned.
final class AnswerTicket: Sendable {
  let number: Int
  private let abandoned: AbandonedAnswers

  init(number: Int, abandoned: AbandonedAnswers) {
    self.number = number
    self.abandoned = abandoned
  }

  deinit { abandoned.add(number) }
}
