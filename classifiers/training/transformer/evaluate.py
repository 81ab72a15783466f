#!/usr/bin/env python3
"""Writes the figures of a model card and its calibration plot.

  python3 evaluate.py --train toxicity-train.jsonl.gz --dev toxicity-dev.jsonl.gz --scores work/small.npz \
      --model ../../toxicity-small --engine work/small.jsonl

The figures are of the program's own scores of the dev split, as `classify --evaluate` finds them. What the program
does not hand out is of the shipped bytes, simulated (quantisation.py): the error before calibration, mentions and
words in disguise. Prints figures only, never a row.
"""
import argparse
import collections
import json
import pathlib

import numpy as np
from safetensors import safe_open

import paths
import drawing
import fidelity
import groups
import page
import predict
import rows
from calibrate import probabilities
from measures import average_precision, calibration_error, roc_auc
from model import Model
from obfuscation import VIEWS

LEAST = 10  # rows of either kind that a figure needs


def best_f1(scores, truth):
    """The threshold with the highest F1."""
    values, place = np.unique(scores, return_inverse=True)
    hits = np.bincount(place)[::-1].cumsum()[::-1]
    good = np.bincount(place, weights=truth)[::-1].cumsum()[::-1]
    return values[np.argmax(2 * good / (hits + truth.sum()))]


def f1(scores, truth, limit):
    hits = scores >= limit
    return 2 * (hits & truth).sum() / (hits.sum() + truth.sum())


def figures(scores, truth, limit):
    return f"{roc_auc(scores, truth):.3f} | {average_precision(scores, truth):.3f} | {f1(scores, truth, limit):.3f}"


def data_table(train):
    counts = collections.Counter((row["source"], row["licence"]) for row in train)
    lines = ["| source | licence | rows |", "|---|---|---|"]
    lines += [f"| {name} | {licence} | {count:,} |" for (name, licence), count in sorted(counts.items())]
    return [*lines, f"| **all** | | {len(train):,} |"]


def quality_table(dev, targets, scores, manifest, linear):
    lines = ["| label | source | positive / rows | AUC | AP | F1 | linear AUC | AP | F1 |",
             "|---|---|---|---|---|---|---|---|---|"]
    sources = np.array([row["source"] for row in dev])
    closed = {row["source"] for row in dev if not rows.is_open(row)}
    is_open = ~np.isin(sources, list(closed))
    for index, label in enumerate(rows.LABELS):
        known = ~np.isnan(targets[:, index])
        whole = targets[known, index] >= 0.5
        limits = [manifest["thresholds"][label][0]["threshold"], best_f1(linear[known, index], whole)]
        parts = {"**all**": known, "**all openly licensed**": known & is_open}
        for source in sorted(set(sources)):
            parts[source + (" †" if source in closed else "")] = known & (sources == source)
        for name, part in parts.items():
            truth = targets[part, index] >= 0.5
            if min(truth.sum(), (~truth).sum()) >= LEAST:
                lines.append(f"| {label} | {name} | {truth.sum()} / {len(truth)} | "
                             f"{figures(scores[part, index], truth, limits[0])} | "
                             f"{figures(linear[part, index], truth, limits[1])} |")
    return lines


def threshold_table(targets, scores, manifest):
    lines = ["| label | threshold | score | precision | recall | false positive rate |", "|---|---|---|---|---|---|"]
    for index, label in enumerate(rows.LABELS):
        known = ~np.isnan(targets[:, index])
        truth = targets[known, index] >= 0.5
        for entry in manifest["thresholds"][label]:
            hits = scores[known, index] >= entry["threshold"]
            lines.append(f"| {label} | {entry['name']} | {entry['threshold']:.4f} | {truth[hits].mean():.3f} | "
                         f"{hits[truth].mean():.3f} | {hits[~truth].mean():.4f} |")
    return lines


def calibration_table(dev, targets, logits, scores):
    is_open = np.array([rows.is_open(row) for row in dev])
    lines = ["| label | before | after | after, openly licensed rows |", "|---|---|---|---|"]
    curves = {}
    for index, label in enumerate(rows.LABELS):
        known = ~np.isnan(targets[:, index])
        plain = 1 / (1 + np.exp(-logits[:, index].astype(np.float64)))
        found = [calibration_error(kind[part], targets[part, index] >= 0.5) for kind, part in
                 ((plain, known), (scores[:, index], known), (scores[:, index], known & is_open))]
        lines.append(f"| {label} | " + " | ".join(f"{value:.3f}" for value in found) + " |")
        if label in drawing.COLOURS:
            truth = targets[known, index] >= 0.5
            curves[label] = [drawing.points(kind, truth) for kind in (plain[known], scores[known, index])]
    return lines, curves


def view_table(dev, targets, kept, linear):
    numbers = predict.disguised_rows(dev)
    truth = targets[numbers, 0] >= 0.5
    plain = linear.scores([dev[number]["text"] for number in numbers])[:, 0]
    lines = ["| text | toxic AUC | linear |", "|---|---|---|",
             f"| as written | {roc_auc(kept['dev_bytes'][numbers, 0], truth):.3f} | {roc_auc(plain, truth):.3f} |"]
    for name in VIEWS:
        theirs = linear.scores(predict.view_texts(dev, name))[:, 0]
        lines.append(f"| {name} | {roc_auc(kept[f'{name}_bytes'][:, 0], truth):.3f} | {roc_auc(theirs, truth):.3f} |")
    return lines, len(numbers)


def mention_table(scores, linear):
    texts, names = predict.unseen_sentences()
    names, theirs = np.array(names), linear.scores(texts)
    lines = ["| group | sentences | mean toxic | highest toxic | highest identity_attack | linear: mean | highest |",
             "|---|---|---|---|---|---|---|"]
    for name in dict.fromkeys(names):
        part = names == name
        lines.append(f"| {name} | {part.sum()} | {scores[part, 0].mean():.3f} | {scores[part, 0].max():.2f} | "
                     f"{scores[part, 4].max():.2f} | {theirs[part, 0].mean():.2f} | {theirs[part, 0].max():.2f} |")
    return lines


def size_lines(folder):
    """Bytes of the weights, and multiply-adds of the linear layers for each token."""
    with safe_open(folder / "model.safetensors", "np") as file:
        shapes = {name: file.get_slice(name).get_shape() for name in file.keys()}
    products = sum(shape[0] * shape[1] for name, shape in shapes.items()
                   if name + "_scale" in shapes and "embeddings." not in name)
    return [f"Weights: {(folder / 'model.safetensors').stat().st_size / 1e6:.1f} MB; {products / 1e6:.2f} million "
            "multiply-adds a token in linear layers."]


def engine_scores(path, count):
    scores = fidelity.read(path, count)
    if np.isnan(scores).any():
        raise SystemExit(f"{path}: rows of the dev split are missing")
    return scores


def main():
    arguments = argparse.ArgumentParser()
    for name in ("train", "dev", "scores", "model", "engine"):
        arguments.add_argument("--" + name, required=True, type=pathlib.Path)
    options = arguments.parse_args()
    train = [row for row in rows.read(options.train) if rows.is_open(row) and not rows.is_held_out(row)]
    dev, kept = rows.read(options.dev), np.load(options.scores)
    texts, targets = [row["text"] for row in dev], rows.targets(dev)
    manifest = json.loads((options.model / "classifier.json").read_text("utf-8"))
    logits, linear = kept["dev_bytes"], Model(paths.ROOT / "classifiers/toxicity-linear")
    scores = engine_scores(options.engine, len(dev))
    calibration, curves = calibration_table(dev, targets, logits, scores)
    views, tried = view_table(dev, targets, kept, linear)
    lines = ["### Learned from", "", *data_table(train), "", "### Quality on the dev split", "",
             *quality_table(dev, targets, scores, manifest, linear.scores(texts)), "",
             "† not learned from: its licence is not open.", "", "### Thresholds", "", *threshold_table(targets, scores, manifest), "",
             "### Expected calibration error", "", *calibration, "", "![Calibration on dev](calibration.svg)", "",
             "### Identity groups", ""]
    for index, label in ((0, "toxic"), (4, "identity_attack")):
        found, left = groups.table(texts, scores[:, index], targets[:, index], label)
        lines += [*found, "", f"Fewer than {groups.FEWEST} texts for `{label}`: {', '.join(left)}.", ""]
    lines += ["### Harmless mentions", "",
              *mention_table(fidelity.exact(manifest, kept["mentions_bytes"]), linear), "",
              f"### Words in disguise, {tried} short texts", "", *views, "", "### Bytes beside floats", "",
              *fidelity.engine_table(manifest, kept, options.engine), "",
              "### Size", "", *size_lines(options.model)]
    print("\n".join(lines))
    (options.model / "calibration.svg").write_text(drawing.svg(curves), "utf-8")
    page.write(options.model / "README.md", lines)


if __name__ == "__main__":
    main()
