#!/usr/bin/env python3
"""Learns the lists of classifiers/lexicons from openly licensed, labelled text.

  python3 learn.py --data toxicity-train.jsonl.gz --ldnoobw ldnoobw/en

Needs numpy. Prints counts only. Nothing is drawn at random: the same data give the same lists.
"""
import argparse
import collections
import gzip
import json
import pathlib

import numpy as np

from lexicons import words_of, write_list

ROOT = pathlib.Path(__file__).resolve().parents[3]
LISTS = ROOT / "classifiers/lexicons"
# Rows whose licence speaks of these are left out.
CLOSED = ("research", "twitter", "-nc-", "non-commercial", "gpl")
# label, category, most terms, least documents
CLASSES = [("toxic", "toxicity", 2000, 8), ("identity_attack", "hate", 1500, 6),
           ("insult", "insult", 1200, 6), ("obscene", "obscene", 400, 4),
           ("threat", "threat", 500, 4)]
PRIOR = 500.0
LEAST_Z = 2.6
LEAST_LOG_ODDS = 1.0
MOST_WEIGHT = 4.0
FUNCTION = set("""a about above after again against ain all also am an and another any are aren as at
be because been before being below between both but by can cannot could couldn d did didn do does
doesn doing don down during each either else even ever every few for from further get gets getting
go goes going gonna got had hadn has hasn have haven having he her here hers herself him himself
his how however http https i if in into is isn it its itself just let ll m made make makes many may
me might mine more most much must my myself need neither never no nor not now o of off on once one
only or other our ours out over own perhaps quite rather re really s same say says she should
shouldn since so some still such t than that the their theirs them themselves then there these they
thing things this those though through thus to too two u under until up upon us user ve very via was
wasn way we well were weren what when where whether which while who whom whose why will with within
without won would wouldn yes yet you your yours yourself yourselves im dont cant ur ya yeah url email
phone ip com www amp""".split())
# Words for peoples, faiths and places: a mention is no attack, whatever the data say.
GROUPS = set("""africa african africans america american americans arab arabic arabs asia asian asians
atheist atheists bible black blacks britain british buddhist canada catholic catholics china chinese
christian christianity christians church democrat democrats disabled disability elderly england
ethnic europe european europeans female females feminism feminist feminists foreign foreigner
foreigners france french gay gays gender german germans germany girl girls god hindu hindus hispanic
hispanics homosexual homosexuality homosexuals immigrant immigrants immigration india indian indians
indigenous iran iranian iraq irish islam islamic israel israeli israelis italian japan japanese jew
jewish jews korean koran latina latino latinos lesbian lesbians lgbt lgbtq male males man men
mexican mexicans mexico migrant migrants minorities minority mosque mosques muslim muslims native
natives nigerian old pakistan pakistani palestine palestinian palestinians poland polish
president quran queer race races racial refugee refugees religion religions religious republican
republicans russia russian russians sex sexual sharia sikh somali straight synagogue syria syrian
trans transgender turkey turkish ukraine white whites woman women young wife wives mother mothers
daughter daughters sister sisters husband boyfriend girlfriend brown color skin culture country
countries people person americans""".split())


def open_rows(path):
    used = collections.Counter()
    rows = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if any(mark in row["licence"].lower() for mark in CLOSED):
                continue
            used[row["source"], row["licence"]] += 1
            words = words_of(row["text"])
            rows.append((row, set(words) | set(zip(words, words[1:]))))
    return rows, used


def identity_words():
    """The words of the identity terms, read as plain lines so that no YAML library is needed."""
    words = set()
    path = ROOT / "policies/identity-terms.yaml"
    for line in path.read_text("utf-8").splitlines():
        if not line.lstrip().startswith("#"):
            words.update(words_of(line))
    return words


def log_odds(positive, negative, background):
    """Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi, Quinn 2008)."""
    prior = background / background.sum() * PRIOR
    total = PRIOR
    first = np.log((positive + prior) / (positive.sum() + total - positive - prior))
    second = np.log((negative + prior) / (negative.sum() + total - negative - prior))
    variance = 1 / (positive + prior) + 1 / (negative + prior)
    return first - second, (first - second) / np.sqrt(variance)


def tally(rows, label):
    counts = collections.defaultdict(lambda: [0, 0])
    sizes = [0, 0]
    for row, terms in rows:
        value = row["labels"].get(label)
        # Civil Comments' low shares mean that annotators disagreed, not that the text is clean.
        disputed = row["source"].startswith("toxic-spans") and value is not None and value > 0.1
        if value is None or (value < 0.5 and disputed):
            continue
        side = 0 if value >= 0.5 else 1
        sizes[side] += 1
        for term in terms:
            counts[term][side] += 1
    return counts, sizes


def is_telling(term, kept_out):
    words = (term,) if isinstance(term, str) else term
    return any(word not in kept_out and len(word) > 2 and not word.isdigit() for word in words) \
        and (len(words) > 1 or words[0] not in kept_out)


def learn(rows, label, category, most, least, kept_out):
    counts, sizes = tally(rows, label)
    terms = [term for term, pair in counts.items() if sum(pair) >= least]
    table = np.array([counts[term] for term in terms], dtype=np.float64)
    delta, z = log_odds(table[:, 0], table[:, 1], table.sum(axis=1))
    chosen = {}
    for index in np.argsort(-z, kind="stable"):
        term = terms[index]
        if z[index] < LEAST_Z or len(chosen) == most:
            break
        if table[index, 0] < least or delta[index] < LEAST_LOG_ODDS:
            continue
        if not is_telling(term, kept_out):
            continue
        # A pair must say more than the telling word in it does.
        if not isinstance(term, str):
            inner = max((chosen[word] for word in term if word in chosen), default=0)
            if inner and delta[index] < inner + 0.5:
                continue
        chosen[term] = float(min(MOST_WEIGHT, delta[index]))
    named = [(term if isinstance(term, str) else " ".join(term), weight)
             for term, weight in chosen.items()]
    comment = [f"{category}: {len(named)} terms learned from {sizes[0]:,} texts labelled {label}",
               f"and {sizes[1]:,} labelled not; the weight is the log-odds ratio.",
               "Written by classifiers/training/lexicons/learn.py; sources and licences stand in",
               "the README.md beside that file. Texts under CC-BY-SA-3.0, CC-BY-4.0, CC0, MIT and",
               "Apache-2.0; only counts of words were taken from them."]
    write_list(LISTS / f"{category}.tsv", category, comment, named)
    print(f"{category}: {sizes[0]} positive, {sizes[1]} negative, {len(named)} terms")
    return {term for term, _ in named}


def sexual(rows, path, hateful, kept_out):
    """Terms of LDNOOBW; what is common in innocent text weighs little."""
    clean = [terms for row, terms in rows if row["labels"].get("toxic") == 0]
    weighted = {}
    for line in pathlib.Path(path).read_text("utf-8").splitlines():
        words = words_of(line)
        if not 0 < len(words) <= 4 or (len(words) == 1 and len(words[0]) < 3):
            continue
        term = " ".join(words)
        if term in hateful or (len(words) == 1 and words[0] in kept_out - {"sex", "sexual"}):
            continue
        keys = words if len(words) == 1 else list(zip(words, words[1:]))
        share = sum(all(key in terms for key in keys) for terms in clean) / len(clean)
        weighted[term] = float(np.clip(-0.28 * np.log(share + 1e-5), 0.3, 3.0))
    comment = [f"sexual: {len(weighted)} terms of the English list of LDNOOBW, CC-BY-4.0",
               "(List of Dirty, Naughty, Obscene, and Otherwise Bad Words, Shutterstock), folded;",
               "terms found in hate.tsv are left out, weights fall with their share of innocent",
               "text. Written by classifiers/training/lexicons/learn.py."]
    write_list(LISTS / "sexual.tsv", "sexual", comment, list(weighted.items()))
    print(f"sexual: {len(weighted)} terms")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="labelled rows, gzip JSON lines")
    parser.add_argument("--ldnoobw", required=True, help="the English list of LDNOOBW")
    arguments = parser.parse_args()
    rows, used = open_rows(arguments.data)
    for (source, licence), count in sorted(used.items()):
        print(f"used {source} ({licence}): {count}")
    kept_out = FUNCTION | GROUPS | identity_words()
    lists = {category: learn(rows, label, category, most, least, kept_out)
             for label, category, most, least in CLASSES}
    sexual(rows, arguments.ldnoobw, lists["hate"], kept_out)


if __name__ == "__main__":
    main()
