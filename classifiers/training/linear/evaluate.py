#!/usr/bin/env python3
"""Measures a model beside fastText on the same split and writes the tables into a page.

  python3 evaluate.py --train toxicity-train.jsonl.gz --dev toxicity-dev.jsonl.gz \
      --model ../../toxicity-linear --page ../../README.md [--corpus corpus.jsonl.zst]

Prints figures only, never a row. The corpus is text taken to be innocent; `zstd` must be installed where
it is compressed.
"""
import argparse
import json
import pathlib
import subprocess
import tempfile

import fasttext
import numpy as np

import page
import rows
from audit import MENTIONS, groups
from folding import words_of
from measures import average_precision, calibration_error, roc_auc
from model import Model

FAST = {"wordNgrams": 2, "minn": 3, "maxn": 5, "dim": 32, "bucket": 1 << 18, "epoch": 5, "lr": 0.5,
        "loss": "softmax", "thread": 1, "seed": 1, "verbose": 0}
THRESHOLDS = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
LEAST = 10  # rows of either kind that a figure needs


def folded(text):
    return b" ".join(words_of(text)).decode()


def fast_scores(train, dev, label):
    """fastText's probability of a label, learned from the rows the model learned from."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        for row in train:
            value = row["labels"].get(label)
            if value is not None:
                file.write(f"__label__{int(value >= 0.5)} {folded(row['text'])}\n")
        file.flush()
        learner = fasttext.train_supervised(file.name, **FAST)
    out = []
    for row in dev:
        labels, shares = learner.predict(folded(row["text"]), k=2)
        out.append(dict(zip(labels, shares)).get("__label__1", 0.0))
    return np.array(out)


def figures(scores, truth):
    return f"{roc_auc(scores, truth):.3f} | {average_precision(scores, truth):.3f}"


def quality_table(dev, targets, ours, theirs):
    lines = ["| label | source | positive / rows | AUC | AP | fastText AUC | fastText AP |",
             "|---|---|---|---|---|---|---|"]
    sources = np.array([row["source"] for row in dev])
    closed = {row["source"] for row in dev if not rows.is_open(row)}
    for index, label in enumerate(rows.LABELS):
        known = ~np.isnan(targets[:, index])
        for source in [None, *sorted(set(sources))]:
            part = known if source is None else known & (sources == source)
            truth = targets[part, index] >= 0.5
            if min(truth.sum(), (~truth).sum()) < LEAST:
                continue
            name = "**all**" if source is None else source + (" †" if source in closed else "")
            lines.append(f"| {label} | {name} | {truth.sum()} / {len(truth)} | "
                         f"{figures(ours[part, index], truth)} | {figures(theirs[part, index], truth)} |")
    return lines


def threshold_table(dev, targets, scores, corpus):
    prose = np.array([row["kind"] == "prose" for row in dev])
    talk = np.array([row["source"] == "cat-large-wikipedia" for row in dev]) & (targets[:, 0] < 0.5)
    lines = ["| label | score at least | precision | recall | benign prose | clean wiki talk | corpus |",
             "|---|---|---|---|---|---|---|"]
    for index, label in enumerate(rows.LABELS):
        known = ~np.isnan(targets[:, index])
        truth = targets[known, index] >= 0.5
        for threshold in THRESHOLDS if index == 0 else [0.1, 0.3, 0.5, 0.7]:
            at = scores[:, index] >= threshold
            hits = at[known]
            precision = f"{truth[hits].mean():.3f}" if hits.any() else "–"
            share = f"{(corpus[:, index] >= threshold).mean():.4f}" if corpus is not None else "–"
            lines.append(f"| {label} | {threshold} | {precision} | {hits[truth].mean():.3f} | "
                         f"{at[prose].mean():.4f} | {at[talk].mean():.4f} | {share} |")
    return lines


def dilution_table(model, dev, targets):
    """Short positives put in the middle of benign prose: who still sees them, at equal alarms."""
    short = [row["text"] for row, target in zip(dev, targets[:, 0])
             if target >= 0.5 and 10 <= len(words_of(row["text"])) <= 40]
    prose = [row["text"] for row in dev if row["kind"] == "prose"]
    whole = " ".join(prose)
    long = [whole[start:start + 3000] for start in range(0, len(whole) - 3000, 3000)]
    mixed = [long[number % len(long)][:1500] + " " + text + " " + long[number % len(long)][1500:]
             for number, text in enumerate(short)]
    lines = [f"| window | recall of {len(short)} texts of 10 to 40 words in 500 of benign prose |", "|---|---|"]
    for window in (32, 64, 128, 256, 1024):
        limit = np.quantile(model.scores(long, window)[:, 0], 0.95)
        lines.append(f"| {window} | {(model.scores(mixed, window)[:, 0] > limit).mean():.3f} |")
    return lines


def mention_table(model):
    """Harmless sentences about each group: whom a mention alone harms."""
    lines = ["| group mentioned in harmless sentences | sentences | mean toxic | highest toxic | "
             "highest identity_attack |", "|---|---|---|---|---|"]
    for name, terms in groups().items():
        scores = model.scores([text.format(term) for term in terms for text in MENTIONS])
        lines.append(f"| {name} | {len(scores)} | {scores[:, 0].mean():.2f} | {scores[:, 0].max():.2f} | "
                     f"{scores[:, 4].max():.2f} |")
    return lines


def corpus_scores(path, model, every=10):
    command = ["zstd", "-dc", path] if path.endswith(".zst") else ["cat", path]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        texts = [json.loads(line)["text"] for number, line in enumerate(process.stdout)
                 if number % every == 0]
    return model.scores(texts)


def main():
    arguments = argparse.ArgumentParser()
    for name in ("train", "dev", "model"):
        arguments.add_argument("--" + name, required=True)
    arguments.add_argument("--page")
    arguments.add_argument("--corpus")
    options = arguments.parse_args()
    train = [row for row in rows.read(options.train) if rows.is_open(row) and not rows.is_held_out(row)]
    dev = rows.read(options.dev)
    targets = rows.targets(dev)
    model = Model(options.model)
    ours = model.scores([row["text"] for row in dev])
    theirs = np.stack([fast_scores(train, dev, label) for label in rows.LABELS], axis=1)
    corpus = corpus_scores(options.corpus, model) if options.corpus else None
    errors = []
    for index, label in enumerate(rows.LABELS):
        known = ~np.isnan(targets[:, index])
        error = calibration_error(ours[known, index], targets[known, index] >= 0.5)
        errors.append(f"{label} {error:.3f}")
    lines = [*quality_table(dev, targets, ours, theirs), "", "† not learned from: its licence is not open.",
             "", f"Expected calibration error (15 bins): {', '.join(errors)}.", "",
             *threshold_table(dev, targets, ours, corpus), "", *dilution_table(model, dev, targets),
             "", *mention_table(model)]
    print("\n".join(lines))
    if options.page:
        page.write(pathlib.Path(options.page), lines)


if __name__ == "__main__":
    main()
