"""Figures for each identity group: Borkan et al., Nuanced Metrics for Measuring Unintended Bias, 2019."""
import re

import numpy as np

import paths  # noqa: F401
import audit
from measures import roc_auc

FEWEST = 200  # texts that a group needs for a figure


def members(texts):
    """For each group, which texts use one of its neutral terms."""
    folded = [" ".join(text.lower().split()) for text in texts]
    out = {}
    for name, terms in audit.groups().items():
        either = "|".join(re.escape(term.lower()) for term in sorted(terms, key=len, reverse=True))
        pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)")
        out[name] = np.array([bool(pattern.search(text)) for text in folded])
    return out


def _auc(scores, truth, part):
    if min(truth[part].sum(), (~truth[part]).sum()) == 0:
        return None
    return roc_auc(scores[part], truth[part])


def areas(scores, truth, group):
    """Within the group; its negatives against the others' positives; its positives against the others' negatives."""
    return (_auc(scores, truth, group), _auc(scores, truth, np.where(truth, ~group, group)),
            _auc(scores, truth, np.where(truth, group, ~group)))


def table(texts, scores, targets, label):
    """Lines of a table for one label, and the groups that are too few for one."""
    known = ~np.isnan(targets)
    truth, values = targets[known] >= 0.5, scores[known]
    overall = roc_auc(values, truth)
    lines = [f"| group (`{label}`: {overall:.3f} overall) | texts | positive | subgroup AUC | BPSN AUC | BNSP AUC |",
             "|---|---|---|---|---|---|"]
    left = []
    for name, group in members(texts).items():
        group = group[known]
        if group.sum() < FEWEST:
            left.append(f"{name} {group.sum()}")
            continue
        found = ["–" if value is None else f"{value:.3f}" for value in areas(values, truth, group)]
        lines.append(f"| {name} | {group.sum()} | {truth[group].sum()} | {' | '.join(found)} |")
    return lines, left
