#!/usr/bin/env python3
"""Writes the scores of harmless strings that the program's tests compare with its own.

  python3 fixture.py ../../../Tests/SafetyDetectorsTests/Linear/Fixtures
"""
import json
import pathlib
import sys

import numpy as np

import model
from features import pair_buckets, word_buckets, word_hash
from folding import words_of
from rows import LABELS

SHAPE = {"word_bits": 10, "pair_bits": 11, "shortest_gram": 3, "longest_gram": 5}
WINDOW = 8
TEXTS = [
    "", " \n\t ", "!?…", "kettle", "Silver KETTLE dance", "a", "the kettle's lid — and a spoon",
    "Crème brûlée, cafe\u0301 au lait", "чайник и самовар", "茶壶 在 桌上。", "やかん、ポット", "주전자 하나",
    "kettle 🫖 dance 💃🏽 👩‍👩‍👧", "soft\u00adhyphen and zero\u200bwidth", "ｆｕｌｌ ｗｉｄｔｈ", "½ ﬁne Straße İstanbul",
    "می\u200cخواهم چای", "𝓴𝓮𝓽𝓽𝓵𝓮", "x" * 24, "y" * 25, "z" * 300, "k3ttl3 http://silver.example/?q=1",
    "one two three four five six seven eight", "one two three four five six seven eight nine",
    " ".join(f"spoon{number % 7} dance" for number in range(40)),
    "silver kettle dance " * 200,
]


def main(folder):
    folder = pathlib.Path(folder)
    generator = np.random.default_rng(20240601)
    buckets = (1 << SHAPE["word_bits"]) + (1 << SHAPE["pair_bits"])
    weights = generator.integers(-127, 128, (buckets, len(LABELS)))
    points = np.linspace(-40, 40, 17)
    curves = [(points + label, np.linspace(0, 1, 17) ** (label + 1)) for label in range(len(LABELS))]
    model.write(folder / "model", SHAPE, WINDOW, weights, [0.01, 0.02, 0.03, 0.04, 0.05],
                [-1, -0.5, 0, 0.5, 1], curves, {})
    scores = model.Model(folder / "model").scores(TEXTS)
    cases = []
    for text, row in zip(TEXTS, scores):
        words = words_of(text)
        hashes = np.array([word_hash(word) for word in words], np.uint64)
        cases.append({
            "text": text, "words": len(words), "scores": [repr(float(value)) for value in row],
            "buckets": word_buckets(words[0], SHAPE) if words else [],
            "pairs": pair_buckets(hashes, SHAPE)[:8].tolist() if len(words) > 1 else []})
    (folder / "scores.json").write_text(json.dumps(cases, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
