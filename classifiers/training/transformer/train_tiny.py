#!/usr/bin/env python3
"""Distils a model of four narrow layers from the fine-tuned one.

  python3 train_tiny.py --train toxicity-train.jsonl.gz --teacher work/small-fp32 --work work/tiny \
      --out work/tiny-fp32

The teacher scores drawn epochs once; its logits are kept in `--work`. Goes on from a checkpoint there.
Prints figures only, never a row.
"""
import argparse
import itertools
import pathlib
import random

import numpy as np
import torch
from transformers import BertConfig, BertForSequenceClassification

import encoder
import examples
import loop
import scoring
from rows import LABELS

SHAPE = {"hidden_size": 128, "num_hidden_layers": 4, "num_attention_heads": 4, "intermediate_size": 512}
# How much what the source says counts beside what the teacher says.
HARD = 0.3
STEPS = 1150


def untrained(teacher):
    """Narrow layers drawn at random under word embeddings that keep the teacher's main directions."""
    config = BertConfig(vocab_size=teacher.config.vocab_size, **SHAPE, **encoder.HEADS, **encoder.NO_DROPOUT)
    model = BertForSequenceClassification(config)
    words = teacher.bert.embeddings.word_embeddings.weight.detach()
    _, _, directions = torch.linalg.svd(words - words.mean(0), full_matrices=False)
    near = (words - words.mean(0)) @ directions[:SHAPE["hidden_size"]].T
    model.bert.embeddings.word_embeddings.weight.data = near * (0.05 / near.std())
    return model


def taught(options, tokenizer):
    """For each drawn epoch its examples, with the teacher's probabilities beside the sources' labels.

    The teacher is asked about so many examples, drawn from all; the others have NaN in its place.
    """
    data = examples.learnable(options.train)
    made = [examples.epoch(data, tokenizer, options.seed, number) for number in range(options.draws)]
    every = [example for part in made for example in part]
    asked = sorted(random.Random(options.seed).sample(range(len(every)), min(options.taught, len(every))))
    kept = options.work / "teacher.npz"
    if not kept.exists():
        teacher = BertForSequenceClassification.from_pretrained(options.teacher)
        np.savez(kept, logits=scoring.logits_of(teacher, [every[index].ids for index in asked]))
    logits = np.load(kept)["logits"]
    if len(logits) != len(asked):
        raise SystemExit(f"{kept}: was made for other examples; remove it")
    shares = np.full((len(every), len(LABELS)), np.nan)
    shares[asked] = 1 / (1 + np.exp(-logits.astype(np.float64)))
    both = iter([examples.Example(example.ids, np.concatenate([example.targets, share]), example.weight)
                 for example, share in zip(every, shares)])
    return [list(itertools.islice(both, len(part))) for part in made]


def loss_of(model, batch, _):
    ids, mask, targets, weights = (part.to(model.device) for part in loop.padded(batch))
    logits = model(input_ids=ids, attention_mask=mask).logits
    said, shares = targets[:, :len(LABELS)], targets[:, len(LABELS):]
    even = torch.ones(len(LABELS), device=model.device)
    soft = loop.masked_loss(logits, shares, torch.ones_like(weights), even)
    alone = shares.isnan().any(1)
    return soft + loop.masked_loss(logits, said, weights * torch.where(alone, 1.0, HARD), even)


def main():
    arguments = argparse.ArgumentParser()
    for name in ("train", "teacher", "work", "out"):
        arguments.add_argument("--" + name, required=True, type=pathlib.Path)
    arguments.add_argument("--steps", type=int, default=STEPS)
    arguments.add_argument("--draws", type=int, default=1, help="epochs of examples, gone through again and again")
    arguments.add_argument("--taught", type=int, default=36000, help="examples that the teacher scores")
    arguments.add_argument("--rate", type=float, default=1e-3)
    arguments.add_argument("--tokens", type=int, default=2048, help="in one of the two batches of a step")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--processes", type=int, default=2)
    options = arguments.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    plan = loop.Plan(options.steps, options.rate, options.rate, options.seed, options.tokens)
    draws = taught(options, encoder.tokenizer())

    def run(rank, processes):
        torch.manual_seed(options.seed)
        model = untrained(BertForSequenceClassification.from_pretrained(options.teacher))
        loop.train(model, lambda number: draws[number % len(draws)], loss_of, plan, options.work, rank,
                   processes)
        if rank == 0:
            encoder.write(model, options.out)

    loop.start(run, options.processes)


if __name__ == "__main__":
    main()
