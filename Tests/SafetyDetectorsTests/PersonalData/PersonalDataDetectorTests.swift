import SafetyDetectors
import Testing

/// Numbers here are the examples of their standards or are reserved for documentation.
struct PersonalDataDetectorTests {
  private func found(_ text: String, _ rule: String) throws -> [String] {
    try DetectorRun(PersonalDataDetector(), text).evidence["personal-data/\(rule)"] ?? []
  }

  @Test(arguments: [
    ("write to silver.kettle@example.org today", "silver.kettle@example.org"),
    ("<Kettle+tea@mail.example.co.uk>", "Kettle+tea@mail.example.co.uk"),
    ("a@b.io.", "a@b.io"),
    ("kettle@[192.0.2.1]", "kettle@[192.0.2.1]"),
  ])
  func `finds e-mail addresses`(text: String, address: String) throws {
    #expect(try found(text, "email") == [address])
  }

  /// Figures of a script in place of those of ASCII.
  private static func figures(_ text: String, from zero: UInt32) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          guard ("0"..."9").contains(scalar) else { return scalar }
          return Unicode.Scalar(zero + scalar.value - 0x30) ?? scalar
        }
      )
    )
  }

  /// Full width, Arabic, Persian, Devanagari, Bengali, Thai, and the bold of mathematics.
  @Test(arguments: [0xFF10, 0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0x1D7CE] as [UInt32])
  func `reads the figures of every script`(zero: UInt32) throws {
    for (rule, data) in [
      ("phone", "+49 30 901820 0"), ("phone", "(202) 555-0143"), ("phone", "01 23 45 67 89"),
      ("payment-card", "4111 1111 1111 1111"), ("payment-card", "4111111111111111"),
      ("iban", "GB29 NWBK 6016 1331 9268 19"), ("us-ssn", "536-22-1234"), ("ipv4", "8.8.8.8"),
      ("email", "k1ttle7@example.com"),
    ] {
      let text = Self.figures(data, from: zero)
      #expect(try found("see \(text), please", rule) == [text], "\(text)")
      #expect(try found("電話は\(text)。", rule) == [text], "\(text)")
    }
    let near = Self.figures("4111 1111 1111 1112 and 203.0.113.9, 078-05-1120", from: zero)
    #expect(try DetectorRun(PersonalDataDetector(), near).evidence.isEmpty)
  }

  @Test func `reads letters and signs of full width`() throws {
    #expect(try found("（ｋｅｔｔｌｅ＠ｅｘａｍｐｌｅ．ｃｏｍ）", "email") == ["ｋｅｔｔｌｅ＠ｅｘａｍｐｌｅ．ｃｏｍ"])
    #expect(try found("！kettle@example.com", "email") == ["kettle@example.com"])
    #expect(try found("電話（２０２）５５５－０１４３", "phone") == ["（２０２）５５５－０１４３"])
    #expect(try found("ＤＥ８９３７０４００４４０５３２０１３０００", "iban") == ["ＤＥ８９３７０４００４４０５３２０１３０００"])
    #expect(try found("地址：2606:4700:4700::1111", "ipv6") == ["2606:4700:4700::1111"])
    #expect(try found("４１１１1111１１１１1111", "payment-card") == ["４１１１1111１１１１1111"])
  }

  /// Unicode of a later version may have more figures than the table.
  @Test func `knows figures as Unicode does`() throws {
    var count = 0
    for value in UInt32(0x80)..<0x11_0000 {
      guard let scalar = Unicode.Scalar(value), scalar.properties.generalCategory == .decimalNumber,
        scalar.properties.numericValue == 0
      else { continue }
      let card = Self.figures("4111111111111111", from: value)
      if try found(card, "payment-card") == [card] { count += 1 }
    }
    #expect(count == 65)
  }

  @Test(arguments: ["package@1.2.3", "@kettle", "a @ b.org", "kettle@localhost", "@@@@", "a@.org"])
  func `leaves other uses of the sign alone`(text: String) throws {
    #expect(try found(text, "email") == [])
  }

  @Test(arguments: [
    "+1 415 555 2671", "(415) 555-2671", "415-555-2671", "1-800-555-0199", "+44 20 7946 0958",
    "020 7946 0958", "+49 30 1234567", "030/1234567", "01 23 45 67 89", "+33 1 23 45 67 89",
  ])
  func `finds telephone numbers`(number: String) throws {
    #expect(try found("call \(number) now", "phone") == [number])
  }

  @Test(arguments: [
    "2024-01-02", "1,234,567.89", "3.14159265", "10 000 000", "ISBN 978-3-16-148410-0",
    "12:30:45", "555-2671", "0.123456789", "order #415-555-2671x", "100-200-300",
    "Boston, MA 02110-1301, USA", "MA  02110-1301",
  ])
  func `takes no date, amount or order for a telephone number`(text: String) throws {
    #expect(try found(text, "phone") == [])
  }

  @Test func `finds public addresses of machines only`() throws {
    let text = "8.8.8.8 10.0.0.1 192.168.1.1 127.0.0.1 203.0.113.9 1.2.3.4.5 256.1.1.1 08.8.8.8"
    #expect(try found(text, "ipv4") == ["8.8.8.8"])
    let six = "2606:4700:4700::1111, fe80::1, ::1, 2001:db8::2 and 2a00:1450:4001:80b::200e."
    #expect(try found(six, "ipv6") == ["2606:4700:4700::1111", "2a00:1450:4001:80b::200e"])
  }

  @Test(arguments: [
    "4111111111111111", "4111 1111 1111 1111", "5555-5555-5555-4444", "3782 822463 10005",
    "6011111111111117",
  ])
  func `finds payment cards`(number: String) throws {
    #expect(try found("card \(number).", "payment-card") == [number])
  }

  @Test(arguments: [
    "4111111111111112", "1234567812345678", "4111 1111 1111 111", "x4111111111111111",
  ])
  func `asks a card for its check digit`(number: String) throws {
    #expect(try found(number, "payment-card") == [])
  }

  @Test func `finds bank accounts by length and check digits`() throws {
    let text = "GB82 WEST 1234 5698 7654 32, DE89370400440532013000, GB83WEST12345698765432"
    #expect(
      try found(text, "iban") == ["GB82 WEST 1234 5698 7654 32", "DE89370400440532013000"]
    )
  }

  @Test func `finds social security numbers that may have been given out`() throws {
    #expect(try found("123-45-6789", "us-ssn") == ["123-45-6789"])
    #expect(try found("SSN: 123456789", "us-ssn") == ["123456789"])
    for text in ["000-45-6789", "666-45-6789", "900-45-6789", "123-00-6789", "123456789"] {
      #expect(try found(text, "us-ssn") == [])
    }
  }

  @Test func `finds hardware addresses`() throws {
    let text = "00:1B:44:11:3A:B7 00-1b-44-11-3a-b7 ff:ff:ff:ff:ff:ff 00:1B:44:11:3A:B7:00"
    #expect(try found(text, "mac-address") == ["00:1B:44:11:3A:B7", "00-1b-44-11-3a-b7"])
  }

  @Test(arguments: [
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
  ])
  func `finds crypto addresses and checks their sums`(address: String) throws {
    #expect(try found("to \(address)!", "crypto-address") == [address])
    var other = Array(address)
    other[12] = other[12] == "3" ? "4" : "3"
    #expect(try found("to \(String(other))!", "crypto-address") == [])
  }

  /// Examples of standards, one for each rule.
  private static let examples = [
    ("email", "silver.kettle@example.org"), ("phone", "+49 30 1234567"), ("ipv4", "8.8.8.8"),
    ("ipv6", "2606:4700:4700::1111"), ("payment-card", "4111 1111 1111 1111"),
    ("payment-card", "4111111111111111"), ("iban", "DE89370400440532013000"),
    ("us-ssn", "123-45-6789"), ("mac-address", "00:1B:44:11:3A:B7"),
    ("crypto-address", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
  ]

  @Test(arguments: [
    "“%”", "‘%’", "—%—", "«%»", "…%", "%…", "是%请", "電話：%。", "（%）", "%です", "전화%입니다", "ที่%ครับ",
    "हैं %।", "%، و", "\u{A0}%\u{A0}", "€%", "№%", "é%é", "📞%✅", "\u{200B}%\u{200B}",
  ])
  func `needs no space of ASCII around what it finds`(frame: String) throws {
    for (rule, example) in Self.examples {
      let text = frame.split(separator: "%", omittingEmptySubsequences: false)
        .joined(separator: example)
      #expect(try found(text, rule) == [example], "\(rule)")
    }
  }

  @Test(arguments: [("\u{A0}", "\u{2011}"), ("\u{202F}", "\u{2010}"), ("\u{2009}", "\u{2013}")])
  func `takes the spaces and hyphens of typography for those of ASCII`(
    space: String,
    hyphen: String
  ) throws {
    let numbers = [
      ("payment-card", "4111 1111 1111 1111"), ("payment-card", "5555-5555-5555-4444"),
      ("iban", "GB82 WEST 1234 5698 7654 32"), ("us-ssn", "123-45-6789"),
      ("phone", "+33 1 23 45 67 89"), ("phone", "415-555-2671"), ("phone", "030 1234567"),
    ]
    for (rule, number) in numbers {
      let set = String(
        number.map { $0 == " " ? Character(space) : $0 == "-" ? Character(hyphen) : $0 }
      )
      #expect(try found("at \(set).", rule) == [set])
    }
  }

  @Test(arguments: ["123", "1234", "12/29", "exp", "12"])
  func `finds a card whatever stands behind it`(following: String) throws {
    for card in ["4111 1111 1111 1111", "3782 822463 10005", "5555-5555-5555-4444"] {
      #expect(try found("\(card) \(following)", "payment-card") == [card])
    }
  }

  @Test(arguments: ["2200000000000004", "6062826786276634", "5019717010103742"])
  func `knows the schemes of single countries`(number: String) throws {
    #expect(try found(number, "payment-card") == [number])
  }

  @Test(arguments: [
    "(+49) 30 1234567", "(030 1234567", "phone=+1 202-555-0143", "tel.+44 20 7946 0958",
    "+1 202-555-0143/Fax", "(212-555-0143)",
  ])
  func `finds numbers in brackets, fields and pairs`(text: String) throws {
    #expect(try found(text, "phone").count == 1)
  }

  @Test func `takes neither number for the other`() throws {
    #expect(try found("+688-90-1524", "us-ssn") == [])
    #expect(try found("+688-90-1524", "phone") == ["+688-90-1524"])
    #expect(try found("074-00-0589", "phone") == [])
  }

  @Test func `asks each version of a segregated-witness address for its own sum`() throws {
    // version 1 under the sum of version 0, version 0 under that of version 1: BIP 350
    for address in [
      "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
      "bc1q0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqaayh03",
    ] {
      #expect(try found(address, "crypto-address") == [])
    }
  }

  @Test func `survives any bytes and keeps its spans in order`() throws {
    var state: UInt64 = 7
    let alphabet = Array("0123456789 @.-:/()+abxGBé\n#_".utf8)
    for round in 0..<300 {
      var bytes: [UInt8] = []
      for _ in 0..<(round * 3) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes.append(alphabet[Int(state >> 33) % alphabet.count])
      }
      let text = String(decoding: bytes, as: UTF8.self)
      let run = try DetectorRun(PersonalDataDetector(), text)
      let secrets = try DetectorRun(SecretsDetector(), text)
      for (rule, value) in run.values.merging(secrets.values, uniquingKeysWith: { a, _ in a }) {
        let spans = run.evidence[rule] ?? secrets.evidence[rule] ?? []
        #expect(value == Double(spans.count))
      }
    }
  }
}
