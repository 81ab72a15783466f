#!/usr/bin/env python3
"""Times `gemma-safety mix` on a made-up corpus, as whole processes, and prints the table of Benchmarks/README.md.

Usage: mixtures.py PROGRAM TOKENIZER [--documents N] [--rounds N]
"""
import argparse
import json
import os
import random
import statistics
import subprocess
import tempfile
import time

WORDS = "silver kettle dance lamp river stone paper cloud amber field quiet north".split()
RECIPE = """version: 1
seed: 3
unit: {unit}
{tokenizer}
total: {total}
max_epochs: 4
shards: 8
compression: {compression}
holdout: {{share: 0.01}}
sources:
  web: {{paths: [web.jsonl], weight: 3}}
  books: {{paths: [books.jsonl], weight: 1}}
  notes: {{paths: [notes.jsonl], repeat: 2}}
"""


def write_corpus(folder, documents):
    """Three files of 70, 20 and 10 percent of the documents, of 20 to 250 words each."""
    chance = random.Random(5)
    for name, tenths in (("web", 7), ("books", 2), ("notes", 1)):
        with open(os.path.join(folder, name + ".jsonl"), "w") as file:
            for index in range(documents * tenths // 10):
                text = " ".join(chance.choices(WORDS, k=chance.randint(20, 250)))
                file.write(json.dumps({"id": f"{name}-{index}", "text": text}) + "\n")


def run(program, folder, workers):
    """Seconds on the clock, seconds of the processor and peak MB of one mixture."""
    command = [program, "mix", "r.yaml", "-o", "out", "--overwrite", "-q", "--workers", str(workers)]
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=folder)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit("gemma-safety mix failed")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e3 * 1.024


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("tokenizer")
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    program, tokenizer = os.path.abspath(options.program), os.path.abspath(options.tokenizer)
    with tempfile.TemporaryDirectory() as folder:
        write_corpus(folder, options.documents)
        size = sum(os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder)) / 1e6
        print(f"{options.documents:,} documents, {size:.0f} MB of JSON lines, medians of {options.rounds} runs.\n")
        print("| unit | compression | workers | wall s | CPU s | documents/CPU s | MB/CPU s | peak MB |")
        print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        totals = {"documents": 0.75, "bytes": 500, "tokens": 125}
        for unit, packing in (("documents", "none"), ("bytes", "none"), ("bytes", "zstd"), ("tokens", "none")):
            recipe = RECIPE.format(
                unit=unit,
                total=int(options.documents * totals[unit]),
                compression=packing,
                tokenizer=f"tokenizer: {tokenizer}" if unit == "tokens" else "",
            )
            with open(os.path.join(folder, "r.yaml"), "w") as file:
                file.write(recipe)
            for workers in (1, 2):
                runs = [run(program, folder, workers) for _ in range(options.rounds)]
                wall, cpu, peak = (statistics.median(values) for values in zip(*runs))
                print(
                    f"| {unit} | {packing} | {workers} | {wall:.1f} | {cpu:.1f} "
                    f"| {options.documents / cpu:,.0f} | {size / cpu:.0f} | {peak:.0f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
