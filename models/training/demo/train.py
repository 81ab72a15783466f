"""Trains the model on one core, in a run that can be stopped and goes on where it was.

The seed decides everything: order of texts, first weights. The same kind of machine gives the same weights again.
"""
import argparse
import os
import pathlib
import random
import time

import torch
from transformers import AutoTokenizer, Gemma3ForCausalLM, Gemma3TextConfig

import corpus
import dialogues

SEED, SAVE_SECONDS = 20_260_102, 240
BATCH, SHORT, LONG = 4096, 256, 1024
# The last part of the steps sees rows as long as the context.
LONG_SHARE, WARMUP, DECAY = 0.12, 30, 0.45
MATRIX_RATE, VECTOR_RATE = 4e-3, 3e-3


def configuration():
    layers = ["sliding_attention"] * 5 + ["full_attention"]
    return Gemma3TextConfig(
        vocab_size=4096, hidden_size=256, intermediate_size=512, num_hidden_layers=6, num_attention_heads=4,
        num_key_value_heads=1, head_dim=64, query_pre_attn_scalar=64, sliding_window=128, layer_types=layers,
        max_position_embeddings=LONG, tie_word_embeddings=True, pad_token_id=0, eos_token_id=1, bos_token_id=2,
        attn_implementation="sdpa")


def texts(train, tokenizer):
    """Ids of every prose text and every dialogue, each behind its start sign."""
    prose = [[2, *tokenizer.encode(row["text"], add_special_tokens=False)] for row in corpus.prose(train)]
    spoken = []
    for dialogue in corpus.training_dialogues():
        text = tokenizer.apply_chat_template(dialogues.messages(dialogue), tokenize=False)
        spoken.append(tokenizer.encode(text, add_special_tokens=False))
    return prose, spoken


def endless(pool, chance):
    while True:
        chance.shuffle(pool)
        yield from pool


def rows(pool, chance, length, restarts):
    """Fills rows of `length` + 1 ids; with `restarts` each begins with a text of its own, as a conversation does."""
    source, row = endless(list(pool), chance), []
    while True:
        while len(row) <= length:
            row += next(source)
        yield row[:length + 1]
        row = [] if restarts else row[length:]


def batches(prose, spoken, length, chance):
    """Two rows of prose to three of dialogue."""
    kinds = [rows(prose, chance, length, False), rows(spoken, chance, length, True)]
    turn = 0
    while True:
        batch = []
        while len(batch) < BATCH // length:
            batch.append(next(kinds[(1, 0, 1, 0, 1)[turn % 5]]))
            turn += 1
        yield torch.tensor(batch)


def rate(step, steps):
    return min(1.0, (step + 1) / WARMUP, (steps - step) / (DECAY * steps))


def optimisers(model):
    """Muon turns what matrices learn into rotations; embeddings and norms learn by Adam."""
    matrices = [p for name, p in model.named_parameters() if p.dim() == 2 and "embed" not in name]
    others = [p for name, p in model.named_parameters() if p.dim() != 2 or "embed" in name]
    return [torch.optim.Muon(matrices, lr=MATRIX_RATE, weight_decay=0.05, adjust_lr_fn="match_rms_adamw"),
            torch.optim.AdamW(others, lr=VECTOR_RATE, weight_decay=0.0, betas=(0.9, 0.95))]


def loss_of(model, batch):
    logits = model(input_ids=batch[:, :-1], use_cache=False).logits
    return torch.nn.functional.cross_entropy(logits.flatten(0, 1), batch[:, 1:].flatten())


def save(path, **state):
    torch.save(state, path.with_suffix(".part"))
    os.replace(path.with_suffix(".part"), path)


def train(model, prose, spoken, steps, work):
    learners = optimisers(model)
    peaks = [learner.param_groups[0]["lr"] for learner in learners]
    first, kept, total = 0, work / "checkpoint.pt", 0.0
    if kept.exists():
        state = torch.load(kept)
        model.load_state_dict(state["model"])
        for learner, saved in zip(learners, state["learners"]):
            learner.load_state_dict(saved)
        first = state["step"]
    turn = round(steps * (1 - LONG_SHARE))
    streams = [batches(prose, spoken, SHORT, random.Random(SEED)), batches(prose, spoken, LONG, random.Random(SEED + 1))]
    started = last = time.time()
    for step in range(steps):
        batch = next(streams[step >= turn])
        if step < first:
            continue
        for learner, peak in zip(learners, peaks):
            learner.param_groups[0]["lr"] = peak * rate(step, steps)
        loss = loss_of(model, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for learner in learners:
            learner.step()
            learner.zero_grad()
        total += float(loss.detach())
        if step % 20 == 19:
            print(f"step {step + 1}/{steps} loss {total / 20:.4f} {(time.time() - started) / (step + 1 - first):.2f} s a step",
                  flush=True)
            total = 0.0
        if time.time() - last > SAVE_SECONDS or step + 1 == steps:
            save(kept, model=model.state_dict(), learners=[learner.state_dict() for learner in learners], step=step + 1)
            last = time.time()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", required=True)
    parser.add_argument("--model", type=pathlib.Path, required=True, help="the folder with the tokenizer")
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--steps", type=int, default=1000)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    model = Gemma3ForCausalLM(configuration())
    print(f"{sum(p.numel() for p in model.parameters())} parameters", flush=True)
    prose, spoken = texts(options.train, AutoTokenizer.from_pretrained(options.model))
    train(model, prose, spoken, options.steps, options.work)
    torch.save(model.state_dict(), options.work / "final.pt")


if __name__ == "__main__":
    main()
