import StrictJSON

extension AnswerCall {
  /// Reads the body of `/v1/responses`; from here on it is a chat with one answer.
  ///
  /// - Throws: A `ServeFailure` with status 400.
  static func response(_ bytes: [UInt8]) throws(ServeFailure) -> AnswerCall {
    let body = try BodyFields(bytes)
    return try BodyFields.reading {
      let settings = try ResponseSettings(body)
      let chat = try BodyFields(settings.chat)
      var request = try ResponseInput(body.fields).request
      try complete(&request, chat)
      var call = try AnswerCall(chat, .response, [request])
      call.repeated = settings.repeated
      return call
    }
  }
}
