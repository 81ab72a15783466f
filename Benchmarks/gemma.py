"""Times the Gemma engine beside llama.cpp on the same files, turn and turn about in one run.

Prefill is 512 tokens, decode 64 tokens behind them; each program reports its own seconds, loading
left out. The read bandwidth of the machine is measured in the same run, and each decode is given as
a share of it: no engine can read its weights faster.

usage: scripts/bench gemma FOLDER --llama-bench PROGRAM [--rounds N] [--threads N]... [--out FILE]

FOLDER holds the files of Benchmarks/gemma_shapes.py. llama-bench is built from the sources in the
package llama-cpp-python, with its defaults for this CPU.
"""

import argparse
import json
import pathlib
import re
import statistics
import subprocess

PREFILL, DECODE = 512, 64


def ours(binary, path, threads):
    ids = ",".join(str(2 + i * 37 % 1000) for i in range(PREFILL + 1))
    command = [
        binary, "generate", "--model", path, "--token-ids", ids, "--max-tokens", str(DECODE),
        "--ignore-end", "--threads", str(threads), "--json",
    ]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    timings = answer["timings"]
    return PREFILL / timings["prompt_seconds"], DECODE / timings["generated_seconds"]


def theirs(binary, path, threads):
    command = [
        binary, "-m", path, "-p", str(PREFILL), "-n", str(DECODE), "-t", str(threads), "-r", "1",
        "-o", "json",
    ]
    run = subprocess.run(command, check=True, capture_output=True).stdout
    results = json.loads(run)
    return [next(r["avg_ts"] for r in results if (r["n_gen"] > 0) == gen) for gen in (False, True)]


def bandwidth(binary, threads):
    run = subprocess.run(
        [binary, str(threads), "limits"], check=True, capture_output=True, text=True
    )
    return float(re.search(r"reading ([0-9.]+) GB/s", run.stdout).group(1))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--llama-bench", required=True)
    parser.add_argument("--tool", default=".build/release/gemma-safety")
    parser.add_argument("--kernels", default=".build/release/kernel-benchmark")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, action="append")
    parser.add_argument("--only", help="a part of the files' names")
    parser.add_argument("--out", type=pathlib.Path)
    given = parser.parse_args()
    lines = [
        "| file | threads | prefill | llama.cpp | ratio | decode | llama.cpp | ratio | of bandwidth |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for threads in given.threads or [2, 1]:
        limits = [bandwidth(given.kernels, threads)]
        for path in sorted(given.folder.glob("*.gguf")):
            if given.only and given.only not in path.name:
                continue
            rounds = [
                (ours(given.tool, path, threads), theirs(given.llama_bench, path, threads))
                for _ in range(given.rounds)
            ]
            mine = [statistics.median(r[0][i] for r in rounds) for i in (0, 1)]
            peer = [statistics.median(r[1][i] for r in rounds) for i in (0, 1)]
            ratios = [statistics.median(r[0][i] / r[1][i] for r in rounds) for i in (0, 1)]
            limits.append(bandwidth(given.kernels, threads))
            limit = max(limits)
            share = mine[1] * path.stat().st_size / 1e9 / limit
            lines.append(
                f"| {path.stem} | {threads} | {mine[0]:.1f} | {peer[0]:.1f} | {ratios[0]:.2f}× "
                f"| {mine[1]:.2f} | {peer[1]:.2f} | {ratios[1]:.2f}× | {share:.0%} |"
            )
            print(lines[-1], flush=True)
        lines.append(f"| read bandwidth | {threads} | | | | {max(limits):.1f} GB/s | | | |")
    text = "\n".join(lines) + "\n"
    print(text)
    if given.out:
        given.out.write_text(text)


if __name__ == "__main__":
    main()
