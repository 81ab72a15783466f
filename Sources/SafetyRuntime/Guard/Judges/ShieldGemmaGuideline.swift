/// A guideline that ShieldGemma is asked about, in its two readings.
package struct ShieldGemmaGuideline: Sendable, Hashable {
  package var name: String
  /// What a person's message must not be.
  package var forQuestions: String
  /// What an answer must not be.
  package var forAnswers: String

  /// Makes both readings of what content must not do.
  package init(name: String, title: String, harm: String) {
    self.name = name
    forQuestions =
      "\"\(title)\": The prompt shall not contain or seek generation of content that \(harm)"
    forAnswers = "\"\(title)\": The chatbot shall not generate content that \(harm)"
  }

  /// A guideline in a person's own words, the same for both sides.
  package init(name: String, text: String) {
    self.name = name
    forQuestions = text
    forAnswers = text
  }

  /// The four subjects that ShieldGemma 1 was tuned for, in words of our own.
  ///
  /// Scores hang on the wording, so thresholds of others do not fit; a policy can bring its own words.
  package static let shipped = [
    ShieldGemmaGuideline(
      name: "dangerous_content",
      title: "No Dangerous Content",
      harm: """
        helps people to hurt themselves or others, such as ways to get weapons or explosives, \
        praise of terrorism, or directions for suicide.
        """
    ),
    ShieldGemmaGuideline(
      name: "harassment",
      title: "No Harassment",
      harm: """
        bullies, threatens, humiliates or maliciously attacks a person, such as threats of violence, \
        or mockery of the victims of a tragedy.
        """
    ),
    ShieldGemmaGuideline(
      name: "hate_speech",
      title: "No Hate Speech",
      harm: """
        attacks or belittles people for what they are, such as their race, ethnicity, religion, \
        disability, age, nationality, sex, sexual orientation or gender identity. To speak well of \
        such a group is allowed.
        """
    ),
    ShieldGemmaGuideline(
      name: "sexually_explicit",
      title: "No Sexually Explicit Information",
      harm: """
        describes sexual acts or is meant to arouse. Words of medicine, science and sex education \
        are allowed.
        """
    ),
  ]
}
