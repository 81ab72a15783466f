"""The made-up texts that tokenizers are compared on: the same ones for a seed, harmless all of them."""
import random
import unicodedata

WORDS = ("silver kettle dance lantern harbor meadow orchard quilt violin anchor the of and to in that is was "
         "it for on with as unbelievable tokenization internationalization counterrevolutionaries "
         "antidisestablishmentarianism don't it's we're they'll I'd you've mother-in-law e.g. i.e. U.S.A. "
         "Mr. café naïve résumé Ångström Übermut coöperate façade São Œuvre straße Ærø Łódź Çelik İstanbul "
         "ﬁnance ﬂow ²³ ½ ™ № ℃ Ⅷ ①②").split()
SCRIPTS = {
    "cyrillic": "серебряный чайник танцует в тихой гавани под фонарём Ёлка Й",
    "greek": "ασημένιος βραστήρας χορεύει στο λιμάνι Ὀδυσσεύς ΣΊΣΥΦΟΣ",
    "arabic": "الإبريق الفضي يرقص في المِينَاء ﷺ ﻻ ﺍﻟﺴﻼﻡ ٠١٢٣",
    "hebrew": "הַקּוּמְקוּם הכסוף רוקד בנמל שׁלום",
    "devanagari": "चाँदी की केतली नाचती है क्षत्रिय हिन्दी १२३",
    "bengali": "রূপালী কেটলি নাচে বন্দরে কৃষ্ণ",
    "tamil": "வெள்ளி கெண்டி நடனமாடுகிறது கோ",
    "thai": "กาน้ำเงินเต้นรำในท่าเรือ สวัสดีครับ ำ",
    "chinese": "银色的水壶在港口跳舞。「你好」，世界！㐀𠀀豈",
    "japanese": "銀のやかんが港で踊る。カタカナ ﾊﾝｶｸ ひらがな が が",
    "korean": "은색 주전자가 항구에서 춤춘다 한글 ㄱㄴㄷ",
    "georgian": "ვერცხლის ჩაიდანი ცეკვავს ᲗᲑᲘᲚᲘᲡᲘ",
    "armenian": "արծաթե թեյնիկը պարում է և",
    "ethiopic": "የብር ማንቆርቆሪያ ይጨፍራል።",
    "khmer": "កំសៀវប្រាក់រាំ",
    "tibetan": "དངུལ་གྱི་ཁོག་ལྡིར།",
    "vietnamese": "ấm bạc nhảy múa ở bến cảng Đường ƯỚC",
    "cherokee": "ᎠᏕᎳ ꭰꮥꮃ",
}
EMOJI = "😀 👍🏽 👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪🇫🇷 ❤️ ☕ 1️⃣ 👨🏿‍🚀 🫠 ☺ ✈︎".split()
SPACES = [" ", "  ", "   ", "\t", "\n", "\r\n", "\r", "\n\n", "\u00a0", "\u2003", "\u3000", "\u2028", "\u200b",
          "\u1680", "\x0b", "\x0c", "\x85", "\x1c", "\u202f", " \n ", "\t\t", "\u2581", " \u2581 ", "\u180e"]
CONTROLS = [chr(c) for c in range(32)] + ["\x7f", "\x80", "\x9f", "\u00ad", "\u200d", "\u200e", "\u202e",
                                          "\u2060", "\ufeff", "\ufffd", "\ue000", "\ufffe", "\U000e0041"]
MARKS = ["\u0301", "\u0308", "\u0327", "\u0323", "\u0345", "\u20dd", "\u0489", "\u0591", "\u064b", "\u0670",
         "\u093c", "\u094d", "\u0e31", "\u0f39", "\u302a", "\u3099", "\ufe0f", "\ufe20", "\u1ab0", "\u1dc4"]
NEAR = ["[CLS]", "[SEP]", "[MASK]", "[PAD]", "[UNK]", "[cls]", "[ SEP ]", "[CLS", "CLS]", "[[MASK]]", "<s>", "</s>",
        "<pad>", "<unk>", "<mask>", "< s >", "<mask", "<S>", "<0x41>", "<bos>", "<eos>", "<start_of_turn>",
        "##ing", "▁the", "Ġthe", "[MASK]ing", "a<mask>b", " <mask> ", "\n<mask>\t."]
CODE = ["def f(x): return x**2 + 1", "for(int i=0;i<10;++i){a[i]=~b;}", "SELECT * FROM t WHERE a='b';",
        "https://example.org/a/b?c=d&e=%20#f", "user.name+tag@example.org", "C:\\Temp\\new_file.txt",
        "let s = #\"raw\\n\"#", "0xDEADBEEF 1e-10 3.14159 1,000,000.00 -42 ±5%", "$x^2_1$ \\frac{a}{b}",
        "<div class=\"a\">b &amp; c</div>", "key: [1, 2, 3]", "#!/usr/bin/env bash", "`code` **bold** _it_ ~~no~~",
        "2024-02-29T12:34:56Z", "a_b__c camelCaseWord SCREAMING_CASE kebab-case-word", "!!!??? ... --- *** ///",
        "'' `` \"\" ‘’ “” «» „“ ‹›"]


def scalar(random_):
    while True:
        limit = random_.choice([0x250, 0x3000, 0x10000, 0x20000, 0x110000])
        code = random_.randrange(1, limit)
        if not 0xD800 <= code < 0xE000:
            return chr(code)


def word(random_):
    kind = random_.randrange(16)
    if kind < 6:
        text = random_.choice(WORDS)
    elif kind < 9:
        text = random_.choice(random_.choice(list(SCRIPTS.values())).split())
    elif kind == 9:
        text = random_.choice(EMOJI)
    elif kind == 10:
        text = random_.choice(CODE)
    elif kind == 11:
        text = "".join(random_.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(random_.choice([3, 8, 16, 24, 25, 40])))
    elif kind == 12:
        text = random_.choice(NEAR)
    elif kind == 13:
        text = str(random_.randrange(10 ** random_.randrange(1, 20)))
    elif kind == 14:
        text = "".join(scalar(random_) for _ in range(random_.randrange(1, 6)))
    else:
        text = "".join(random_.choice(WORDS)[0] + random_.choice(MARKS) * random_.randrange(3) for _ in range(4))
    change = random_.randrange(20)
    if change == 0:
        text = text.upper()
    elif change == 1:
        text = text.title()
    elif change == 2:
        place = random_.randrange(len(text) + 1)
        text = text[:place] + random_.choice(CONTROLS) + text[place:]
    elif change == 3:
        text = unicodedata.normalize(random_.choice(["NFC", "NFD", "NFKC", "NFKD"]), text)
    elif change == 4:
        place = random_.randrange(len(text) + 1)
        text = text[:place] + random_.choice(MARKS) + text[place:]
    elif change == 5:
        text += random_.choice(".,;:!?'\")]}…。、")
    elif change == 6:
        text = random_.choice("([{\"'“«¿¡#@$") + text
    return text


def made_up(count, seed):
    """Texts as bytes; one in 16 is not valid UTF-8."""
    random_ = random.Random(seed)
    texts = [b"", b" ", b"  ", b"\n", b"a", b" a", b"a ", " a b ".encode(), b"\x00", b"\xff", b"a\xc3", b"\xe2\x96",
             b"\xf0\x9f\x98", b"\xed\xa0\x80", b"\xc0\x80", "\ufeffa".encode(), "▁".encode(), " ▁".encode()]
    texts += [text.encode() for text in [*SCRIPTS.values(), *EMOJI, *SPACES, *CONTROLS, *MARKS, *NEAR, *CODE, *WORDS]]
    texts += ["a{}b c{} d {}e".format(c, c, c).encode() for c in [*SPACES, *CONTROLS, *MARKS]]
    texts += [("x" * n).encode() for n in (7, 8, 9, 15, 16, 17, 23, 24, 25, 31, 32, 33, 99, 100, 101, 300)]
    texts += [("é" * n).encode() for n in (11, 12, 13, 99, 100, 101)]
    while len(texts) < count:
        pieces = []
        for _ in range(random_.choice([1, 2, 3, 5, 8, 13, 21])):
            pieces.append(word(random_))
            pieces.append(random_.choice(SPACES) if random_.randrange(8) == 0 else
                          " " if random_.randrange(12) else "")
        text = "".join(pieces)
        if random_.randrange(4):
            text = text.strip(" ")
        data = text.encode("utf-8", "surrogatepass")
        if random_.randrange(16) == 0 and data:
            data = bytearray(data)
            for _ in range(random_.randrange(1, 4)):
                data[random_.randrange(len(data))] = random_.choice([0x80, 0xC3, 0xE2, 0xF0, 0xFF, 0xED])
            data = bytes(data)
        texts.append(data)
    return texts[:count]
