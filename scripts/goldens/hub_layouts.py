#!/usr/bin/env python3
"""Lays benchmarks out as the Hugging Face hub has them in Parquet, and compares what `evaluate` makes of both.

usage: hub_layouts.py PROGRAM DATA [LIMIT]
DATA is the folder with the published files. Each benchmark is run by the demonstration model on both, LIMIT (30) items of it; items
are compared by the digest of what the model was asked, answer, scores and groups in the audit log. Needs pyarrow.
"""
import csv
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile

import pyarrow as pa
import pyarrow.parquet as pq


def lines(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
    with opened as file:
        return [json.loads(line) for line in file if line.strip()]


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(rows, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), path, compression="snappy")


def chosen(row, letters):
    return {"question": row[0], "choices": {"text": row[1:-1], "label": list(letters)}, "answerKey": row[-1]}


def layouts(data, out):
    """Writes what can be made of the files at hand, and yields the benchmarks' names."""
    shard = "00000-of-00001.parquet"
    for part in ["Easy", "Challenge"]:
        rows = [chosen(row, "ABCD") for row in table(data / f"arc/ARC-{part}_test.csv")]
        write([{"id": str(number)} | row for number, row in enumerate(rows, 1)], out / f"arc/ARC-{part}/test-{shard}")
        yield f"arc-{part.lower()}"
    rows = [chosen(row, "ABCDE") for row in table(data / "commonsenseqa/default_val.csv")]
    write([{"id": str(number)} | row for number, row in enumerate(rows, 1)], out / f"commonsenseqa/data/validation-{shard}")
    yield "commonsenseqa"
    for split in ["test", "dev"]:
        rows = [
            {"question": row[0], "subject": path.stem.removesuffix(f"_{split}"), "choices": row[1:5], "answer": "ABCD".index(row[5])}
            for path in sorted((data / f"mmlu/{split}").glob("*.csv"))
            for row in table(path)
        ]
        write(rows, out / f"mmlu/all/{split}-{shard}")
    yield "mmlu"
    for split in ["test", "train"]:
        write(lines(data / f"gsm8k/{split}.jsonl"), out / f"gsm8k/main/{split}-{shard}")
    yield "gsm8k"
    write(lines(data / "humaneval/HumanEval.jsonl.gz"), out / f"humaneval/openai_humaneval/test-{shard}")
    yield "humaneval"
    header, *rows = table(data / "truthfulqa/TruthfulQA.csv")
    parts = lambda text: [part.strip() for part in text.split(";") if part.strip()]
    rows = [dict(zip(header, row)) for row in rows]
    write(
        [
            {
                "type": row["Type"], "category": row["Category"], "question": row["Question"], "best_answer": row["Best Answer"],
                "correct_answers": parts(row["Correct Answers"]), "incorrect_answers": parts(row["Incorrect Answers"]), "source": row["Source"],
            }
            for row in rows
        ],
        out / f"truthfulqa/generation/validation-{shard}",
    )
    yield from ["truthfulqa-mc1", "truthfulqa-mc2"]


def items(program, name, data, limit, folder):
    """What a run writes of each item: the digest of what was asked, answer, scores and groups."""
    log = folder / f"{name}-{data.name}.sqlite"
    command = [program, "evaluate", "run", "--suite", name, "--data", str(data), "--limit", str(limit), "--audit", str(log), "--json"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"{name}: {run.stderr}")
    export = subprocess.run([program, "audit", "export", "--audit", str(log)], capture_output=True, text=True, check=True)
    found = []
    for line in export.stdout.splitlines():
        event = json.loads(line)
        body = event.get("body", event)
        if event.get("kind", body.get("kind")) == "evaluation.item":
            found.append({key: body[key] for key in ["input_sha256", "prediction", "scores", "groups"]})
    return found


def main():
    if len(sys.argv) not in (3, 4):
        print(__doc__, file=sys.stderr)
        return 64
    program, data = sys.argv[1], pathlib.Path(sys.argv[2])
    limit = int(sys.argv[3]) if len(sys.argv) == 4 else 30
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        hub = folder / "hub"
        for benchmark in layouts(data, hub):
            theirs = items(program, benchmark, data, limit, folder)
            ours = items(program, benchmark, hub, limit, folder)
            differ = abs(len(theirs) - len(ours)) + sum(one != other for one, other in zip(theirs, ours))
            wrong += differ
            print(f"{benchmark}: {len(theirs)} items, {differ} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
