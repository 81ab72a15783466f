#!/usr/bin/env python3
"""Compares an engine's scores with those of the float model on the dev split.

  python3 fidelity.py --write work/dev.jsonl --dev toxicity-dev.jsonl.gz
  gemma-safety classify --input work/dev.jsonl --classifier ../../toxicity-small > work/small.jsonl
  python3 fidelity.py --scores work/small.npz --model ../../toxicity-small --engine scores.jsonl

The engine's file has one line for each row, {"id": row number, "scores": {label: probability}}, in any order;
rows may be left out. `--raw` compares plain sigmoids where the engine ran without calibration.
Texts of more than one window are left out unless `--long` is given: the windows here are cut by tokens.
"""
import argparse
import json
import pathlib

import numpy as np

from calibrate import probabilities
from examples import WINDOW
import rows
from rows import LABELS


def read(path, count):
    scores = np.full((count, len(LABELS)), np.nan)
    with open(path, encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            scores[int(record["id"])] = [record["scores"][label] for label in LABELS]
    return scores


def compare(ours, theirs, manifest):
    """Lines of a table: differences of probabilities and agreement on labels."""
    lines = ["| label | rows | median | 99th percentile | highest | same label at 0.5 | at the stated thresholds |",
             "|---|---|---|---|---|---|---|"]
    for index, label in enumerate(LABELS):
        one, two = ours[:, index], theirs[:, index]
        apart = np.abs(one - two)
        same = [((one >= limit) == (two >= limit)).mean()
                for limit in [0.5] + [entry["threshold"] for entry in manifest["thresholds"][label]]]
        lines.append(f"| {label} | {len(one)} | {np.median(apart):.5f} | {np.quantile(apart, 0.99):.5f} | "
                     f"{apart.max():.5f} | {same[0]:.4f} | {min(same[1:]):.4f} |")
    return lines


def exact(manifest, logits, raw=False):
    """The float model's probabilities."""
    logits = logits.astype(np.float64)
    if raw:
        return 1 / (1 + np.exp(-logits))
    return np.stack([probabilities(manifest["calibration"][label], logits[:, index])
                     for index, label in enumerate(LABELS)], 1)


def engine_table(manifest, kept, path, raw=False, long=False):
    """The comparison of an engine's file, by default of texts of one window."""
    theirs = read(path, len(kept["dev"]))
    part = ~np.isnan(theirs).any(1)
    if not long:
        part &= kept["dev_tokens"] <= WINDOW
    if not part.any():
        raise SystemExit(f"{path}: no row to compare")
    return compare(exact(manifest, kept["dev"], raw)[part], theirs[part], manifest)


def write(dev, path):
    """The texts of the dev split by row number."""
    with open(path, "w", encoding="utf-8") as file:
        for number, row in enumerate(rows.read(dev)):
            file.write(json.dumps({"id": str(number), "text": row["text"]}) + "\n")


def main():
    arguments = argparse.ArgumentParser()
    for name in ("scores", "model", "engine", "write", "dev"):
        arguments.add_argument("--" + name, type=pathlib.Path)
    arguments.add_argument("--raw", action="store_true")
    arguments.add_argument("--long", action="store_true")
    options = arguments.parse_args()
    if options.write:
        write(options.dev, options.write)
        return
    manifest = json.loads((options.model / "classifier.json").read_text("utf-8"))
    table = engine_table(manifest, np.load(options.scores), options.engine, options.raw, options.long)
    print("\n".join(table))


if __name__ == "__main__":
    main()
