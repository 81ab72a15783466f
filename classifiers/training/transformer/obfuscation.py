"""Views of a text as people write it to get past filters."""
LEET = str.maketrans({"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"})
HOMOGLYPHS = str.maketrans({
    "a": "\u0430", "c": "\u0441", "e": "\u0435", "i": "\u0456", "o": "\u043e", "p": "\u0440",
    "s": "\u0455", "x": "\u0445", "y": "\u0443", "h": "\u04bb", "j": "\u0458"})
ZERO_WIDTH = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"]


def _words(text, draw, share, change):
    """Changes a share of the words of four letters or more."""
    out = []
    for word in text.split(" "):
        out.append(change(word) if len(word) >= 4 and draw.random() < share else word)
    return " ".join(out)


def leet(text, draw):
    return _words(text, draw, 0.5, lambda word: word.translate(LEET))


def spaced(text, draw):
    between = draw.choice([" ", ".", "-"])
    return _words(text, draw, 0.3, between.join)


def homoglyph(text, draw):
    return _words(text, draw, 0.5, lambda word: word.translate(HOMOGLYPHS))


def zero_width(text, draw):
    def change(word):
        at = draw.randrange(1, len(word))
        return word[:at] + draw.choice(ZERO_WIDTH) + word[at:]
    return _words(text, draw, 0.5, change)


def repeated(text, draw):
    def change(word):
        at = draw.randrange(1, len(word))
        return word[:at] + word[at] * draw.randrange(2, 5) + word[at:]
    return _words(text, draw, 0.4, change)


VIEWS = {"leet": leet, "spaced": spaced, "homoglyph": homoglyph, "zero-width": zero_width,
         "repeated": repeated}
