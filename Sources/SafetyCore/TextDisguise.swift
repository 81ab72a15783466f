/// A way of writing the same text that a reader still understands.
package enum TextDisguise: String, Sendable, Hashable, CaseIterable {
  case upperCase = "upper_case"
  case fullWidth = "full_width"
  case mathematical
  case circled
  case homoglyph
  case zeroWidth = "zero_width"
  case softHyphen = "soft_hyphen"
  case combining
  case accents
  case leet
  case spaced
  case dotted
  case joined
  case drawnOut = "drawn_out"
  case newline
  case base64
  case hex
  case percent
  case rot13
  case reversed
}
