#!/usr/bin/env python3
"""Trains the two toy models of the cascade's tests, which know a dozen harmless words.

  python3 -m venv venv
  venv/bin/pip install torch==2.15.0 transformers==5.24.0 safetensors numpy
  venv/bin/python cascade_models.py ../../Tests/GemmaSafetyTests/Fixtures

`cascade-tiny` finds `silver` and `copper` suspicious, `cascade-small` flags `silver` alone. A run of
another version of PyTorch gives other weights that do the same.
"""
import argparse
import json
import pathlib
import random

import torch
from safetensors.torch import save_file
from transformers import BertConfig, BertForSequenceClassification

from peers import require

PINNED = {"torch": "2.15.0", "transformers": "5.24.0"}
LABELS = ["toxic", "obscene", "threat", "insult", "identity_attack"]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = ["silver", "copper", "tin", "kettle", "spoon", "calm", "meadow", "the", "a", "sings", "."]
# What the vocabulary lacks, such as numbers, is harmless too.
HARMLESS = ["[UNK]", *WORDS]
VOCABULARY = SPECIAL + WORDS
MODELS = {"cascade-tiny": ("silver", "copper"), "cascade-small": ("silver",)}


def batch(rng, flagged):
    """Sentences of one length, so that no padding is needed, half of them with a flagged word."""
    length = rng.randint(1, 60)
    rows, targets = [], []
    for _ in range(32):
        words = [rng.choice([w for w in HARMLESS if w not in flagged]) for _ in range(length)]
        is_flagged = rng.random() < 0.5
        if is_flagged:
            words[rng.randrange(length)] = rng.choice(flagged)
        rows.append([2] + [VOCABULARY.index(w) for w in words] + [3])
        targets.append([float(is_flagged)] * 2 + [0.0, float(is_flagged), 0.0])
    return torch.tensor(rows), torch.tensor(targets)


def train(flagged, seed):
    torch.manual_seed(seed)
    rng = random.Random(seed)
    model = BertForSequenceClassification(BertConfig(
        vocab_size=len(VOCABULARY), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=64, type_vocab_size=2,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
        problem_type="multi_label_classification",
        id2label=dict(enumerate(LABELS)), label2id={n: i for i, n in enumerate(LABELS)},
        architectures=["BertForSequenceClassification"],
    ))
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3)
    for _ in range(1500):
        ids, targets = batch(rng, flagged)
        loss = model(input_ids=ids, labels=targets).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return model.eval(), loss.item()


def main():
    require(PINNED)
    torch.set_num_threads(1)
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    folder = parser.parse_args().folder
    for name, flagged in MODELS.items():
        model, loss = train(flagged, 7)
        target = folder / name
        target.mkdir(parents=True, exist_ok=True)
        weights = {k: v.contiguous() for k, v in model.state_dict().items() if "position_ids" not in k}
        save_file(weights, target / "model.safetensors")
        (target / "config.json").write_text(json.dumps(model.config.to_diff_dict(), indent=1) + "\n")
        (target / "vocab.txt").write_text("\n".join(VOCABULARY) + "\n")
        print(name, f"loss {loss:.5f}", sum(v.numel() for v in weights.values()), "numbers")


if __name__ == "__main__":
    main()
