#!/usr/bin/env python3
"""Lays benchmarks out as the Hugging Face hub has them in Parquet, and compares what `evaluate` makes of both.

usage: hub_layouts.py PROGRAM DATA [LIMIT [BENCHMARK...]]
DATA is the folder with the published files. Each benchmark is run by the demonstration model on both, LIMIT (50) items of it; items
are compared by the digest of what the model was asked, answer, scores and groups in the audit log. Needs pyarrow.
"""
import csv
import gzip
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import pyarrow as pa
import pyarrow.parquet as pq

SHARD = "00000-of-00001.parquet"


def lines(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
    with opened as file:
        return [json.loads(line) for line in file if line.strip()]


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def told(path, pattern):
    """The texts within the instructions of LLM-Adapters, as short as the words behind them allow, with the answer."""
    for row in json.loads(path.read_text(encoding="utf-8")):
        yield re.match(pattern + r"Answer format: ", row["instruction"], re.DOTALL).groups() + (row["answer"],)


def write(rows, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(list(rows)), path, compression="snappy")


def numbered(rows):
    return [{"id": str(number)} | row for number, row in enumerate(rows, 1)]


def chosen(row, letters):
    return {"question": row[0], "choices": {"text": row[1:-1], "label": list(letters)}, "answerKey": row[-1]}


def arc(part):
    def lay(data, root):
        rows = [chosen(row, "ABCD") for row in table(data / f"arc/ARC-{part}_test.csv")]
        write(numbered(rows), root / f"arc/ARC-{part}/test-{SHARD}")

    return lay


def commonsenseqa(data, root):
    rows = [chosen(row, "ABCDE") for row in table(data / "commonsenseqa/default_val.csv")]
    write(numbered(rows), root / f"commonsenseqa/data/validation-{SHARD}")


def openbookqa(data, root):
    pattern = r".*?question: (.*?)\n\nAnswer1: (.*?) Answer2: (.*?) Answer3: (.*?) Answer4: (.*?)\n\n"
    rows = [
        {"question_stem": stem, "choices": {"text": choices, "label": list("ABCD")}, "answerKey": "ABCD"[int(answer[-1]) - 1]}
        for stem, *choices, answer in told(data / "openbookqa/test.json", pattern)
    ]
    write(numbered(rows), root / f"openbookqa/main/test-{SHARD}")


def boolq(data, root):
    rows = told(data / "boolq/test.json", r".*?question: (.*?)\n\n")
    rows = [{"question": question, "answer": answer == "true", "passage": ""} for question, answer in rows]
    write(rows, root / f"boolq/data/validation-{SHARD}")


def winogrande(data, root):
    pattern = r".*?sentence: (.*?_.*?)\n\nOption1: (.*?) Option2: (.*?) "
    rows = [
        {"sentence": sentence, "option1": one, "option2": two, "answer": answer[-1]}
        for sentence, one, two, answer in told(data / "winogrande/test.json", pattern)
    ]
    write(rows, root / f"winogrande/winogrande_xl/validation-{SHARD}")


def piqa(path):
    def lay(data, root):
        pattern = r".*?question: (.*?)\n\nSolution1: (.*?)\n\nSolution2: (.*?)\n\n"
        rows = [
            {"goal": goal, "sol1": one, "sol2": two, "label": int(answer[-1]) - 1}
            for goal, one, two, answer in told(data / "piqa/test.json", pattern)
        ]
        write(rows, root / path)

    return lay


def siqa(data, root):
    pattern = r".*?question: (.*?)\n\nAnswer1: (.*?) Answer2: (.*?) Answer3: (.*?)\n\n"
    rows = []
    for text, one, two, three, answer in told(data / "siqa/test.json", pattern):
        # Where the context ends is lost in these files, and of no account for what is asked.
        context, _, question = text.partition(" ")
        row = {"context": context, "question": question, "answerA": one, "answerB": two, "answerC": three}
        rows.append(row | {"label": answer[-1] + "\n"})
    write(rows, root / "siqa/data/validation-00000-of-00001-90bb85eab85fcfa8.parquet")


def mmlu(is_one):
    def lay(data, root):
        for split in ["test", "dev"]:
            every = []
            for path in sorted((data / f"mmlu/{split}").glob("*.csv")):
                subject = path.stem.removesuffix(f"_{split}")
                rows = [
                    {"question": row[0], "subject": subject, "choices": row[1:5], "answer": "ABCD".index(row[5])}
                    for row in table(path)
                ]
                every += rows
                if not is_one:
                    write(rows, root / f"mmlu/{subject}/{split}-{SHARD}")
            if is_one:
                write(every, root / f"mmlu/all/{split}-{SHARD}")

    return lay


def gsm8k(data, root):
    for split in ["test", "train"]:
        write(lines(data / f"gsm8k/{split}.jsonl"), root / f"gsm8k/main/{split}-{SHARD}")


def humaneval(data, root):
    write(lines(data / "humaneval/HumanEval.jsonl.gz"), root / f"humaneval/openai_humaneval/test-{SHARD}")


def bbh(data, root):
    for path in sorted((data / "bbh").glob("*.json")):
        write(json.loads(path.read_text(encoding="utf-8"))["examples"], root / f"bbh/{path.stem}/test-{SHARD}")
        prompts = root / f"bbh/cot-prompts/{path.stem}.txt"
        prompts.parent.mkdir(parents=True, exist_ok=True)
        prompts.write_bytes(path.with_suffix(".txt").read_bytes())


def truthfulqa(data, root):
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
        root / f"truthfulqa/generation/validation-{SHARD}",
    )


def toxigen(data, root):
    for path in sorted((data / "toxigen").glob("*_1k.txt")):
        with open(path, encoding="utf-8", newline="\n") as file:
            write(({"text": line} for line in file), root / f"toxigen/prompts/{path.stem}-{SHARD}")


def stereoset(kind):
    def lay(data, root):
        lists = json.loads((data / "stereoset/stereoset.json").read_text(encoding="utf-8"))
        names = ["anti-stereotype", "stereotype", "unrelated"]
        by_id = {name: {entry["id"]: entry for entry in lists[name]} for name in names}
        rows = []
        for number, first in enumerate(lists["stereotype"]):
            if ("BLANK" in first["context"]) != (kind == "intra"):
                continue
            # The classes of a row have no order there.
            order = [(number + step) % 3 for step in range(3)]
            sentences = {
                "sentence": [by_id[names[label]][first["id"]]["sentence"] for label in order],
                "id": [str(label) for label in order], "gold_label": order,
            }
            rows.append({key: first[key] for key in ["id", "target", "bias_type", "context"]} | {"sentences": sentences})
        write(rows, root / f"stereoset/{kind}sentence/validation-{SHARD}")

    return lay


LAYOUTS = [
    ("arc-easy", arc("Easy")), ("arc-challenge", arc("Challenge")), ("bbh", bbh), ("bbh-zero-shot", bbh), ("boolq-closed-book", boolq),
    ("commonsenseqa", commonsenseqa), ("gsm8k", gsm8k), ("humaneval", humaneval), ("mmlu", mmlu(True)), ("mmlu", mmlu(False)),
    ("openbookqa", openbookqa), ("piqa", piqa("piqa/piqa_validation.parquet")), ("piqa", piqa("piqa/plain_text/validation/0000.parquet")),
    ("siqa", siqa), ("stereoset-intersentence", stereoset("inter")), ("stereoset-intrasentence", stereoset("intra")),
    ("toxigen", toxigen), ("toxigen-likelihood", toxigen), ("truthfulqa-mc1", truthfulqa), ("truthfulqa-mc2", truthfulqa),
    ("winogrande", winogrande),
]


def items(program, name, data, limit, log):
    """What a run writes of each item: the digest of what was asked, answer, scores and groups."""
    command = [program, "evaluate", "run", "--suite", name, "--data", str(data), "--limit", str(limit), "--audit", str(log), "--json", "-q"]
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
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 64
    program, data = sys.argv[1], pathlib.Path(sys.argv[2])
    limit = int(sys.argv[3]) if len(sys.argv) > 3 else 50
    wanted = set(sys.argv[4:]) or {name for name, _ in LAYOUTS}
    if unknown := wanted - {name for name, _ in LAYOUTS}:
        sys.exit(f"no layout of {', '.join(sorted(unknown))}")
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for number, (benchmark, lay) in enumerate(LAYOUTS):
            if benchmark not in wanted:
                continue
            hub = folder / str(number)
            lay(data, hub)
            theirs = items(program, benchmark, data, limit, folder / f"{number}-theirs.sqlite")
            ours = items(program, benchmark, hub, limit, folder / f"{number}-ours.sqlite")
            differ = abs(len(theirs) - len(ours)) + sum(one != other for one, other in zip(theirs, ours))
            wrong += differ or not theirs
            print(f"{benchmark}: {len(theirs)} items, {differ} differ", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
