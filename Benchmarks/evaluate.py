"""Times `gemma-safety evaluate` beside lm-evaluation-harness on a CPU, both on the same items.

    scripts/bench evaluate DATA [--model FOLDER] [--limit N] [--batch N …] [--rounds N] [--out FILE]

The harness is timed without loading Python, data and model, for its best batch size. `gemma-safety` is timed as a
whole process twice: with all items, and with as few as it can draw, which is what it needs to start, to read data and model
and to hash them. The difference is what is comparable; both stand in the result. Rounds alternate. Beside the
time on the clock stands the time of the processor, which says more on a machine that others use as well.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "evaluation"))
import harness

TASKS = ["crows-pairs", "bbq-ambiguous", "truthfulqa-mc2", "winogender", "arc-easy", "piqa", "mmlu"]


def run_ours(tool, options, folder, task, limit):
    audit = f"{folder}/{task}.sqlite"
    for ending in ("", "-wal", "-shm"):
        if os.path.exists(audit + ending):
            os.remove(audit + ending)
    command = [tool, "evaluate", "run", "--suite", task, "--data", options.data, "--audit", audit, "--quiet",
               "--model", options.model, "--limit", str(limit), "--threads", str(options.threads)]
    start, before = time.perf_counter(), children()
    subprocess.run(command, check=True)
    return (time.perf_counter() - start, children() - before), audit


def children():
    """Seconds of the processor that ended processes have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def item_ids(audit):
    import sqlite3

    with sqlite3.connect(audit) as db:
        rows = db.execute("SELECT body FROM event WHERE kind = 'evaluation.item' ORDER BY seq").fetchall()
    return {json.loads(body)["item"] for (body,) in rows
            if not json.loads(body)["prediction"].startswith("unscored:")}


def described(row):
    own, own_cpu = (max(row[key] - row["start" + key[4:]], 1e-3) for key in ("ours", "ours_cpu"))
    return (f"gemma-safety {own:7.2f} s, processor {own_cpu:6.2f} s, to start {row['start_cpu']:5.2f} s  "
            f"lm-eval {row['harness']:7.2f} s, processor {row['harness_cpu']:6.2f} s  "
            f"{row['harness'] / own:5.1f}×, processor {row['harness_cpu'] / own_cpu:5.1f}×, "
            f"whole process {row['harness_cpu'] / row['ours_cpu']:5.1f}×")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--model", default="models/gemma-demo")
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--batch", type=int, action="append")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--task", action="append")
    parser.add_argument("--tool", default=".build/release/gemma-safety")
    parser.add_argument("--out")
    options = parser.parse_args()
    tool = options.tool
    models = {size: harness.open_model(options.model, size, options.threads)
              for size in options.batch or [1, 16]}
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for task in options.task or TASKS:
            own, starts, theirs = [], [], {size: [] for size in models}
            for _ in range(options.rounds):
                starts.append(run_ours(tool, options, folder, task, 1)[0])
                seconds, audit = run_ours(tool, options, folder, task, options.limit)
                own.append(seconds)
                ids = item_ids(audit)
                items = [item for item in harness.load(task, options.data) if item["id"] in ids]
                for size, model in models.items():
                    made = harness.make_task(task, items)
                    start, before = time.perf_counter(), time.process_time()
                    harness.evaluate(model, [made])
                    theirs[size].append((time.perf_counter() - start, time.process_time() - before))
            best = min(theirs, key=lambda size: min(theirs[size]))
            row = dict(task=task, items=len(items), batch=best)
            for name, times in (("ours", own), ("start", starts), ("harness", theirs[best])):
                row[name], row[name + "_cpu"] = (min(column) for column in zip(*times))
            rows.append(row)
            print(f"{task:20} {row['items']:5} items  {described(row)} (batch {best})", flush=True)
    total = {key: sum(row[key] for row in rows) for side in ("ours", "start", "harness") for key in (side, side + "_cpu")}
    print(f"{'all together':20} {sum(row['items'] for row in rows):5} items  {described(total)}")
    if options.out:
        with open(options.out, "w") as file:
            json.dump(dict(threads=options.threads, rows=rows, total=total), file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    main()
