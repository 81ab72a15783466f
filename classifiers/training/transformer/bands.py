#!/usr/bin/env python3
"""Chooses where the cheap stages of the cascade clear, from what they do on the dev split.

  python3 bands.py DEV.jsonl[.gz] --tool gemma-safety [--small DIR] [--tiny DIR] [--docs docs/classifiers.md]

Every score comes from the program itself. A positive is a text in which the small model gives some
label at least --evidence. For each band the table holds the share of positives that pass on, its
one-sided 95% lower bound by Clopper and Pearson, and how many texts of each kind pass. A band is
chosen as the highest whose bound reaches --target; where none does, the script says so.
With --docs it replaces what stands between `<!-- bands -->` and `<!-- /bands -->`.
"""
import argparse
import gzip
import json
import pathlib
import subprocess
import tempfile

from scipy.stats import beta

LABELS = ["toxic", "obscene", "threat", "insult", "identity_attack"]
LINEAR = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5]
TINY = [0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5]
WEIGHTS = [2.0, 2.5, 3.0, 3.5, 4.0]
LEXICON = "version: 1\nname: lexicon\nwords: whitespace\ndetectors:\n  lexicon:\n"
CATEGORIES = {"toxicity", "hate", "insult", "obscene", "threat"}
KINDS = ["comments", "machine-written", "adversarial-human-written", "prose", "news", "prompts"]


def numbered(source, target):
    """Gives every row its line as id, so that all answers can be told apart."""
    kinds, sources = [], []
    opened = gzip.open(source, "rt") if str(source).endswith(".gz") else open(source)
    with opened as rows, open(target, "w") as out:
        for number, line in enumerate(rows):
            row = json.loads(line)
            kinds.append(row.get("kind", "unknown"))
            sources.append(row.get("source", "unknown"))
            out.write(json.dumps({"id": str(number), "text": row["text"]}) + "\n")
    return kinds, sources


def scores(tool, classifier, rows, count):
    """The highest probability of any label, and those of each, by row."""
    found = [None] * count
    command = [tool, "classify", "--classifier", classifier, "--input", str(rows)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            answer = json.loads(line)
            found[int(answer["id"])] = [answer["scores"][label] for label in LABELS]
    if process.returncode or None in found:
        raise SystemExit(f"{classifier}: status {process.returncode}, {found.count(None)} rows missing")
    return found


def weights(tool, rows, count, folder):
    """The heaviest term of the lexicons in each row."""
    policy = folder / "lexicon.yaml"
    policy.write_text(LEXICON)
    subprocess.run([tool, "filter", str(rows), "-q", "--policy", str(policy), "--attributes",
                    "-o", str(folder / "out"), "--no-measurements"], check=True)
    heaviest = [0.0] * count
    for path in (folder / "out" / "attributes").glob("*"):
        for line in open(path):
            entry = json.loads(line)
            for name, spans in entry["attributes"].items():
                if name.rsplit("/", 1)[-1].split("__")[-1] in CATEGORIES:
                    heaviest[int(entry["id"])] = max(
                        [heaviest[int(entry["id"])]] + [span[2] for span in spans])
    return heaviest


def least(part, whole):
    """One-sided 95% lower bound of a share."""
    return float(beta.ppf(0.05, part, whole - part + 1)) if part else 0.0


def percent(part, whole):
    return f"{100 * part / whole:.1f}%" if whole else "–"


class Stage:
    def __init__(self, name, bands, passes, positives, kinds, target, eligible):
        self.lines, self.chosen = [], None
        self.passes = passes
        shown = [kind for kind in KINDS if kind in set(kinds)]
        self.lines.append("| " + " | ".join([name, "positives passed on", "at least"] + shown) + " |")
        self.lines.append("|" + " ---: |" * (3 + len(shown)))
        judged = [i for i in positives if eligible(i)]
        for band in bands:
            kept = sum(passes(i, band) for i in judged)
            bound = least(kept, len(judged))
            cells = [f"{band:g}", f"{kept} of {len(judged)}, {percent(kept, len(judged))}", f"{100 * bound:.1f}%"]
            for kind in shown:
                rows = [i for i, k in enumerate(kinds) if k == kind and i not in positives and eligible(i)]
                cells.append(percent(sum(passes(i, band) for i in rows), len(rows)))
            self.lines.append("| " + " | ".join(cells) + " |")
            if bound >= target:
                self.chosen = band


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dev", type=pathlib.Path)
    parser.add_argument("--tool", default="gemma-safety")
    parser.add_argument("--linear", default="toxicity-linear")
    parser.add_argument("--tiny", default="toxicity-tiny", help="none leaves the second stage out")
    parser.add_argument("--small", default="toxicity-small")
    parser.add_argument("--evidence", type=float, default=0.5)
    parser.add_argument("--target", type=float, default=0.9, help="recall of each stage")
    parser.add_argument("--weight", type=float, default=3.5, help="lexicon weight for the linear table")
    parser.add_argument("--band", type=float, help="linear band to go on with, else the chosen one")
    parser.add_argument("--docs", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        rows = folder / "dev.jsonl"
        kinds, sources = numbered(options.dev, rows)
        count = len(kinds)
        linear = [max(s) for s in scores(options.tool, options.linear, rows, count)]
        heaviest = weights(options.tool, rows, count, folder)
        small = scores(options.tool, options.small, rows, count)
        tiny = None
        if options.tiny != "none":
            tiny = [max(s) for s in scores(options.tool, options.tiny, rows, count)]
    positives = {i for i in range(count) if max(small[i]) >= options.evidence}
    everything = lambda i: True
    first = lambda i, band: linear[i] >= band or heaviest[i] >= options.weight
    one = Stage("`linear_clear_below`", LINEAR, first, positives, kinds, options.target, everything)
    band = options.band or one.chosen or LINEAR[0]
    words = Stage("`lexicon_weight`", WEIGHTS, lambda i, w: linear[i] >= band or heaviest[i] >= w,
                  positives, kinds, options.target, everything)
    text = [
        f"{count} dev texts, of which the small model flags {len(positives)} at {options.evidence:g}. "
        "The kinds are those of texts that it does not flag.",
        "", f"First stage, with terms of weight {options.weight:g} and more:", "", *one.lines,
        "", f"The weight of terms, at a band of {band:g}:", "", *words.lines,
    ]
    passes = [first(i, band) for i in range(count)]
    chosen, taken = f"linear {one.chosen}", f"linear {band:g}"
    if tiny:
        two = Stage("`tiny_clear_below`", TINY, lambda i, t: tiny[i] >= t, positives, kinds,
                    options.target, lambda i: passes[i])
        last = two.chosen or TINY[0]
        text += ["", f"Second stage, texts that the first one passed on at {band:g}:", "", *two.lines]
        chosen += f", tiny {two.chosen}"
        taken += f" and tiny {last:g}"
        passes = [first(i, band) and tiny[i] >= last for i in range(count)]
    text += [
        "", f"Highest bands whose bound reaches {options.target:g}: {chosen}. With {taken}, by label:", "",
        "| label | flagged by the small model | reached it | at least |", "|---|---:|---:|---:|",
    ]
    for column, label in enumerate(LABELS):
        flagged = [i for i in range(count) if small[i][column] >= options.evidence]
        kept = sum(passes[i] for i in flagged)
        bound = f"{100 * least(kept, len(flagged)):.1f}%" if flagged else "–"
        text.append(f"| {label} | {len(flagged)} | {percent(kept, len(flagged))} | {bound} |")
    print("\n".join(text))
    if options.docs:
        page = options.docs.read_text()
        head, rest = page.split("<!-- bands -->", 1)
        tail = rest.split("<!-- /bands -->", 1)[1]
        body = "\n".join(text)
        options.docs.write_text(f"{head}<!-- bands -->\n\n{body}\n\n<!-- /bands -->{tail}")


if __name__ == "__main__":
    main()
