#!/usr/bin/env python3
"""Trains the model of classifiers/toxicity-linear.

  python3 train.py --data toxicity-train.jsonl.gz --out ../../toxicity-linear

Nothing is drawn at random: rows are held out by the digest of their text, and the optimiser starts from
zero. Prints figures only, never a row.
"""
import argparse
import collections

import numpy as np
from scipy.optimize import minimize

import model
import rows
from features import Instances, Vocabulary
from fitting import Design, fit
from measures import average_precision, calibration_error, roc_auc

SHAPE = {"word_bits": 16, "pair_bits": 16, "shortest_gram": 4, "longest_gram": 4}
WINDOW, PENALTY, ITERATIONS = 32, 3e-5, 60
# Weights past this quantile are clipped, so that a few do not cost all others their precision.
CLIPPED = 0.9999


def quantised(weights):
    """Signed bytes and the scale that gives the weights back."""
    top = np.quantile(np.abs(weights[weights != 0]), CLIPPED)
    scale = float(model.decimal(top / 127))
    return np.clip(np.rint(weights / scale), -127, 127), scale


def curve(values, labels):
    """Platt's sigmoid with his smoothed targets, as points on a grid of log-odds."""
    positive, negative = labels.sum(), (~labels).sum()
    targets = np.where(labels, (positive + 1) / (positive + 2), 1 / (negative + 2))

    def loss(parameters):
        logits = parameters[0] * values + parameters[1]
        residual = 1 / (1 + np.exp(-logits)) - targets
        value = np.mean(np.logaddexp(0, logits) - targets * logits)
        return value, np.array([np.mean(residual * values), np.mean(residual)])

    slope, offset = minimize(loss, [1.0, 0.0], jac=True, method="L-BFGS-B").x
    assert slope > 0
    grid = np.linspace(-12, 12, 97)
    return (grid - offset) / slope, 1 / (1 + np.exp(-grid))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--data", required=True)
    arguments.add_argument("--out", required=True)
    options = arguments.parse_args()
    data = [row for row in rows.read(options.data) if rows.is_open(row)]
    held_out = np.array([rows.is_held_out(row) for row in data])
    targets = rows.targets(data)
    vocabulary = Vocabulary(SHAPE)
    instances = Instances([row["text"] for row in data], vocabulary, WINDOW).finish(vocabulary)
    matrix = vocabulary.matrix()
    windows = np.bincount(instances.owners, minlength=len(data))
    every = Design(instances, matrix, np.arange(len(instances.lengths)))
    weights, scales, biases, curves = [], [], [], []
    for index, label in enumerate(rows.LABELS):
        known = ~np.isnan(targets[:, index]) & (windows > 0)
        learned = np.flatnonzero((known & ~held_out)[instances.owners])
        owners = instances.owners[learned]
        wanted = targets[owners, index]
        # Every window of a clean text is clean; which one of a text that is not, nobody said.
        importance = np.where(wanted == 0, 1, 1 / windows[owners])
        design = Design(instances, matrix, learned)
        found, bias = fit(design, wanted, importance, PENALTY, ITERATIONS)
        whole, scale = quantised(found)
        bias = float(model.decimal(bias))
        test = known & held_out
        truth = targets[test, index] >= 0.5
        exact = instances.best(every.times(found) + bias)[test]
        best = instances.best(every.times(whole) * scale + bias)[test]
        points, scores = curve(best, truth)
        odds = np.interp(best, points, scores)
        print(f"{label}: learned from {len(set(owners)):,} rows; held out {truth.sum()} / {len(truth)}: "
              f"AUC {roc_auc(exact, truth):.4f} as trained, {roc_auc(best, truth):.4f} as bytes; "
              f"AP {average_precision(best, truth):.4f}; "
              f"calibration error {calibration_error(odds, truth):.4f}", flush=True)
        weights.append(whole)
        scales.append(scale)
        biases.append(bias)
        curves.append((points, scores))
    sources = collections.Counter((row["source"], row["licence"]) for row in data)
    notes = {"licence": "CC-BY-SA-3.0", "sources": [
        {"name": name, "licence": licence, "rows": count}
        for (name, licence), count in sorted(sources.items())]}
    model.write(options.out, SHAPE, WINDOW, np.stack(weights, 1), scales, biases, curves, notes)


if __name__ == "__main__":
    main()
