#!/usr/bin/env python3
"""Measures a JSONL corpus with datatrove's own rule code, words split at white space.

  python3 -m venv venv
  venv/bin/pip install datatrove==0.10.1 spacy==3.8.18 nltk==3.10.4
  venv/bin/python datatrove_heuristics.py corpus.jsonl [limit] > goldens.jsonl

The first line names the columns; every other line holds a document's id, its values and the
verdict of each filter ("keep", the filter's reason, or "error" where datatrove raises). A value
is null where datatrove has none. No text is written.
"""
import json
import re
import sys

import numpy as np
from datatrove.data import Document
from datatrove.pipeline.filters import c4_filters as c4
from datatrove.pipeline.filters import fineweb_quality_filter as fineweb
from datatrove.pipeline.filters import gopher_quality_filter as quality
from datatrove.pipeline.filters import gopher_repetition_filter as repetition
from datatrove.pipeline.formatters.pii import PIIFormatter
from datatrove.utils.text import PUNCTUATION_SET, TERMINAL_PUNCTUATION

from peers import require, rounded

PINNED = {"datatrove": "0.10.1", "spacy": "3.8.18"}
# A document longer than any, so that the count of sentences is never cut short.
ENDLESS = 10**9


def split_words(text, language):
    return text.split()


quality.split_into_words = split_words
repetition.split_into_words = split_words
fineweb.split_into_words = split_words

sentences_seen = 0
split_sentences = c4.split_into_sentences


def count_sentences(line, language):
    global sentences_seen
    found = split_sentences(line, language)
    sentences_seen += len(found)
    return found


c4.split_into_sentences = count_sentences


def share(part, whole):
    return part / whole if whole else None


def quality_values(text):
    words, lines = text.split(), text.splitlines()
    said = [w for w in words if any(c not in PUNCTUATION_SET for c in w)]
    bullets = sum(s.lstrip().startswith(("•", "-")) for s in lines)
    ellipses = sum(s.rstrip().endswith(("...", "…")) for s in lines)
    return {
        "gopher-quality/word-count": len(said),
        "gopher-quality/mean-word-length": float(np.mean([len(w) for w in said])) if said else None,
        "gopher-quality/hash-ratio": share(text.count("#"), len(words)),
        "gopher-quality/ellipsis-ratio": share(text.count("...") + text.count("…"), len(words)),
        "gopher-quality/bullet-lines": share(bullets, len(lines)),
        "gopher-quality/ellipsis-lines": share(ellipses, len(lines)),
        "gopher-quality/alphabetic-words": share(
            sum(any(c.isalpha() for c in w) for w in words), len(words)
        ),
        "gopher-quality/stop-words": len(set(quality.STOP_WORDS) & set(words)),
    }


def repetition_values(text):
    rules, values = repetition.GopherRepetitionFilter(), {}
    parts = {
        "line": rules._line_splitter.split(text),
        "paragraph": rules.paragraph_exp.split(text.strip()),
    }
    for name, pieces in parts.items():
        count, scalars = repetition.find_duplicates(pieces)
        values[f"gopher-repetition/duplicate-{name}s"] = share(count, len(pieces))
        values[f"gopher-repetition/duplicate-{name}-characters"] = share(scalars, len(text))
    words = text.split()
    for n in (2, 3, 4):
        grams = repetition.get_n_grams(words, n)
        top = repetition.find_top_duplicate(grams) if grams else 0
        values[f"gopher-repetition/top-{n}-gram"] = share(top, len(text))
    for n in range(5, 11):
        repeated = repetition.find_all_duplicate(words, n)
        values[f"gopher-repetition/duplicate-{n}-grams"] = share(repeated, len(text))
    return values


def c4_values(text, prefix, strict):
    """Each document rule asked for alone, so that none hides another."""
    global sentences_seen

    def verdict(**options):
        rules = c4.C4QualityFilter(filter_no_terminal_punct=strict, **options)
        return run(rules, text)

    sentences_seen = 0
    verdict(filter_lorem_ipsum=False, filter_curly_bracket=False, min_num_sentences=ENDLESS)
    count = sentences_seen
    lorem = verdict(filter_curly_bracket=False, min_num_sentences=-1)
    curly = verdict(filter_lorem_ipsum=False, min_num_sentences=-1)
    return {
        f"{prefix}/sentences": count,
        f"{prefix}/lorem-ipsum": int(lorem == "lorem_ipsum"),
        f"{prefix}/curly-bracket": int(curly == "curly_bracket"),
    }


def fineweb_values(text):
    lines = [line for line in text.split("\n") if line.strip() != ""]
    ended = sum(line.endswith(tuple(TERMINAL_PUNCTUATION)) for line in lines)
    short = sum(len(line) <= 30 for line in lines)
    repeated = repetition.find_duplicates(lines)[1]
    return {
        "fineweb/terminated-lines": share(ended, len(lines)),
        "fineweb/short-lines": share(short, len(lines)),
        "fineweb/duplicate-line-characters": share(repeated, len(text.replace("\n", ""))),
        "fineweb/newlines-per-word": share(text.count("\n"), len(text.split())),
    }


PII = PIIFormatter()


def personal_values(text):
    """What the formatter would replace: first e-mail addresses, then public IP addresses."""
    emails = [m.group(0) for m in PII.emails_replacer.regex.finditer(text)]
    rest = PII.emails_replacer.regex.sub(" ", text)
    addresses = [m.group(0) for m in PII.ip_replacer.regex.finditer(rest)]
    return {
        "personal-data/email": len(emails),
        "personal-data/ipv4": sum(map(PII.ip_replacer.validator, addresses)),
    }


def run(rules, text):
    try:
        result = rules.filter(Document(text=text, id="0"))
    except ZeroDivisionError:
        return "error"
    return "keep" if result is True else result[1]


FILTERS = {
    "gopher-quality": quality.GopherQualityFilter,
    "gopher-repetition": repetition.GopherRepetitionFilter,
    "c4": c4.C4QualityFilter,
    "c4-lenient": lambda: c4.C4QualityFilter(filter_no_terminal_punct=False),
    "fineweb": fineweb.FineWebQualityFilter,
}


def measure(text):
    values = {
        **quality_values(text),
        **repetition_values(text),
        **c4_values(text, "c4", strict=True),
        **c4_values(text, "c4-lenient", strict=False),
        **fineweb_values(text),
        **personal_values(text),
    }
    return values, {name: run(make(), text) for name, make in FILTERS.items()}


def main():
    require(PINNED)
    limit = int(sys.argv[2]) if len(sys.argv) > 2 else None
    with open(sys.argv[1], encoding="utf-8", newline="\n") as corpus:
        for index, line in enumerate(corpus):
            if index == limit:
                break
            document = json.loads(line)
            values, verdicts = measure(document["text"])
            if index == 0:
                head = {"made_with": PINNED, "words": "whitespace"}
                print(json.dumps({**head, "columns": list(values), "filters": list(verdicts)}))
            row = {
                "id": document["id"],
                "values": [rounded(value) for value in values.values()],
                "verdicts": list(verdicts.values()),
            }
            print(json.dumps(row, separators=(",", ":")))


if __name__ == "__main__":
    main()
