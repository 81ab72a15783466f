"""Holds item log-likelihoods of `gemma-safety evaluate` against lm-evaluation-harness.

    python Benchmarks/evaluation/parity.py --tool PATH --data FOLDER --work FOLDER
        [--limit N] [--model FOLDER …] [--task NAME …] [--out FILE]

Without --model it runs the demonstration model and three checkpoints with random weights that it makes
itself, one of each generation of Gemma. Prints a table; ends with 1 where a figure differs by 1e-3.
"""

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
import harness

BOUND = 1e-3


def make_checkpoints(demo, folder):
    """Tiny models of three generations that share the demonstration model's tokenizer."""
    import torch
    import transformers

    with open(f"{demo}/config.json") as file:
        vocabulary = json.load(file)["vocab_size"]
    shared = dict(vocab_size=vocabulary, hidden_size=64, intermediate_size=128, num_hidden_layers=3,
                  num_attention_heads=4, num_key_value_heads=2, head_dim=16, bos_token_id=2, eos_token_id=1,
                  pad_token_id=0, max_position_embeddings=2048, initializer_range=0.3)
    makes = {
        "gemma1-random": (transformers.GemmaConfig, transformers.GemmaForCausalLM, {}),
        "gemma2-random": (transformers.Gemma2Config, transformers.Gemma2ForCausalLM,
                          dict(sliding_window=32, query_pre_attn_scalar=16)),
        "gemma3-random": (transformers.Gemma3TextConfig, transformers.Gemma3ForCausalLM,
                          dict(sliding_window=32, query_pre_attn_scalar=16)),
    }
    made = []
    for name, (configuration, model, extra) in makes.items():
        torch.manual_seed(7)
        target = f"{folder}/{name}"
        model(configuration(**shared, **extra)).save_pretrained(target)
        for file in ("tokenizer.json", "tokenizer.model", "tokenizer_config.json"):
            shutil.copy(f"{demo}/{file}", target)
        made.append(target)
    return made


def gather(data, folder):
    """One folder with the given files, and those made for this test where others are not there."""
    own = f"{os.path.dirname(os.path.abspath(__file__))}/data"
    target = f"{folder}/data"
    shutil.rmtree(target, ignore_errors=True)
    os.makedirs(target)
    for source in (data, own):
        for name in sorted(os.listdir(source)):
            if not os.path.lexists(f"{target}/{name}"):
                os.symlink(os.path.abspath(f"{source}/{name}"), f"{target}/{name}")
    return target


def ours(tool, model, task, data, work, limit):
    """Runs the task here; returns log-likelihoods by item."""
    audit = f"{work}/{os.path.basename(model)}-{task}.sqlite"
    if os.path.exists(audit):
        os.remove(audit)
    command = [tool, "evaluate", "run", "--suite", task, "--model", model, "--data", data, "--audit", audit,
               "--quiet", "--seed", "5"]
    subprocess.run(command + (["--limit", str(limit)] if limit else []), check=True)
    found = {}
    with sqlite3.connect(audit) as db:
        for (body,) in db.execute("SELECT body FROM event WHERE kind = 'evaluation.item' ORDER BY seq"):
            item = json.loads(body)
            scores = item["scores"]
            values = [float(scores[f"ll_{index}"]) for index in range(len(scores)) if f"ll_{index}" in scores]
            if values:
                found[item["item"]] = values
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--limit", type=int, default=40)
    parser.add_argument("--model", action="append")
    parser.add_argument("--task", action="append")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out")
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    data = gather(options.data, options.work)
    demo = os.path.normpath(f"{os.path.dirname(__file__)}/../../models/gemma-demo")
    models = options.model or [demo] + make_checkpoints(demo, options.work)
    tasks = options.task or list(harness.TASKS)
    rows, worst = [], 0.0
    for model in models:
        measured = {task: ours(options.tool, model, task, data, options.work, options.limit)
                    for task in tasks}
        made = []
        for task in tasks:
            items = [item for item in harness.load(task, data) if item["id"] in measured[task]]
            assert len(items) == len(measured[task]), f"{task}: ids differ"
            made.append(harness.make_task(task, items))
        results = harness.evaluate(harness.open_model(model, 8, options.threads), made)
        for task in tasks:
            theirs = harness.likelihoods(results, task)
            assert theirs.keys() == measured[task].keys()
            gaps = [abs(a - b) for item, values in theirs.items()
                    for a, b in zip(values, measured[task][item], strict=True)]
            rows.append(dict(model=os.path.basename(model), task=task, items=len(theirs),
                             likelihoods=len(gaps), largest_difference=max(gaps)))
            worst = max(worst, max(gaps))
            print(f"{rows[-1]['model']:16} {task:20} {len(theirs):6} items {len(gaps):6} likelihoods "
                  f"largest difference {max(gaps):.2e}", flush=True)
    print(f"largest difference of all {worst:.2e}, the bound is {BOUND}")
    if options.out:
        with open(options.out, "w") as file:
            json.dump(dict(bound=BOUND, rows=rows), file, indent=1)
            file.write("\n")
    return 0 if worst < BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
