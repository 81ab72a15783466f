#!/usr/bin/env python3
"""Short runs of the small model that differ in one setting each, measured on openly licensed rows of the dev split.

  python3 compare.py --train toxicity-train.jsonl.gz --dev toxicity-dev.jsonl.gz --work work/compared --steps 60

Each run starts from the encoder. What is finished is not done again, so that it can be stopped at any time. Prints
a table of ROC-AUC by label, never a row. Runs this short rank settings; they do not say what long ones reach.
"""
import argparse
import pathlib
import subprocess
import sys

import numpy as np
from transformers import AutoModelForSequenceClassification

import encoder
import rows
import scoring
from measures import roc_auc

# What each run changes of the first; multiples of --steps are longer runs.
SETTINGS = {
    "as shipped": {},
    "second seed": {"seed": 2},
    "half the learning rate": {"rate": 4e-5},
    "twice the learning rate": {"rate": 1.6e-4},
    "label smoothing 0.05": {"smoothing": 0.05},
    "every row once, no shares": {"shares": "rows"},
    "twice as long": {"times": 2},
}


def trained(name, changes, options):
    """The folder of a run's float weights, made now if it is not there."""
    work = options.work / name.replace(" ", "-").replace(",", "")
    changes = dict(changes)
    steps = options.steps * changes.pop("times", 1)
    out = work / "fp32"
    if not (out / "vocab.txt").exists():
        command = [sys.executable, pathlib.Path(__file__).with_name("train_small.py"), "--train", options.train,
                   "--work", work, "--out", out, "--steps", str(steps), "--warmup", str(steps // 4),
                   "--processes", str(options.processes)]
        for key, value in changes.items():
            command += ["--" + key, str(value)]
        subprocess.run(command, check=True, stdout=sys.stderr)
    return out


def aucs(folder, dev, targets, processes):
    """ROC-AUC of each label, over the rows whose source states it."""
    kept = folder / "dev.npy"
    if not kept.exists():
        model = AutoModelForSequenceClassification.from_pretrained(folder)
        texts = [row["text"] for row in dev]
        np.save(kept, scoring.score(model, encoder.tokenizer_of(folder), texts, processes))
    scores, out = np.load(kept), []
    for column in range(len(rows.LABELS)):
        known = ~np.isnan(targets[:, column])
        out.append(roc_auc(scores[known, column], targets[known, column] >= 0.5))
    return out


def main():
    arguments = argparse.ArgumentParser()
    for name in ("train", "dev", "work"):
        arguments.add_argument("--" + name, required=True, type=pathlib.Path)
    arguments.add_argument("--steps", type=int, default=60)
    arguments.add_argument("--every", type=int, default=1, help="measure on one row in so many")
    arguments.add_argument("--processes", type=int, default=2)
    options = arguments.parse_args()
    dev = [row for row in rows.read(options.dev) if rows.is_open(row)][::options.every]
    targets = rows.targets(dev)
    print(f"{options.steps} steps, {len(dev)} rows\n")
    print("| run | " + " | ".join(rows.LABELS) + " |\n|---|" + "---:|" * len(rows.LABELS), flush=True)
    counts = [f"{np.sum(column >= 0.5)} of {np.sum(~np.isnan(column))}" for column in targets.T]
    print("| *positive rows* | " + " | ".join(counts) + " |", flush=True)
    for name, changes in SETTINGS.items():
        values = aucs(trained(name, changes, options), dev, targets, options.processes)
        print(f"| {name} | " + " | ".join(f"{value:.3f}" for value in values) + " |", flush=True)


if __name__ == "__main__":
    main()
