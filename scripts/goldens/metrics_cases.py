#!/usr/bin/env python3
"""Writes the figures that SafetyEvaluation's metrics must reproduce, computed by the peers.

  python3 -m venv venv
  venv/bin/pip install scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6
  venv/bin/python metrics_cases.py > ../../Tests/SafetyEvaluationTests/Fixtures/metrics.json

Scores and truths are drawn from a fixed seed. `ranking` holds lists with and without ties,
`intervals` binomial intervals, `beta` values of the incomplete beta function.
"""
import json
import math

import numpy as np
from scipy import special, stats
from sklearn import metrics

from peers import require

PINNED = {"scikit-learn": "1.9.1", "scipy": "1.17.1"}
BINS = 15


def calibration_error(scores, truths, bins=BINS):
    """Equal-mass bins; texts of one score stand for their mean, whatever their order."""
    order = np.argsort(scores, kind="stable")
    scores, truths = scores[order], truths[order].astype(float)
    values, group = np.unique(scores, return_inverse=True)
    means = np.bincount(group, truths) / np.bincount(group)
    error = 0.0
    parts = np.array_split(np.arange(len(scores)), min(bins, len(scores)))
    for part in parts:
        error += abs(scores[part].mean() - means[group[part]].mean()) * len(part) / len(scores)
    return error


def area(scores, truths):
    if truths.all() or not truths.any():
        return None
    return metrics.roc_auc_score(truths, scores)


def number(value):
    return None if value is None or math.isnan(value) else float(value)


def ranking(rng, count, digits, prevalence):
    truths = rng.random(count) < prevalence
    noise = rng.normal(0, 1, count)
    scores = 1 / (1 + np.exp(-(noise + 1.2 * truths - 0.6)))
    if digits is not None:
        scores = np.round(scores, digits)
    mentions = rng.random(count) < 0.3
    threshold = float(np.round(rng.random(), 1))
    flagged = scores >= threshold
    tn, fp, fn, tp = metrics.confusion_matrix(truths, flagged, labels=[False, True]).ravel()
    positive = truths.any()
    crossed = mentions != truths
    return {
        "scores": [float(s) for s in scores],
        "truths": [bool(t) for t in truths],
        "mentions": [bool(m) for m in mentions],
        "threshold": threshold,
        "roc_auc": number(area(scores, truths)),
        "average_precision": number(metrics.average_precision_score(truths, scores)) if positive else None,
        "confusion": [int(tp), int(fp), int(fn), int(tn)],
        "precision": number(tp / (tp + fp)) if tp + fp else None,
        "recall": number(tp / (tp + fn)) if tp + fn else None,
        "false_positive_rate": number(fp / (fp + tn)) if fp + tn else None,
        "f1": number(metrics.f1_score(truths, flagged)) if positive else None,
        "calibration_error": number(calibration_error(scores, truths)),
        "subgroup": number(area(scores[mentions], truths[mentions])) if mentions.any() else None,
        "bpsn": number(area(scores[crossed], truths[crossed])) if crossed.any() else None,
        "bnsp": number(area(scores[~crossed], truths[~crossed])) if not crossed.all() else None,
    }


def exact(part, whole, error_below, error_above):
    """Clopper and Pearson's ends; binomtest finds them to 2e-12 only, too coarse for rare events."""
    low = stats.beta.ppf(error_below, part, whole - part + 1) if error_below and part else 0.0
    high = stats.beta.isf(error_above, part + 1, whole - part) if error_above and part < whole else 1.0
    return [float(low), float(high)]


def interval(part, whole, confidence):
    found = {"part": part, "whole": whole, "confidence": confidence}
    for side, alternative in (("both", "two-sided"), ("least", "greater"), ("most", "less")):
        error = (1 - confidence) / (2 if side == "both" else 1)
        below, above = error * (side != "most"), error * (side != "least")
        found[f"clopper_pearson_{side}"] = exact(part, whole, below, above)
        test = stats.binomtest(part, whole, alternative=alternative)
        ends = test.proportion_ci(confidence_level=confidence, method="wilson")
        found[f"wilson_{side}"] = [float(ends.low), float(ends.high)]
    return found


def main():
    require(PINNED)
    rng = np.random.default_rng(20261125)
    shapes = [(1, None, 0.5), (2, 1, 0.5), (7, 1, 0.5), (14, None, 0.5), (16, 0, 0.5), (40, 1, 0.1)]
    shapes += [(60, 2, 1.0), (60, 2, 0.0), (101, 1, 0.5), (250, None, 0.3), (250, 2, 0.03)]
    counts = [(0, 1), (1, 1), (0, 20), (1, 20), (10, 20), (19, 20), (20, 20), (3, 1000)]
    counts += [(965, 1000), (0, 300_000), (17, 300_000), (299_999, 300_000), (1300, 1350)]
    counts += [(4, 40_000_000)]
    beta = [
        [x, a, b, float(special.betainc(a, b, x))]
        for a in (0.5, 1, 2.5, 30, 4000.0)
        for b in (0.5, 1, 7, 900.0)
        for x in (0.0, 1e-9, 0.01, 0.3, 0.5, 0.83, 0.999, 1.0)
    ]
    print(json.dumps({
        "versions": PINNED,
        "ranking": [ranking(rng, *shape) for shape in shapes],
        "intervals": [interval(k, n, c) for k, n in counts for c in (0.5, 0.9, 0.95, 0.99)],
        "beta": beta,
    }, indent=None, separators=(",", ":")))


if __name__ == "__main__":
    main()
