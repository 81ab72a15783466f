"""Rows of the data, and which of them may be learned from."""
import gzip
import hashlib
import json

import numpy as np

LABELS = ["toxic", "obscene", "threat", "insult", "identity_attack"]
# Words of licences that are not open, and of texts under the terms of a service.
CLOSED = ("research", "non-commercial", "-nc", "twitter", "gpl")


def read(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def is_open(row):
    return not any(word in row["licence"].lower() for word in CLOSED)


def targets(rows):
    """Rows by labels; NaN where the source says nothing."""
    values = [[row["labels"].get(label) for label in LABELS] for row in rows]
    return np.array([[np.nan if v is None else v for v in line] for line in values], np.float64)


def is_held_out(row):
    """One row in ten, by the digest of its text, for calibration."""
    return hashlib.sha256(row["text"].encode()).digest()[0] % 10 == 0
