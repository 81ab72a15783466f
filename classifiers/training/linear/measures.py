"""Ranking and calibration figures."""
import numpy as np


def roc_auc(scores, labels):
    """The area under the ROC curve, ties counted half."""
    values, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks = (ends - (counts - 1) / 2)[inverse]
    positive = labels.sum()
    return (ranks[labels].sum() - positive * (positive + 1) / 2) / positive / (~labels).sum()


def average_precision(scores, labels):
    """The area under precision over recall; equal scores form one step."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(labels[order])
    last = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    recall = hits[last] / labels.sum()
    return float(np.sum(np.diff(recall, prepend=0) * hits[last] / (last + 1)))


def calibration_error(probabilities, labels, bins=15):
    """Expected calibration error over bins of equal size."""
    order = np.argsort(probabilities, kind="stable")
    error = 0.0
    for part in np.array_split(order, bins):
        error += abs(probabilities[part].mean() - labels[part].mean()) * len(part)
    return error / len(probabilities)
