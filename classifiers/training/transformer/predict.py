#!/usr/bin/env python3
"""Scores the calibration split, the dev split and its disguised copies with a float model and as bytes.

  python3 predict.py --train toxicity-train.jsonl.gz --dev toxicity-dev.jsonl.gz --model work/small-fp32 \
      --bytes ../../toxicity-small --out work/small.npz

The slow part of calibration and evaluation, done once. The file holds logits by row number, never a text;
parts that are there already are not computed again.
"""
import argparse
import pathlib
import random

import numpy as np
from safetensors.torch import load_file
from transformers import AutoModelForSequenceClassification

import encoder
import quantisation
import rows
import scoring
from audit import MENTIONS, groups
from obfuscation import VIEWS

DISGUISED = 600  # rows of the dev split that each view is tried on


def held_out(path):
    return [row for row in rows.read(path) if rows.is_open(row) and rows.is_held_out(row)]


def disguised_rows(dev):
    """Row numbers of short texts that are labelled for toxicity."""
    short = [number for number, row in enumerate(dev)
             if row["labels"].get("toxic") is not None and 20 <= len(row["text"]) < 250]
    return sorted(random.Random(1).sample(short, min(DISGUISED, len(short))))


def view_texts(dev, name):
    draw = random.Random("view/" + name)
    return [VIEWS[name](dev[number]["text"], draw) for number in disguised_rows(dev)]


def unseen_sentences():
    """Harmless sentences, and the group that each names."""
    pairs = [(text.format(term), name) for name, terms in groups().items()
             for term in terms for text in MENTIONS]
    return [text for text, _ in pairs], [name for _, name in pairs]


def main():
    arguments = argparse.ArgumentParser()
    for name in ("train", "dev", "model", "bytes", "out"):
        arguments.add_argument("--" + name, required=True, type=pathlib.Path)
    options = arguments.parse_args()
    dev = rows.read(options.dev)
    texts = [row["text"] for row in dev]
    tokenizer = encoder.tokenizer_of(options.model)
    done = dict(np.load(options.out)) if options.out.exists() else {}
    exact = AutoModelForSequenceClassification.from_pretrained(options.model)
    whole = quantisation.simulated(AutoModelForSequenceClassification.from_pretrained(options.model),
                                   load_file(options.bytes / "model.safetensors"))
    parts = {"dev": (exact, lambda: texts), "dev_bytes": (whole, lambda: texts),
             "held_out_bytes": (whole, lambda: [row["text"] for row in held_out(options.train)]),
             "mentions_bytes": (whole, lambda: unseen_sentences()[0])}
    for name in VIEWS:
        parts[f"{name}_bytes"] = (whole, lambda name=name: view_texts(dev, name))
    for name, (model, make) in parts.items():
        if name not in done:
            done[name] = scoring.score(model, tokenizer, make()).astype(np.float32)
            np.savez(options.out, **done)
            print(name, done[name].shape, flush=True)
    if "dev_tokens" not in done:
        counts = [len(item.ids) + 2 for item in tokenizer.encode_batch(texts, add_special_tokens=False)]
        np.savez(options.out, **done, dev_tokens=np.array(counts, np.int32))


if __name__ == "__main__":
    main()
