/// Which of the three interfaces an answer is written for.
enum AnswerFormat: String, Sendable, Hashable {
  case chat
  case completion
  case response

  /// The field of a body that holds what is to be answered.
  var question: String {
    switch self {
    case .chat: "messages"
    case .completion: "prompt"
    case .response: "input"
    }
  }

  /// What stands before an answer's id.
  var idPrefix: String {
    switch self {
    case .chat: "chatcmpl-"
    case .completion: "cmpl-"
    case .response: "resp_"
    }
  }
}
