#!/usr/bin/env python3
"""Fine-tunes the MiniLM-L6 encoder on openly licensed rows.

  python3 train_small.py --train toxicity-train.jsonl.gz --work work/small --out work/small-fp32

Goes on from a checkpoint in `--work` if there is one. Prints figures only, never a row.
"""
import argparse
import pathlib

import torch

import encoder
import examples
import loop

STEPS = 1500


def main():
    arguments = argparse.ArgumentParser()
    for name in ("train", "work", "out"):
        arguments.add_argument("--" + name, required=True, type=pathlib.Path)
    arguments.add_argument("--steps", type=int, default=STEPS)
    arguments.add_argument("--rate", type=float, default=8e-5)
    arguments.add_argument("--tokens", type=int, default=1024, help="in one of the two batches of a step")
    arguments.add_argument("--smoothing", type=float, default=0.0)
    arguments.add_argument("--warmup", type=int, default=loop.Plan._field_defaults["warmup"])
    arguments.add_argument("--shares", choices=("chosen", "rows"), default="chosen",
                           help="chosen: each source by its share; rows: every row once")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--processes", type=int, default=2)
    options = arguments.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    plan = loop.Plan(options.steps, options.rate, 10 * options.rate, options.seed, options.tokens,
                     warmup=options.warmup, smoothing=options.smoothing)

    def run(rank, processes):
        torch.manual_seed(options.seed)
        model = encoder.pretrained()
        tokenizer = encoder.tokenizer()
        data = examples.learnable(options.train)
        shares = examples.SHARES if options.shares == "chosen" else {}
        positive = None

        def make_epoch(number):
            nonlocal positive
            made = examples.epoch(data, tokenizer, options.seed, number, shares)
            positive = loop.positive_weights(made)
            return made

        def loss_of(learner, batch, _):
            ids, mask, targets, weights = (part.to(learner.device) for part in loop.padded(batch, plan.smoothing))
            logits = learner(input_ids=ids, attention_mask=mask).logits
            return loop.masked_loss(logits, targets, weights, positive.to(learner.device))

        loop.train(model, make_epoch, loss_of, plan, options.work, rank, processes)
        if rank == 0:
            encoder.write(model, options.out)

    loop.start(run, options.processes)


if __name__ == "__main__":
    main()
