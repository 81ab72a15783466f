#!/usr/bin/env python3
"""Measures a JSONL corpus with the code of dolma's own Gopher tagger (`gopher_v2`).

  python3 -m venv venv
  venv/bin/pip install --no-deps dolma==1.2.1
  venv/bin/python dolma_heuristics.py corpus.jsonl [limit] > goldens.jsonl

Only `dolma/taggers/gopher.py` runs; what it imports for registering itself is put in its place, so
that dolma's dependencies are not needed. The form of the output is that of datatrove_heuristics.py;
a verdict is "keep" or the first attribute past the threshold of dolma's v1.5 web mix. No text is
written.
"""
import importlib.metadata
import importlib.util
import json
import sys
import types

from peers import require, rounded

PINNED = {"dolma": "1.2.1"}
# Attribute, our rule, least, greatest.
LIMITS = {
    "dolma-quality": [
        ("word_count", "word-count", 50, 100_000),
        ("median_word_length", "median-word-length", 3, 10),
        ("symbol_to_word_ratio", "symbol-words", 0, 0.1),
        ("fraction_of_lines_starting_with_bullet_point", "bullet-lines", 0, 0.9),
        ("fraction_of_lines_ending_with_ellipsis", "ellipsis-lines", 0, 0.3),
        ("fraction_of_words_with_alpha_character", "alphabetic-words", 0.8, 1),
        ("required_word_count", "stop-words", 2, 1e12),
    ],
    "dolma-repetition": [
        ("fraction_of_duplicate_lines", "duplicate-lines", 0, 0.3),
        ("fraction_of_characters_in_duplicate_lines", "duplicate-line-characters", 0, 0.3),
    ]
    + [
        (f"fraction_of_characters_in_most_common_{n}grams", f"top-{n}-gram", 0, limit)
        for n, limit in ((2, 0.2), (3, 0.18), (4, 0.16))
    ]
    + [
        (f"fraction_of_characters_in_duplicate_{n}grams", f"duplicate-{n}-grams", 0, limit)
        for n, limit in ((5, 0.15), (6, 0.14), (7, 0.13), (8, 0.12), (9, 0.11), (10, 0.1))
    ],
}


def load_tagger():
    """Runs gopher.py with empty stand-ins for the base classes of a tagger."""

    class Span:
        def __init__(self, start, end, type, score):
            self.type, self.score = type, score

    class TaggerRegistry:
        @staticmethod
        def add(name):
            return lambda tagger: tagger

    parts = {
        "data_types": {"DocResult": object, "Document": object, "Span": Span},
        "registry": {"TaggerRegistry": TaggerRegistry},
        "taggers": {"BaseTagger": object},
    }
    for name in ("standin", "standin.core", "standin.taggers"):
        sys.modules[name] = types.ModuleType(name)
        sys.modules[name].__path__ = []
    for name, members in parts.items():
        module = types.ModuleType(f"standin.core.{name}")
        module.__dict__.update(members)
        sys.modules[module.__name__] = module
    path = importlib.metadata.distribution("dolma").locate_file("dolma/taggers/gopher.py")
    spec = importlib.util.spec_from_file_location("standin.taggers.gopher", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def verdict(limits, attributes):
    for name, _, least, greatest in limits:
        if name in attributes and not least <= attributes[name] <= greatest:
            return name
    return "keep"


def main():
    require(PINNED)
    tagger = load_tagger()
    limit = int(sys.argv[2]) if len(sys.argv) > 2 else None
    rules = [row for rows in LIMITS.values() for row in rows]
    columns = [f"dolma-gopher/{rule}" for _, rule, _, _ in rules]
    head = {"made_with": PINNED, "words": "whitespace", "columns": columns, "filters": list(LIMITS)}
    print(json.dumps(head))
    with open(sys.argv[1], encoding="utf-8", newline="\n") as corpus:
        for index, line in enumerate(corpus):
            if index == limit:
                break
            document = json.loads(line)
            spans = tagger.get_attributes(document["text"], ignore_empty_lines=True).as_spans()
            attributes = {span.type: span.score for span in spans}
            row = {
                "id": document["id"],
                "values": [rounded(attributes.get(name)) for name, _, _, _ in rules],
                "verdicts": [verdict(limits, attributes) for limits in LIMITS.values()],
            }
            print(json.dumps(row, separators=(",", ":")))


if __name__ == "__main__":
    main()
