"""A training loop that can be stopped and goes on where it was, on a GPU or on the cores of a CPU.

A step is two batches whose gradients are added, whoever computes them: one process after the other, or
two processes with one thread each. Two processes meet once a step, not at every product of matrices, so that
a busy machine slows them down less than it would two threads.
"""
import os
import shutil
import time
from typing import NamedTuple

import numpy as np
import torch
import torch.distributed as ranks

import examples as corpus

BATCHES, SAVE_SECONDS = 2, 480


class Plan(NamedTuple):
    steps: int
    rate: float
    head_rate: float
    seed: int
    tokens: int
    warmup: int = 100
    decay: float = 0.35
    smoothing: float = 0.0


def rate_at(plan, step):
    """Warm-up, a plateau, and a straight line down to zero at the end.

    The plateau lets a run be made longer or shorter while it is under way: up to the start of the decline the
    weights do not depend on the number of steps.
    """
    decline = plan.decay * plan.steps
    return min(1.0, (step + 1) / plan.warmup, (plan.steps - step) / decline)


def decline_start(plan):
    return plan.steps - round(plan.decay * plan.steps)


def padded(batch, smoothing=0.0):
    longest = max(len(example.ids) for example in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    for line, example in enumerate(batch):
        ids[line, :len(example.ids)] = torch.tensor(example.ids)
    targets = torch.tensor(np.stack([example.targets for example in batch]), dtype=torch.float32)
    weights = torch.tensor([example.weight for example in batch])
    return ids, (ids != 0).long(), targets * (1 - smoothing) + smoothing / 2, weights


def positive_weights(examples, most=4.0):
    """The square root of negatives over positives, so that rare labels are learned without drowning the rest."""
    targets = np.stack([example.targets for example in examples])
    positive = np.nansum(targets, 0)
    negative = np.nansum(1 - targets, 0)
    return torch.tensor(np.clip(np.sqrt(negative / positive), 1, most), dtype=torch.float32)


def masked_loss(logits, targets, weights, positive):
    """Binary cross-entropy summed over what the sources say."""
    known = ~targets.isnan()
    terms = torch.nn.functional.binary_cross_entropy_with_logits(
        logits, targets.nan_to_num(0), pos_weight=positive, reduction="none")
    return (terms * known * weights[:, None]).sum()


def optimiser(model, plan):
    plain, decayed, head = [], [], []
    for name, value in model.named_parameters():
        kind = head if name.startswith("classifier") else plain if value.dim() == 1 else decayed
        kind.append(value)
    return torch.optim.AdamW([
        {"params": decayed, "lr": plan.rate, "weight_decay": 0.01},
        {"params": plain, "lr": plan.rate, "weight_decay": 0.0},
        {"params": head, "lr": plan.head_rate, "weight_decay": 0.0}], fused=True)


def add_up(model):
    """Adds the gradients of all processes, in one message."""
    grads = [value.grad for value in model.parameters() if value.grad is not None]
    flat = torch._utils._flatten_dense_tensors(grads)
    ranks.all_reduce(flat)
    for grad, whole in zip(grads, torch._utils._unflatten_dense_tensors(flat, grads)):
        grad.copy_(whole)


def save(path, **state):
    torch.save(state, path.with_suffix(".part"))
    os.replace(path.with_suffix(".part"), path)


def train(model, make_epoch, loss_of, plan, work, rank=0, processes=1):
    """Trains in place. `make_epoch(number)` gives examples; `loss_of(model, batch, epoch)` a summed loss."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.to(device).train()
    learner = optimiser(model, plan)
    peaks = [group["lr"] for group in learner.param_groups]
    step, number, place, kept = 0, 0, 0, work / "checkpoint.pt"
    if kept.exists():
        state = torch.load(kept, map_location=device)
        model.load_state_dict(state["model"])
        learner.load_state_dict(state["learner"])
        step, number, place = state["step"], state["epoch"], state["place"]
    saved, total, shown = time.time(), 0.0, time.time()
    while step < plan.steps:
        examples = make_epoch(number)
        batches = corpus.batches(examples, plan.seed, number, plan.tokens)
        rows_a_step = BATCHES * len(examples) / len(batches)
        if rank == 0:
            print(f"epoch {number}: {len(examples)} examples, {len(batches) // BATCHES} steps, "
                  f"{sum(len(e.ids) for e in examples)} tokens", flush=True)
        while place + BATCHES <= len(batches) and step < plan.steps:
            for group, peak in zip(learner.param_groups, peaks):
                group["lr"] = peak * rate_at(plan, step)
            for part in range(rank, BATCHES, processes):
                batch = [examples[index] for index in batches[place + part]]
                loss = loss_of(model, batch, examples) / rows_a_step
                loss.backward()
                total += float(loss.detach())
            if processes > 1:
                add_up(model)
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            learner.step()
            learner.zero_grad()
            step, place = step + 1, place + BATCHES
            if rank == 0 and step % 20 == 0:
                seconds, shown = time.time() - shown, time.time()
                print(f"step {step}/{plan.steps} loss {total / 20:.4f} rate {learner.param_groups[0]['lr']:.2e} "
                      f"{seconds / 20:.2f} s a step", flush=True)
                total = 0.0
            turn = step == decline_start(plan)
            if rank == 0 and (turn or time.time() - saved > SAVE_SECONDS or step == plan.steps):
                save(kept, model=model.state_dict(), learner=learner.state_dict(), step=step, epoch=number,
                     place=place)
                if turn:
                    shutil.copyfile(kept, work / "plateau.pt")
                saved = time.time()
        if place + BATCHES > len(batches):
            number, place = number + 1, 0
    return model


def start(run, processes):
    """Runs `run(rank, processes)` here, or in processes of one thread each that were forked before any work."""
    if processes == 1 or torch.cuda.is_available():
        return run(0, 1)
    port = 20000 + os.getpid() % 20000
    torch.multiprocessing.start_processes(_joined, args=(run, processes, port), nprocs=processes,
                                          start_method="fork")


def _joined(rank, run, processes, port):
    ranks.init_process_group("gloo", init_method=f"tcp://127.0.0.1:{port}", rank=rank, world_size=processes)
    run(rank, processes)
    ranks.barrier()
    ranks.destroy_process_group()
