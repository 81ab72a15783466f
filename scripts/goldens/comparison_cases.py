#!/usr/bin/env python3
"""Writes the figures that comparisons of runs must reproduce, computed by the peers.

  python3 -m venv venv
  venv/bin/pip install numpy==2.4.6 scipy==1.17.1 statsmodels==0.14.6
  venv/bin/python comparison_cases.py > ../../Tests/SafetyEvaluationTests/Fixtures/comparisons.json

`mcnemar` and `newcombe` are statsmodels', `holm` its multiple tests. `paired` is Newcombe's method 10 for
paired shares on statsmodels' intervals of Wilson, `student` and `expanded` are scipy's t and normal distributions. `bootstrap` draws items with
SplitMix64 as Bootstrap.swift does, takes percentiles with numpy and keeps p from falling below what
so many signs can tell; `scipy` is scipy's own bootstrap of the same values with another generator,
which agrees within the noise of sampling.
"""
import json
import sys

import numpy as np
from scipy import stats
from statsmodels.stats import contingency_tables, multitest, proportion

from peers import require

PINNED = {"numpy": "2.4.6", "scipy": "1.17.1", "statsmodels": "0.14.6"}
MASK = (1 << 64) - 1


def split_mix(seed):
    state = seed
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def bootstrap(values, seed, resamples, confidence):
    stream = split_mix(seed)
    count = len(values)
    figures = []
    for _ in range(resamples):
        sample = [values[(next(stream) * count) >> 64] for _ in range(count)]
        figures.append(sum(sample) / count)
    figures = np.array(figures)
    tail = (1 - confidence) / 2
    share = (min((figures <= 0).sum(), (figures >= 0).sum()) + 1) / (resamples + 1)
    peer = stats.bootstrap(
        (np.array(values),), np.mean, n_resamples=20000, confidence_level=confidence,
        method="percentile", rng=np.random.default_rng(seed),
    )
    return {
        "values": values, "seed": seed, "resamples": resamples, "confidence": confidence,
        "lower": float(np.quantile(figures, tail)), "upper": float(np.quantile(figures, 1 - tail)),
        "p": float(min(1, max(2 * share, 2.0 ** (1 - sum(value != 0 for value in values))))),
        "scipy": [float(peer.confidence_interval.low), float(peer.confidence_interval.high)],
    }


def mcnemar(lost, gained):
    table = [[40, lost], [gained, 50]]
    return {"lost": lost, "gained": gained,
            "p": float(contingency_tables.mcnemar(table, exact=True).pvalue)}


def newcombe(first, first_of, second, second_of):
    low, high = proportion.confint_proportions_2indep(
        second, second_of, first, first_of, method="newcomb", compare="diff")
    return {"first": [first, first_of], "second": [second, second_of],
            "lower": float(low), "upper": float(high)}


def paired(both, lost, gained, neither):
    """Newcombe 1998, method 10: score intervals of both shares, and phi corrected for continuity."""
    count = both + lost + gained + neither
    first, second = (both + lost) / count, (both + gained) / count
    low1, high1 = proportion.proportion_confint(both + lost, count, method="wilson")
    low2, high2 = proportion.proportion_confint(both + gained, count, method="wilson")
    margins = (both + lost) * (gained + neither) * (both + gained) * (lost + neither)
    lean = both * neither - lost * gained
    phi = 0 if margins == 0 else (lean if lean <= 0 else max(0, lean - count / 2)) / margins ** 0.5

    def reach(a, b):
        return max(0, a * a - 2 * phi * a * b + b * b) ** 0.5

    return {"counts": [both, lost, gained, neither],
            "lower": float(second - first - reach(second - low2, high1 - first)),
            "upper": float(second - first + reach(high2 - second, first - low1))}


def expanded(units):
    z = (units / (units - 1)) ** 0.5 * stats.t.ppf(0.975, units - 1)
    return {"units": units, "student": float(stats.t.ppf(0.975, units - 1)),
            "tail": float(stats.norm.sf(z))}


def main():
    require(PINNED)
    rng = np.random.default_rng(20261129)
    lists = [
        [round(float(x), 4) for x in rng.normal(0.05, 0.3, 120)],
        [float(x) for x in rng.integers(-1, 2, 60)],
        [0.25] * 7,
        [-1.0, 1.0],
    ]
    chances = [[0.01, 0.04, 0.03, 0.005], [0.5], [], [0.2, 0.2, 0.9],
               [round(float(x), 6) for x in rng.uniform(0, 0.2, 25)]]
    json.dump({
        "bootstrap": [bootstrap(values, seed, resamples, confidence)
                      for values in lists
                      for seed, resamples, confidence in [(0, 2000, 0.95), (7, 499, 0.9)]],
        "mcnemar": [mcnemar(*pair) for pair in [
            (0, 0), (1, 0), (5, 1), (3, 3), (0, 10), (12, 25), (40, 41), (300, 180), (9000, 9400)]],
        "newcombe": [newcombe(*case) for case in [
            (56, 70, 48, 80), (0, 10, 0, 20), (10, 10, 0, 20), (9, 10, 3, 10), (500, 1000, 530, 990)]],
        "paired": [paired(*case) for case in [
            (0, 3, 0, 0), (3, 0, 0, 0), (36, 12, 2, 50), (10, 0, 9, 1), (53, 16, 15, 16), (0, 2, 5, 0),
            (400, 31, 8, 561)]],
        "expanded": [expanded(units) for units in [2, 3, 5, 12, 40, 500, 10000]],
        "holm": [{"given": given, "adjusted":
                  [float(x) for x in multitest.multipletests(given, method="holm")[1]]
                  if given else []} for given in chances],
    }, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
