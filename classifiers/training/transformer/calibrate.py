#!/usr/bin/env python3
"""Writes the manifest of an exported model: digests, calibration, prevalence and thresholds.

  python3 calibrate.py --train toxicity-train.jsonl.gz --dev toxicity-dev.jsonl.gz --scores work/small.npz \
      --out ../../toxicity-small

Calibration is learned from the rows held out of training, thresholds are chosen on the dev split.
Prints figures only, never a row.
"""
import argparse
import hashlib
import json
import pathlib

import numpy as np
from scipy.optimize import minimize
from sklearn.isotonic import IsotonicRegression

import predict
import rows
from measures import calibration_error

FORMAT = "gemma-safety-classifier-1"
FILES = ["config.json", "model.safetensors", "tokenizer.json"]
LEAST, POINTS = 500, 64
PRECISIONS, RECALLS = [0.8, 0.9], [0.95, 0.99]


def isotonic(logits, truth):
    """At most 64 points along which probabilities rise: equal parts of the rows, then pooled neighbours."""
    order = np.argsort(logits, kind="stable")
    parts = np.array_split(order, POINTS)
    middles = np.array([logits[part].mean() for part in parts])
    # One made-up row of either kind keeps a part without positives above nothing, and the reverse below one.
    shares = np.array([(truth[part].sum() + truth.mean()) / (len(part) + 1) for part in parts])
    risen = IsotonicRegression().fit_transform(middles, shares, sample_weight=[len(part) for part in parts])
    points = []
    for value in sorted(set(risen)):
        block = np.concatenate([part for part, share in zip(parts, risen) if share == value])
        point = [round(float(logits[block].mean()), 5), round(float(value), 6)]
        if not points or point[0] > points[-1][0]:
            points.append(point)
    return {"method": "isotonic", "points": points}


def temperature(logits, truth):
    def loss(parameters):
        values = (logits + parameters[1]) / np.exp(parameters[0])
        return np.mean(np.logaddexp(0, values) - truth * values)
    found = minimize(loss, [0.0, 0.0], method="Nelder-Mead").x
    return {"method": "temperature", "temperature": round(float(np.exp(found[0])), 6),
            "offset": round(float(found[1]), 6)}


def probabilities(curve, logits):
    """Calibrated probabilities as the program computes them."""
    if curve["method"] == "isotonic":
        points = np.array(curve["points"])
        return np.interp(logits, points[:, 0], points[:, 1])
    return 1 / (1 + np.exp(-(logits + curve["offset"]) / curve["temperature"]))


def _at(name, threshold, scores, truth):
    hits = scores >= threshold
    return {"name": name, "threshold": round(float(threshold), 6),
            "precision": round(float(truth[hits].mean()), 4), "recall": round(float(hits[truth].mean()), 4),
            "false_positive_rate": round(float(hits[~truth].mean()), 4)}


def thresholds(scores, truth):
    """The best F1, and what gives a stated precision or recall; none where that is out of reach."""
    values = np.unique(np.round(scores, 6))
    hits = np.array([(scores >= value).sum() for value in values])
    good = np.array([(scores[truth] >= value).sum() for value in values])
    precision, recall = good / np.maximum(hits, 1), good / truth.sum()
    out = [_at("balanced", values[np.argmax(2 * good / (hits + truth.sum()))], scores, truth)]
    for wanted in PRECISIONS:
        reached = np.flatnonzero((precision >= wanted) & (good >= 10))
        if len(reached):
            out.append(_at(f"precision-{wanted:.2f}", values[reached[0]], scores, truth))
    for wanted in RECALLS:
        reached = np.flatnonzero(recall >= wanted)
        if len(reached):
            out.append(_at(f"recall-{wanted:.2f}", values[reached[-1]], scores, truth))
    return out


def digests(folder):
    found = {}
    for name in FILES:
        data = (folder / name).read_bytes()
        found[name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return found


def main():
    arguments = argparse.ArgumentParser()
    for name in ("train", "dev", "scores", "out"):
        arguments.add_argument("--" + name, required=True, type=pathlib.Path)
    options = arguments.parse_args()
    logits = np.load(options.scores)
    split, dev = rows.targets(predict.held_out(options.train)), rows.targets(rows.read(options.dev))
    prevalence, curves, chosen = {}, {}, {}
    for index, label in enumerate(rows.LABELS):
        known = ~np.isnan(split[:, index])
        truth, values = split[known, index] >= 0.5, logits["held_out_bytes"][known, index].astype(np.float64)
        prevalence[label] = round(float(truth.mean()), 6)
        curves[label] = (isotonic if known.sum() >= LEAST else temperature)(values, truth)
        seen = ~np.isnan(dev[:, index])
        wanted = dev[seen, index] >= 0.5
        scores = probabilities(curves[label], logits["dev_bytes"][seen, index].astype(np.float64))
        chosen[label] = thresholds(scores, wanted)
        print(f"{label}: {truth.sum()} / {len(truth)} rows; error on dev {calibration_error(scores, wanted):.4f}")
    manifest = {
        "format": FORMAT, "name": options.out.resolve().name, "version": "1", "licence": "CC-BY-SA-3.0",
        "labels": rows.LABELS, "activation": "sigmoid", "window": {"tokens": 128, "overlap_sentences": 1},
        "files": digests(options.out), "prevalence": prevalence, "calibration": curves, "thresholds": chosen}
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    (options.out / "classifier.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
