"""The folded view of a text as Sources/TextViews computes it, from the same tables."""
import pathlib
import re

TABLES = pathlib.Path(__file__).resolve().parents[3] / "Sources/TextViews/NormalizedTables.swift"
ASCII_WORD = re.compile(r"[a-z0-9]+")


def _entries(source, name):
    body = re.search(rf'static let {name}: StaticString = """(.*?)"""', source, re.S).group(1)
    for entry in body.replace("\\\n", "").split(";"):
        numbers = [int(part, 16) for part in entry.split()]
        if numbers:
            yield numbers


def _load():
    source = TABLES.read_text("utf-8")
    changes, words, ignorable, compositions = {}, set(), set(), {}
    for first, count, stride, target in _entries(source, "singles"):
        for step in range(count):
            changes[first + step * stride] = (target + step * stride,)
    for scalar, *parts in _entries(source, "expansions"):
        changes[scalar] = tuple(parts)
    for first, last in _entries(source, "words"):
        words.update(range(first, last + 1))
    for first, last in _entries(source, "ignorables"):
        ignorable.update(range(first, last + 1))
    for base, mark, composite in _entries(source, "compositions"):
        compositions[base, mark] = composite
    words.update(range(0x30, 0x3A), range(0x61, 0x7B))
    return changes, words, ignorable, compositions


CHANGES, WORDS, IGNORABLE, COMPOSITIONS = _load()
MARKS = {mark for _, mark in COMPOSITIONS if mark >= 0x80}


def _within(scalar, *ranges):
    return any(first <= scalar <= last for first, last in ranges)


def _is_plain(scalar):
    return _within(scalar, (0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0x370, 0x52F),
                   (0x1E00, 0x1FFF), (0x1D400, 0x1D7FF), (0xFF21, 0xFF5A))


def _is_hangul(scalar):
    return _within(scalar, (0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF))


def _is_kept(scalar, previous, base, following):
    """What InvisibleUse.swift says of an ignorable scalar."""
    inside = _is_plain(base) and _is_plain(following)
    if scalar in (0xAD, 0xFEFF):
        return False
    if 0xE0000 <= scalar <= 0xE007F:
        return base == 0x1F3F4
    if 0xE0100 <= scalar <= 0xE01EF:
        ideograph = _within(base, (0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
        return ideograph and previous == base
    if 0xFE00 <= scalar <= 0xFE0F:
        selector = _within(previous, (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
        return not (selector or (_is_plain(base) and not 0x30 <= base <= 0x39))
    if scalar in (0x115F, 0x1160, 0x3164, 0xFFA0):
        return _is_hangul(base) or _is_hangul(following)
    return not inside


def words_of(text):
    """The words of a text as bytes: runs of letters, marks and digits of its folded form."""
    if text.isascii():
        return [word.encode() for word in ASCII_WORD.findall(text.lower())]
    scalars = [ord(character) for character in text]
    out = []  # (scalar, whether it belongs to a word)
    previous = base = 0
    for index, scalar in enumerate(scalars):
        if 0x41 <= scalar <= 0x5A:
            out.append((scalar | 0x20, True))
        elif scalar < 0x80:
            out.append((scalar, scalar in WORDS))
        elif scalar in IGNORABLE:
            following = next((s for s in scalars[index + 1:index + 9] if s not in IGNORABLE), 0)
            if _is_kept(scalar, previous, base, following):
                out.append((scalar, scalar in (0x200C, 0x200D) and base in WORDS))
            previous = scalar
            continue
        elif scalar in CHANGES:
            out.extend((part, part in WORDS) for part in CHANGES[scalar])
        elif scalar in MARKS and out and (out[-1][0], scalar) in COMPOSITIONS:
            out[-1] = (COMPOSITIONS[out[-1][0], scalar], True)
        else:
            out.append((scalar, scalar in WORDS))
        previous = base = scalar
    return _cut(out)


def _cut(scalars):
    words, word = [], []
    for scalar, is_word in scalars:
        if is_word:
            word.append(chr(scalar))
        elif word:
            words.append("".join(word).encode())
            word = []
    return words + ["".join(word).encode()] if word else words
