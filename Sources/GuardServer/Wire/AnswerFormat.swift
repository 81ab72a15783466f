/// Which of the two interfaces an answer is written for.
enum AnswerFormat: String, Sendable, Hashable {
  case chat
  case completion
}
