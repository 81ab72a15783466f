#!/usr/bin/env python3
"""Measures the lists of classifiers/lexicons and writes the figures into their README.md.

  python3 evaluate.py --dev toxicity-dev.jsonl.gz --corpus corpus.jsonl.zst

Prints figures only. The corpus is text taken to be mostly innocent; `zstd` must be installed where
it is compressed.
"""
import argparse
import collections
import gzip
import json
import pathlib
import subprocess

import numpy as np

from lexicons import SCORED, Scorer

LISTS = pathlib.Path(__file__).resolve().parents[2] / "lexicons"
LABELS = {"toxicity": "toxic", "hate": "identity_attack", "insult": "insult", "obscene": "obscene",
          "threat": "threat"}
THRESHOLD = 0.5
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def area(scores, labels):
    """ROC-AUC with ties counted half."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    values, starts, counts = np.unique(scores[order], return_index=True, return_counts=True)
    for start, count in zip(starts, counts):
        ranks[order[start:start + count]] = start + (count + 1) / 2
    positive = labels.sum()
    return (ranks[labels].sum() - positive * (positive + 1) / 2) / positive / (~labels).sum()


def precision(scores, labels):
    """Average precision; equal scores form one step."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(labels[order])
    last = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    recall = hits[last] / labels.sum()
    return float(np.sum(np.diff(recall, prepend=0) * hits[last] / (last + 1)))


def row(name, scores, labels):
    if labels.sum() < 10 or (~labels).sum() < 10:
        return f"| {name} | {labels.sum()} / {len(labels)} | – | – | – | – |"
    at = scores >= THRESHOLD
    return (f"| {name} | {labels.sum()} / {len(labels)} | {area(scores, labels):.3f} | "
            f"{precision(scores, labels):.3f} | {at[labels].mean():.3f} | {at[~labels].mean():.4f} |")


def dev_table(scorer, path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    scores = [scorer.scores(item["text"]) for item in rows]
    head = "| list | positive / rows | ROC-AUC | average precision | recall | false alarms |\n" \
           "|---|---|---|---|---|---|"
    lines, sources = [head], [head.replace("list", "source", 1)]
    for category, label in LABELS.items():
        known = [i for i, item in enumerate(rows) if item["labels"].get(label) is not None]
        values = np.array([scores[i].get(category, 0) for i in known])
        truth = np.array([rows[i]["labels"][label] >= 0.5 for i in known])
        lines.append(row(category, values, truth))
        if category != "toxicity":
            continue
        for source in sorted({rows[i]["source"] for i in known}):
            part = np.array([rows[i]["source"] == source for i in known])
            sources.append(row(source, values[part], truth[part]))
    return lines, sources


def corpus_table(scorer, path):
    command = ["zstd", "-dcq", path] if path.endswith(".zst") else ["cat", path]
    flagged, total, either = collections.Counter(), 0, 0
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        for line in process.stdout:
            total += 1
            found = [name for name, value in scorer.scores(json.loads(line)["text"]).items()
                     if value >= THRESHOLD]
            flagged.update(found)
            either += bool(found)
    lines = ["| list | documents past 0.5 | share |", "|---|---|---|"]
    lines += [f"| {name} | {flagged[name]} | {flagged[name] / total:.5f} |" for name in SCORED]
    return lines + [f"| any | {either} of {total} | {either / total:.5f} |"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", required=True)
    parser.add_argument("--corpus", required=True)
    arguments = parser.parse_args()
    scorer = Scorer(LISTS)
    labels, sources = dev_table(scorer, arguments.dev)
    text = "\n".join([
        BEGIN, "", "On the dev split, against the label of the list; recall and false alarms at 0.5:",
        "", *labels, "", "The toxicity list by source:", "", *sources, "",
        "On the benchmark corpus of web-like text, nearly all of it innocent:", "",
        *corpus_table(scorer, arguments.corpus), "", END])
    print(text)
    readme = LISTS / "README.md"
    old = readme.read_text("utf-8")
    begin, end = old.index(BEGIN), old.index(END) + len(END)
    readme.write_text(old[:begin] + text + old[end:], "utf-8")


if __name__ == "__main__":
    main()
