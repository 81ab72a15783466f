#!/usr/bin/env python3
"""Times `gemma-safety filter` as whole processes, in turn, and beside datatrove in the same run.

  scripts/bench CORPUS.jsonl[.zst] [--peer 'PYTHON SCRIPT'] [--rounds 5] [--out FILE.md]
  scripts/bench CORPUS.jsonl[.zst] --before PROGRAM

CPU seconds are the kernel's account of the finished process; a rate "a core" divides the UTF-8
bytes of all texts by them. The peer is a script that takes --corpus, --tag, --small and --tasks and
prints a JSON line with MB_text_s; it is given every rule on every document, as we do.
"""
import argparse, json, os, pathlib, platform, shutil, statistics, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
SMALL = 2700  # the documents that the peer's --small reads


def timed(command):
    """Wall seconds, CPU seconds and peak MB of a process and its children."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status != 0:
        sys.exit(f"bench: {' '.join(command)} ended with status {status}\n{errors.decode()}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


class Bench:
    def __init__(self, tool, folder, rounds):
        self.tool, self.folder, self.rounds = tool, folder, rounds
        self.output = folder / "out"

    def command(self, corpus, policy, workers):
        options = [] if policy is None else ["--policy", str(HERE / "policies" / f"{policy}.yaml")]
        return [self.tool, "filter", str(corpus), "-o", str(self.output), "-q", "--overwrite",
                "--workers", str(workers), *options]

    def fresh(self, corpus, policy, workers):
        shutil.rmtree(self.output, ignore_errors=True)
        return timed(self.command(corpus, policy, workers))

    def in_turn(self, corpus, cases):
        """Medians of (wall, CPU) and the largest peak of each case, after a round that warms up."""
        runs = {case: [] for case in cases}
        for index in range(self.rounds + 1):
            for case in cases:
                result = self.fresh(corpus, *case)
                if index:
                    runs[case].append(result)
        return {case: (statistics.median(r[0] for r in results),
                       statistics.median(r[1] for r in results),
                       max(r[2] for r in results)) for case, results in runs.items()}

    def text_bytes(self):
        return json.loads((self.output / "report.json").read_text())["totals"]["bytes"]


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def instruction_sets():
    flags = next((l for l in open("/proc/cpuinfo") if l.startswith("flags")), "").split()
    return [name for name in ("avx2", "avx512bw", "avx512_vnni") if name in flags] or ["none of ours"]


def long_line(path, megabytes):
    with open(path, "wb") as file:
        file.write(b'{"id":"a","text":"silver kettle dance"}\n{"id":"long","text":"')
        piece = b"silver kettle dance " * 50_000
        for _ in range(megabytes):
            file.write(piece)
        file.write(b'"}\n{"id":"b","text":"silver kettle dance"}\n')


def policies():
    """No rules, the quality rules, then one detector after the other."""
    # The cascade of transformers has a benchmark of its own, cascade.py.
    apart = ("none", "quality", "toxicity-cascade")
    return ["none", "quality",
            *sorted(p.stem for p in (HERE / "policies").glob("*.yaml") if p.stem not in apart)]


def beside(before, now, corpus, out):
    """Two builds turn and turn about: medians of each."""
    out.append("\n| what is measured | workers | before: wall s, CPU s | now: wall s, CPU s |")
    out.append("| --- | ---: | ---: | ---: |")
    for name, workers in [*((name, 1) for name in policies()), ("quality", 2), (None, 1), (None, 2)]:
        rounds = [[bench.fresh(corpus, name, workers) for bench in (before, now)]
                  for _ in range(now.rounds)]
        cells = [", ".join(f"{statistics.median(r[which][part] for r in rounds):.2f}" for part in (0, 1))
                 for which in (0, 1)]
        out.append(f"| {name or 'the default policy'} | {workers} | {cells[0]} | {cells[1]} |")


def detectors(bench, corpus, out):
    names = policies()
    cases = [(name, 1) for name in names] + [(None, 1), (None, 2), ("quality", 2)]
    results = bench.in_turn(corpus, cases)
    size = bench.text_bytes() / 1e6
    base = results[("none", 1)][1]
    out.append(f"{size:.1f} MB of text, medians of {bench.rounds} runs in turn, one worker.\n")
    out.append("| what is measured | CPU s | of these for the rules | MB/s a core | rules alone, MB/s |")
    out.append("| --- | ---: | ---: | ---: | ---: |")
    for name in [*names, None]:
        _, cpu, _ = results[(name, 1)]
        label = {"none": "reading, decoding, hashing, writing", None: "the default policy, all of it"}
        own = cpu - base
        rate = "" if name == "none" else f"{size / own:,.0f}"
        own = "" if name == "none" else f"{own:.2f}"
        out.append(f"| {label.get(name, name)} | {cpu:.2f} | {own} | {size / cpu:,.0f} | {rate} |")
    out.append("\n| workers | default policy, wall s | quality rules, wall s | peak MB |")
    out.append("| ---: | ---: | ---: | ---: |")
    for workers in (1, 2):
        wall, _, peak = results[(None, workers)]
        quality = results[("quality", workers)][0]
        out.append(f"| {workers} | {wall:.2f} | {quality:.2f} | {peak:.0f} |")
    for name, label in ((None, "default policy"), ("quality", "quality rules")):
        ratio = results[(name, 1)][0] / results[(name, 2)][0]
        out.append(f"\nTwo workers over one on a single file, {label}: {ratio:.2f}×.")


def limits(bench, folder, out):
    one = folder / "one.jsonl"
    one.write_text('{"id":"a","text":"silver kettle dance"}\n')
    start = bench.in_turn(one, [(None, 1)])[(None, 1)]
    long = folder / "long.jsonl"
    long_line(long, 200)
    peak = bench.fresh(long, None, 2)[2]
    report = json.loads((bench.output / "report.json").read_text())
    long.unlink()
    out.append(f"\nA corpus of one document, start to end: {start[0] * 1000:.0f} ms. A line of 200 MB"
               f" with two workers: peak {peak:.0f} MB, {report['totals']['quarantined']} line in"
               f" quarantine, {report['totals']['documents']} documents read.")


def peer(bench, corpus, command, folder, out):
    small = folder / "small.jsonl"
    with open(corpus, "rb") as source, open(small, "wb") as target:
        for _, line in zip(range(SMALL), source):
            target.write(line)
    out.append("\n| every quality rule on every document | processes | wall s | MB/s of text | peak MB |")
    out.append("| --- | ---: | ---: | ---: | ---: |")
    ratios = []
    for tasks in (1, 2):
        printed = subprocess.run(
            [*command.split(), "--corpus", str(corpus), "--small", "--tag", "--tasks", str(tasks)],
            check=True, capture_output=True, text=True).stdout
        theirs = json.loads(next(l for l in printed.splitlines() if l.startswith('{"what"')))
        wall, _, peak = bench.in_turn(small, [("quality", tasks)])[("quality", tasks)]
        rate = bench.text_bytes() / 1e6 / wall
        ratios.append(rate / theirs["MB_text_s"])
        out.append(f"| {theirs['what']} | {tasks} | {theirs['wall_s']:.2f} | {theirs['MB_text_s']:.3f}"
                   f" | {theirs['peak_rss_MB']:.0f} |")
        out.append(f"| gemma-safety | {tasks} | {wall:.3f} | {rate:.1f} | {peak:.0f} |")
    out.append(f"\nRatios on these {SMALL:,} documents, start-up, audit log and report of ours included: "
               + " and ".join(f"{r:,.0f}×" for r in ratios) + ".")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--tool", default=str(HERE.parent / ".build/release/gemma-safety"))
    parser.add_argument("--peer", help="how to call the peer's script, such as 'python datatrove_filters.py'")
    parser.add_argument("--before", help="another build's gemma-safety, to be timed beside this one")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", help="write the Markdown here too")
    options = parser.parse_args()
    out = [f"Measured on {processor()}, {os.cpu_count()} cores, {', '.join(instruction_sets())}.\n"]
    with tempfile.TemporaryDirectory(prefix="gemma-safety-bench-") as name:
        folder = pathlib.Path(name)
        bench = Bench(options.tool, folder, options.rounds)
        timed([*bench.command(options.corpus, "none", 2), "--compress", "none"])
        corpus = folder / "corpus.jsonl"
        next((bench.output / "kept").rglob("*.jsonl")).rename(corpus)
        if options.before:
            beside(Bench(options.before, folder, options.rounds), bench, corpus, out)
        else:
            detectors(bench, corpus, out)
            limits(bench, folder, out)
        if options.peer:
            peer(bench, corpus, options.peer, folder, out)
    text = "\n".join(out) + "\n"
    print(text)
    if options.out:
        pathlib.Path(options.out).write_text("# What the corpus filter costs\n\n" + text)


if __name__ == "__main__":
    main()
