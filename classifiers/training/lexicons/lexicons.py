"""What learning and evaluation share: words, lists and the score, as the program computes them."""
import pathlib
import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
SCORED = ["toxicity", "hate", "insult", "obscene", "threat", "sexual", "self_harm", "weapons",
          "drugs", "illegal"]
# The constants of Sources/SafetyDetectors/Lexicon/LexiconScore.swift.
BACKGROUND, SCALE, SHORTEST, SOLE_TERM, REACH, FACTOR = 0.02, 1.2, 20, 0.45, 12, 0.4


def fold(text):
    text = text.replace("’", "'")
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def words_of(text):
    return WORD.findall(text.lower() if text.isascii() else fold(text))


def read_list(path):
    """Yields (words, weight, category) of a list."""
    for line in pathlib.Path(path).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            term, weight, category = line.split("\t")
            yield tuple(words_of(term)), float(weight), category


def write_list(path, category, comment, weighted):
    lines = [f"# {line}" for line in comment] + [
        f"{term}\t{weight:.2f}\t{category}"
        for term, weight in sorted(weighted, key=lambda item: (-round(item[1], 2), item[0]))]
    pathlib.Path(path).write_text("\n".join(lines) + "\n", "utf-8")


class Scorer:
    """The lexicon detector without its readings of disguised words."""

    def __init__(self, folder):
        self.terms = {}
        for path in sorted(pathlib.Path(folder).glob("*.tsv")):
            for words, weight, category in read_list(path):
                meanings = self.terms.setdefault(words, {})
                meanings[category] = max(weight, meanings.get(category, 0))
        self.longest = {}
        for words in self.terms:
            self.longest[words[0]] = max(len(words), self.longest.get(words[0], 0))

    def hits(self, words):
        index = 0
        while index < len(words):
            for length in range(min(self.longest.get(words[index], 0), len(words) - index), 0, -1):
                phrase = tuple(words[index:index + length])
                if phrase in self.terms:
                    yield index, phrase
                    index += length
                    break
            else:
                index += 1

    def scores(self, text):
        words = words_of(text)
        hits = list(self.hits(words))
        context = [index for index, phrase in hits if "context" in self.terms[phrase]]
        counts, evidence, distinct = {}, {}, {}
        for index, phrase in hits:
            for category, weight in self.terms[phrase].items():
                if category == "context":
                    continue
                count = counts[category, phrase] = counts.get((category, phrase), 0) + 1
                if count == 1:
                    distinct[category] = distinct.get(category, 0) + 1
                near = any(abs(index - place) <= REACH for place in context)
                weight *= FACTOR if near else 1
                evidence[category] = evidence.get(category, 0) + weight / count
        result = {}
        for category, value in evidence.items():
            excess = max(0, value - BACKGROUND * len(words))
            score = excess / (excess + SCALE * max(len(words), SHORTEST) ** 0.5)
            result[category] = score if distinct[category] > 1 else min(score, SOLE_TERM)
        return result
