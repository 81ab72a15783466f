#!/usr/bin/env python3
"""Times the whole filter with the toxicity cascade, and says what each stage settled.

  scripts/bench cascade CORPUS.jsonl[.zst] [--rounds 3] [--policy FILE] [--audit-sample 0.002] [--out FILE.md]

Whole processes, in turn: the recipe `corpus-cascade` with an audit sample, the same without one, and the
cascade alone, with one worker and with two. Documents a second are those of the fastest round; the
spread says how quiet the machine was.
"""
import argparse
import json
import pathlib
import shutil
import sys
import tempfile

from filter import HERE, instruction_sets, processor, timed


def run(tool, corpus, folder, policy, workers, sample):
    output = folder / "out"
    shutil.rmtree(output, ignore_errors=True)
    command = [tool, "filter", str(corpus), "-o", str(output), "-q", "--workers", str(workers),
               "--audit-sample", f"{sample:g}"]
    if policy:
        command += ["--policy", str(policy)]
    wall, cpu, peak = timed(command)
    return wall, cpu, peak, json.loads((output / "report.json").read_text())


def stages(report):
    cascade, total = report["cascade"], report["totals"]["documents"]
    lines = ["| stage | documents | share |", "|---|---:|---:|"]
    for stage in cascade["stages"]:
        lines.append(f"| {stage['stage']} | {stage['settled']:,} | {100 * stage['settled'] / total:.2f}% |")
    lines.append(f"| flagged by the last one | {cascade['flagged']:,} | {100 * cascade['flagged'] / total:.2f}% |")
    audit = cascade["audit"]
    text = f"Audit: {audit['sampled']} documents read whole, {audit['missed']} of them missed"
    missed, recall = audit["missed_documents"], audit["recall"]
    if missed:
        text += (f"; about {missed['estimate']:.0f} in all, 95% interval {missed['lower']:.0f} to "
                 f"{missed['upper']:.0f}")
    if recall:
        text += (f"; {100 * recall['estimate']:.1f}% of what the last stage would flag is found "
                 f"({100 * recall['lower']:.1f} to {100 * recall['upper']:.1f})")
    return lines + ["", text + "."]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--tool", default=str(HERE.parent / ".build/release/gemma-safety"))
    parser.add_argument("--policy", type=pathlib.Path, default=HERE.parent / "policies/recipes/corpus-cascade.yaml",
                        help="in place of the recipe `corpus-cascade`")
    parser.add_argument("--audit-sample", type=float, default=0.002)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=pathlib.Path)
    options = parser.parse_args()
    alone = HERE / "policies" / "toxicity-cascade.yaml"
    cases = [(name, policy, workers, sample)
             for workers in (1, 2)
             for name, policy, sample in (
                 ("whole policy, audited", options.policy, options.audit_sample),
                 ("whole policy, no audit", options.policy, 0),
                 ("cascade alone, no audit", alone, 0))]
    results = {case: [] for case in cases}
    audited = None
    with tempfile.TemporaryDirectory() as name:
        for _ in range(options.rounds):
            for case in cases:
                results[case].append(run(options.tool, options.corpus, pathlib.Path(name), *case[1:]))
                if case[3]:
                    audited = results[case][-1][3]
    if not audited or not audited["cascade"]:
        sys.exit("bench: the policy has no toxicity-cascade, or no sample was asked for")
    documents = audited["totals"]["documents"]
    lines = [f"{processor()}, {', '.join(instruction_sets())}; {documents:,} documents, "
             f"{audited['totals']['bytes'] / 1e6:.1f} MB of text, audit sample {options.audit_sample:g}.", "",
             "| run | workers | documents/s | slowest round | CPU s | peak MB |", "|---|---:|---:|---:|---:|---:|"]
    for case in cases:
        best = min(results[case], key=lambda r: r[0])
        worst = max(r[0] for r in results[case])
        lines.append(f"| {case[0]} | {case[2]} | {documents / best[0]:,.0f} | {documents / worst:,.0f} "
                     f"| {best[1]:.1f} | {best[2]:.0f} |")
    text = "\n".join(lines + [""] + stages(audited)) + "\n"
    print(text)
    if options.out:
        options.out.write_text(text)


if __name__ == "__main__":
    main()
