"""The two files of a model, and scores computed from them as the program does."""
import hashlib
import json
import pathlib

import numpy as np

from features import Instances, Vocabulary
from rows import LABELS

FORMAT = "gemma-safety.linear/1"
MAGIC = b"gst-linear-int8\n"
CHUNK = 5000  # texts scored at a time


def write(folder, shape, window, weights, scales, biases, curves, notes):
    """Writes weights (buckets by labels, signed bytes) and the manifest that describes them."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    data = MAGIC + np.ascontiguousarray(weights, np.int8).tobytes()
    (folder / "weights.bin").write_bytes(data)
    manifest = {
        "format": FORMAT, "name": folder.name, "labels": LABELS, "window": window, **shape,
        "weights_sha256": hashlib.sha256(data).hexdigest(),
        "scales": [decimal(value) for value in scales],
        "biases": [decimal(value) for value in biases], **notes}
    for label, (values, scores) in zip(LABELS, curves):
        manifest["calibration_values_" + label] = [decimal(value) for value in values]
        manifest["calibration_scores_" + label] = [decimal(value) for value in scores]
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    (folder / "manifest.json").write_text(text + "\n", "utf-8")


def decimal(value):
    return f"{value:.9g}"


class Model:
    def __init__(self, folder):
        folder = pathlib.Path(folder)
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        keys = ("word_bits", "pair_bits", "shortest_gram", "longest_gram")
        self.shape = {key: manifest[key] for key in keys}
        self.window = manifest["window"]
        data = (folder / "weights.bin").read_bytes()
        assert hashlib.sha256(data).hexdigest() == manifest["weights_sha256"]
        weights = np.frombuffer(data[len(MAGIC):], np.int8).reshape(-1, len(LABELS))
        self.weights = weights.astype(np.float64)
        self.scales = np.array([float(value) for value in manifest["scales"]])
        self.biases = np.array([float(value) for value in manifest["biases"]])
        self.curves = [
            [np.array([float(value) for value in manifest[f"calibration_{part}_{label}"]])
             for part in ("values", "scores")] for label in LABELS]

    def scores(self, texts, window=None):
        """Texts by labels: the highest calibrated score of any window, 0 without words."""
        return np.concatenate([self._scores(texts[start:start + CHUNK], window)
                               for start in range(0, len(texts), CHUNK)])

    def _scores(self, texts, window):
        vocabulary = Vocabulary(self.shape)
        instances = Instances(texts, vocabulary, window or self.window)
        if not len(instances.lengths):
            return np.zeros((len(texts), len(LABELS)))
        instances.finish(vocabulary)
        out = []
        for label, curve in enumerate(self.curves):
            best = instances.best(self.values(instances, vocabulary.matrix(), label))
            out.append(np.where(np.isinf(best), 0, along(curve, best)))
        return np.stack(out, axis=1)

    def values(self, instances, vocabulary_matrix, label):
        """Raw values of windows; sums are whole numbers, so that their order does not matter."""
        weights, first_pair = self.weights[:, label], 1 << self.shape["word_bits"]
        sums = instances.words @ (vocabulary_matrix @ weights[:first_pair])
        sums = sums + instances.pairs @ weights[first_pair:]
        return self.biases[label] + self.scales[label] * sums / np.sqrt(instances.lengths)


def along(curve, values):
    """The score of a value along straight lines, operation by operation as in LinearCurve.swift."""
    points, scores = curve
    low = np.clip(np.searchsorted(points, values, side="right") - 1, 0, len(points) - 2)
    share = (values - points[low]) / (points[low + 1] - points[low])
    inside = scores[low] + share * (scores[low + 1] - scores[low])
    return np.where(values <= points[0], scores[0], np.where(values >= points[-1], scores[-1], inside))
