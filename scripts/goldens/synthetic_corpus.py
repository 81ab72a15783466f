#!/usr/bin/env python3
"""Writes a seeded corpus of harmless made-up documents that brush against every quality rule.

  python3 synthetic_corpus.py | zstd -19 > synthetic.jsonl.zst
"""
import json
import random

SEED = 20_260_101
COPIES = 95
NOUNS = (
    "kettle lantern harbour orchard meadow violin paper window bridge garden copper river "
    "teacup ladder cabin valley feather compass basket pebble"
).split()
VERBS = "holds follows paints carries mends measures visits draws remembers gathers".split()
QUALITIES = "silver quiet round early wooden gentle distant bright narrow patient".split()
GLUE = "the and of to with that have be near under".split()
OTHER = {
    "german": "Der stille Garten liegt am Fluss und die Brücke führt über das Wasser.".split(),
    "greek": "Το μικρό σπίτι κοντά στη θάλασσα έχει έναν κήπο με λουλούδια.".split(),
    "russian": "Тихий сад лежит у реки и мост ведёт через воду.".split(),
    "arabic": "البيت الصغير قرب البحر له حديقة جميلة؟".split(),
    "hindi": "छोटा घर नदी के पास है और बगीचा सुंदर है।".split(),
    "japanese": ["静かな庭は川のそばにあります。", "橋は水の上にあります。"],
    "emoji": ["🫖", "🏮", "👩‍🌾", "garden🌱", "🇪🇺", "e\u0301te\u0301"],
}
SIGNS = ["--", "***", "§§", "12", "3.5", "2019", "…", "(!)", "“”", "№", "½", "٣", "Ⅷ", "\u00ad"]
BREAKS = ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\x85", "\n\n", "\n \n"]
SPACES = [" ", "  ", "\t", "\u00a0", "\u3000", "\u2009", "\x1f"]
ENDS = [".", "!", "?", '."', "...", "…", ",", "", ":", "。", "؟", ".)", " .", "?!"]
ABBREVIATIONS = ["Dr. Lamp", "e.g. a kettle", "at 5 p.m. sharp", "U.S. maps", "www.kettle.example"]
SPECIAL = [
    "Please enable JavaScript to see the kettle.",
    "Read our privacy policy before tea.",
    "This harbour uses cookies and biscuits.",
    "The terms of use of a ladder are short.",
    "Lorem ipsum dolor sit amet for the kettle.",
    "The key is { kettle: silver } in this note.",
    "The bridge was mended twice.[12]",
    "The bridge was mended again [citation needed].",
    "See the orchard [edit] and the meadow[].",
    "Too short.",
]


def sentence(pick, length=None):
    words = []
    for _ in range(length or pick.randint(4, 16)):
        words.append(pick.choice(pick.choice([NOUNS, VERBS, QUALITIES, GLUE, GLUE])))
    if pick.random() < 0.1:
        words.insert(pick.randrange(len(words)), pick.choice(ABBREVIATIONS))
    text = " ".join(words)
    return text[0].upper() + text[1:] + (pick.choice(ENDS) if pick.random() < 0.2 else ".")


def paragraph(pick, sentences=None):
    return " ".join(sentence(pick) for _ in range(sentences or pick.randint(1, 5)))


def prose(pick):
    return "\n\n".join(paragraph(pick) for _ in range(pick.randint(1, 8)))


def near_word_limit(pick):
    words = [pick.choice(NOUNS + GLUE) for _ in range(pick.randint(47, 53))]
    return " ".join(words + ["--"] * pick.randint(0, 3)) + "."


def word_lengths(pick):
    size = pick.choice([1, 2, 3, 9, 10, 11])
    words = ["k" * max(1, size + pick.choice([-1, 0, 0, 1])) for _ in range(70)]
    return " ".join(words + ["the", "of"])


def symbols(pick):
    words = paragraph(pick, 8).split()
    for _ in range(int(len(words) * pick.choice([0.05, 0.09, 0.1, 0.11, 0.3]))):
        words[pick.randrange(len(words))] += pick.choice(["#", "...", "…", "....", "##"])
    return " ".join(words)


def marked_lines(pick):
    lines = [sentence(pick) for _ in range(pick.choice([10, 20]))]
    for index in range(int(len(lines) * pick.choice([0.2, 0.3, 0.35, 0.9, 0.95]))):
        if pick.random() < 0.5:
            lines[index] = pick.choice(["- ", "• ", "  - ", "* ", "–"]) + lines[index]
        else:
            lines[index] = lines[index].rstrip(".") + pick.choice(["...", "…", "... ", ".."])
    return pick.choice(["\n", "\r\n", "\n\n"]).join(lines)


def numbers(pick):
    words = paragraph(pick, 6).split()
    for index in range(int(len(words) * pick.choice([0.1, 0.19, 0.2, 0.21, 0.5]))):
        words[index] = pick.choice(SIGNS)
    pick.shuffle(words)
    return " ".join(words)


def few_stop_words(pick):
    words = [pick.choice(NOUNS + QUALITIES) for _ in range(80)]
    for word in pick.sample(["the", "The", "of", "the", "AND", "with,"], pick.randint(0, 3)):
        words.insert(pick.randrange(len(words)), word)
    return " ".join(words) + "."


def repeated_pieces(pick):
    joint = pick.choice(["\n", "\n\n", "\n\n\n", "\r\n", "\n \n"])
    pieces = [paragraph(pick, 1) for _ in range(10)]
    for _ in range(pick.randint(1, 8)):
        pieces.insert(pick.randrange(len(pieces)), pick.choice(pieces))
    return joint.join(pieces) + pick.choice(["", "\n", "\n\n\n"])


def repeated_phrases(pick):
    phrase = " ".join(pick.choice(NOUNS + GLUE) for _ in range(pick.randint(2, 12)))
    words = []
    for _ in range(pick.randint(5, 20)):
        words += phrase.split() if pick.random() < 0.4 else sentence(pick).split()
    return " ".join(words)


def short_lines(pick):
    lines = [" ".join(pick.choice(NOUNS) for _ in range(pick.randint(1, 7))) for _ in range(20)]
    return "\n".join(line + pick.choice([".", "", "", "!"]) for line in lines)


def c4_lines(pick):
    lines = [paragraph(pick, pick.randint(1, 2)) for _ in range(pick.randint(2, 7))]
    for _ in range(pick.randint(0, 2)):
        lines.insert(pick.randrange(len(lines) + 1), pick.choice(SPECIAL))
    return pick.choice(["\n", "\r\n", "\u2028", "\n\n"]).join(lines)


def c4_case(pick):
    lines = [paragraph(pick, 2) for _ in range(4)] + [pick.choice(SPECIAL).swapcase()]
    lines.append(pick.choice(["The " + "k" * n + " stands here." for n in (999, 1000, 1001)]))
    return "\n".join(lines)


def other_scripts(pick):
    words = [pick.choice(OTHER[pick.choice(list(OTHER))]) for _ in range(pick.randint(20, 90))]
    joint = " " if pick.random() < 0.7 else "\n"
    return joint.join(words + [pick.choice(GLUE) for _ in range(10)])


def odd_breaks(pick):
    text = ""
    for _ in range(pick.randint(3, 30)):
        text += sentence(pick, pick.randint(1, 9)).replace(" ", pick.choice(SPACES))
        text += pick.choice(BREAKS)
    return text


def ellipses(pick):
    words = paragraph(pick, 8).split()
    for index in pick.sample(range(len(words) - 1), int(len(words) * pick.choice([0.09, 0.12]))):
        words[index] += pick.choice(["...", "…"])
    return " ".join(words)


def bullets(pick):
    lines = [sentence(pick, 10) for _ in range(20)]
    plain = pick.choice([0, 1, 2, 3])
    choices = pick.choice([["- ", "• ", "  - "], ["* "], ["- ", "• ", "  - ", "* ", "+ "]])
    marks = [pick.choice(choices) for _ in range(20 - plain)]
    return "\n".join(mark + line for mark, line in zip(marks + [""] * plain, lines))


def far_lines(pick):
    lines = [sentence(pick, pick.randint(7, 9)) for _ in range(12)]
    return ("\n" * pick.randint(2, 5)).join(lines)


def copied_phrase(pick):
    """A phrase of 5 to 10 words that occurs twice, about as often as its own rule allows."""
    size = pick.randint(5, 10)
    phrase = [pick.choice(NOUNS + QUALITIES) for _ in range(size)]
    limit = 0.2 - 0.01 * size + pick.choice([-0.005, 0.005, 0.01, 0.015])
    words = phrase + sentence(pick).split() + phrase
    while len("".join(phrase)) / len(" ".join(words)) > limit:
        words.append(pick.choice(NOUNS + VERBS + QUALITIES + GLUE))
    return " ".join(words) + "."


def copied_lines(pick):
    lines = [sentence(pick, pick.randint(6, 12)) for _ in range(20)]
    for place in pick.sample(range(20), pick.randint(2, 8)):
        lines[place] = lines[0]
    return "\n".join(lines)


def mixed_marks(pick):
    """Signs that hug words, stand apart or join them: what cuts sentences and what does not."""
    marks = ["e.g.", "(sic.)", ".)", '."', "25 km/h.", "5 m/s.", "20 °C.", "90°.", "`.`-mark",
             ".!", "!?", "either/or.", "kettle.Lantern", "docs.kettle.example", "a/b.Cup", "...!"]
    words = paragraph(pick, 6).split()
    for _ in range(pick.randint(3, 12)):
        words.insert(pick.randrange(len(words)), pick.choice(marks))
    return " ".join(words)


def contacts(pick):
    """Reserved names and well-known public resolvers beside what only looks like an address."""
    marks = ["kettle@teacup.example", "A.Lamp+tea@harbour.example", "silver_kettle@x.y.example",
             "(lamp@orchard.example)", "not@home", "@kettle", "a@b", "tea@1.2.3", "@@", "9.9.9.9",
             "1.1.1.1:53", "8.8.8.8.", "192.0.2.1", "10.0.0.1", "127.0.0.1", "300.1.1.1", "1.2.3",
             "version 2.4.6.8.10", "01.2.3.4", "kettle@[9.9.9.9]"]
    words = paragraph(pick, 6).split()
    for _ in range(pick.randint(0, 6)):
        words.insert(pick.randrange(len(words)), pick.choice(marks))
    return " ".join(words)


EDGES = [
    "", " ", "\n", "\n\n\n", " \n \n ", "\t\u3000", "kettle", "kettle.", "...", "…", "#", "# # #",
    "-", "•", "- \n- \n", "!?\n!?\n!?", "\u200b", "\ufeff", "{", "lorem ipsum", "Lorem ipsum dolor.",
    "one line only", "one line only\n", "\none line only", "a a a a", "a\na\na", "\r\n\r\n", "\x85",
    "\u2028", "k" * 5000, "k " * 5000, "kettle\n" * 500, "\n" * 500, "静かな庭。", "a b c d e " * 60,
]
FAMILIES = [
    prose, near_word_limit, word_lengths, symbols, marked_lines, numbers, few_stop_words,
    repeated_pieces, repeated_phrases, short_lines, c4_lines, c4_case, other_scripts, odd_breaks,
    ellipses, bullets, far_lines, copied_phrase, copied_phrase, copied_phrase, copied_lines,
    mixed_marks, contacts,
]


def main():
    pick = random.Random(SEED)
    for index, text in enumerate(EDGES):
        print(json.dumps({"id": f"edge-{index:03}", "text": text}))
    for place, family in enumerate(FAMILIES):
        # A family that stands here again goes on with its numbers.
        first = COPIES * FAMILIES[:place].count(family)
        for index in range(first, first + COPIES):
            name = family.__name__.replace("_", "-")
            print(json.dumps({"id": f"{name}-{index:03}", "text": family(pick)}))


if __name__ == "__main__":
    main()
