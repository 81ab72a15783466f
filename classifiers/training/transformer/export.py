#!/usr/bin/env python3
"""Writes a float model as the folder that is shipped: bytes, configuration, tokenizer.

  python3 export.py --train toxicity-train.jsonl.gz --model work/small-fp32 --out ../../toxicity-small

Weights are rounded for the inputs that layers see in some rows of the training data. The same model and
rows give the same bytes. The manifest is written by calibrate.py.
"""
import argparse
import json
import pathlib

import torch
from safetensors.torch import save
from transformers import AutoModelForSequenceClassification

import encoder
import quantisation
import rounding
import rows

TEXTS = 120


def moments(model, tokenizer, path):
    """What every layer sees while the model reads openly licensed rows from all over the file."""
    texts = [row["text"] for row in rows.read(path) if rows.is_open(row)]
    step = len(texts) // TEXTS
    seen = rounding.Moments(model, quantisation.layers(model))
    with torch.no_grad():
        for text in texts[::step][:TEXTS]:
            model(input_ids=torch.tensor([tokenizer.encode(text).ids[:128]]))
    seen.stop()
    return seen.sums


def main():
    arguments = argparse.ArgumentParser()
    for name in ("train", "model", "out"):
        arguments.add_argument("--" + name, required=True, type=pathlib.Path)
    options = arguments.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    model = AutoModelForSequenceClassification.from_pretrained(options.model).eval()
    tokenizer = encoder.tokenizer_of(options.model)
    stored = quantisation.tensors(model, moments(model, tokenizer, options.train))
    data = save(stored, {"format": "pt", "quantization": quantisation.SCHEME})
    (options.out / "model.safetensors").write_bytes(data)
    config = json.loads((options.model / "config.json").read_text("utf-8"))
    for key in ("_name_or_path", "transformers_version", "dtype", "torch_dtype"):
        config.pop(key, None)
    # No `quant_method`, for lack of which transformers stop; one that they do not know they pass over.
    config["quantization_config"] = {"format": quantisation.SCHEME}
    text = json.dumps(config, indent=1, ensure_ascii=False, sort_keys=True)
    (options.out / "config.json").write_text(text + "\n", "utf-8")
    tokens = json.loads((options.model / "tokenizer.json").read_text("utf-8"))
    text = json.dumps(tokens, ensure_ascii=False, separators=(",", ":"))
    (options.out / "tokenizer.json").write_text(text + "\n", "utf-8")
    print(f"{len(data):,} bytes of weights, {sum(value.numel() for value in stored.values()):,} values")


if __name__ == "__main__":
    main()
