#!/usr/bin/env python3
"""Plants items of benchmarks in clean documents and compares what `decontaminate` finds with a plain matcher.

  python3 Benchmarks/evaluation/contamination.py --tool .build/release/gemma-safety --data benchmark-data \\
      --corpus CORPUS.jsonl[.zst] --work planted [--documents 3000] [--plants 40] [--seed 7]

The matcher below shares no code with the program: it reads the benchmarks' files itself, cuts words with a regular
expression and keeps n-grams in a dictionary. Everything is printed as counts; no text of an item or document is.
Without --tool the matcher alone is run.
"""
import argparse, collections, csv, io, json, pathlib, random, re, shutil, subprocess, sys, time, unicodedata

NGRAM, SHORT, MOST = 13, 8, 10
BENCHMARKS = ["bbq-ambiguous", "crows-pairs", "ethics-justice", "gsm8k", "mmlu", "truthfulqa-mc1"]
WORD = re.compile(r"[^\W_]+")


def words(text):
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def rows(path, header):
    """The rows of a CSV file with the number of the line that each begins in."""
    reader = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    line = 1
    for row in reader:
        if row and not (header and line == 1):
            yield line, row
        line = reader.line_num + 1


def lines(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.strip():
            yield number, json.loads(line)


def items(data, name):
    """(id, texts, field): texts as a prompt shows them, and the longest field of each."""
    if name == "gsm8k":
        for line, row in lines(data / "gsm8k/test.jsonl"):
            yield str(line), [f"{row['question']}\nAnswer: {row['answer']}"], [row["question"]]
    elif name == "mmlu":
        for path in sorted((data / "mmlu/test").glob("*_test.csv")):
            subject = path.name[: -len("_test.csv")]
            for line, (question, a, b, c, d, _) in rows(path, False):
                longest = max([question, a, b, c, d], key=lambda field: len(field.encode()))
                yield f"{subject}-{line}", [f"{question}\nA. {a}\nB. {b}\nC. {c}\nD. {d}"], [longest]
    elif name == "crows-pairs":
        for _, row in rows(data / "crows-pairs/crows_pairs_anonymized.csv", True):
            yield row[0], row[1:3], row[1:3]
    elif name == "ethics-justice":
        for path in sorted((data / "ethics/justice").glob("justice_*.csv")):
            part = path.name[len("justice_"): -len(".csv")]
            for line, row in rows(path, True):
                yield f"{part}-{line}", [row[1]], [row[1]]
    elif name == "bbq-ambiguous":
        for path in sorted((data / "bbq/data").glob("*.jsonl")):
            for _, row in lines(path):
                if row["context_condition"] == "ambig":
                    right = row[f"ans{row['label']}"]
                    longest = max([row["context"], row["question"]], key=lambda field: len(field.encode()))
                    yield (f"{path.stem}-{row['example_id']}",
                           [f"{row['context']}\n\nQuestion: {row['question']}\nAnswer: {right}"], [longest])
    elif name == "truthfulqa-mc1":
        for line, row in rows(data / "truthfulqa/TruthfulQA.csv", True):
            yield str(line), [f"{row[2]}\nA: {row[3]}"], [row[2]]


def grams(texts, fields):
    found = set()
    for text in texts:
        cut = words(text)
        found.update(tuple(cut[start:start + NGRAM]) for start in range(len(cut) - NGRAM + 1))
    for field in fields:
        cut = words(field)
        if SHORT <= len(cut) < NGRAM:
            found.add(tuple(cut))
    return found


class Matcher:
    def __init__(self, data, names):
        self.index = collections.defaultdict(list)
        self.texts, self.searchable = {}, collections.Counter()
        for name in names:
            own, count = collections.defaultdict(list), 0
            for identity, texts, fields in items(data, name):
                self.texts[name, identity] = texts[0]
                count += 1
                for gram in grams(texts, fields):
                    own[gram].append(identity)
            kept = set()
            for gram, holders in own.items():
                if len(holders) <= MOST:
                    self.index[gram] += [(name, holder) for holder in holders]
                    kept.update(holders)
            self.searchable[name] = len(kept)
            print(f"{name:16} {count:7,} items, {len(kept):7,} can be found")
        self.lengths = sorted({len(gram) for gram in self.index})
        self.searchable_items = {holder for holders in self.index.values() for holder in holders}

    def find(self, text):
        cut, found = words(text), set()
        for length in self.lengths:
            for start in range(len(cut) - length + 1):
                found.update(self.index.get(tuple(cut[start:start + length]), ()))
        return found


# What is done to an item before it is planted, and whether it must still be found.
def half(text, chance):
    cut = text.split()
    return " ".join(cut[: max(NGRAM + 2, len(cut) // 2)])


def punctuation(text, chance):
    bare = re.sub(r"[^\w\s]|_", " ", text)
    return re.sub(r"(\w)\s+", lambda match: match[1] + chance.choice([", ", "; ", " - ", " ", "... ", "\n"]), bare)


def spaced(text, chance):
    return re.sub(r"\s+", lambda _: chance.choice(["  ", "\n", "\t", "\u00a0", "\r\n"]), text)


def wide(text, chance):
    return "".join(chr(ord(c) + 0xFEE0) if "a" <= c <= "z" and chance.random() < 0.5 else c for c in text)


def torn(text, chance):
    cut = text.split()
    return " ".join("kettle" if index % 7 == 3 else word for index, word in enumerate(cut))


# Half of an item may hold nothing but what many items share.
MUTATIONS = {"whole": (lambda text, _: text, True), "first half": (half, False),
             "upper case": (lambda text, _: text.upper(), True), "punctuation": (punctuation, True),
             "white space": (spaced, True), "full width": (wide, True), "every 7th word": (torn, False)}


def documents(path, count):
    if path.suffix == ".zst":
        process = subprocess.Popen(["zstd", "-dcq", str(path)], stdout=subprocess.PIPE)
        stream = process.stdout
    else:
        stream = open(path, "rb")
    found = []
    for line in stream:
        found.append(json.loads(line))
        if len(found) == count:
            break
    return found


def planted(corpus, names, matcher, per, chance):
    """Documents with one item each between two of their paragraphs, and what was planted where."""
    made, truth = [], {}
    hosts = iter(corpus)
    for mutation, (change, _) in MUTATIONS.items():
        for name in names:
            choices = sorted(key for key in matcher.searchable_items
                             if key[0] == name and len(words(matcher.texts[key])) >= NGRAM + 2)
            for key in chance.sample(choices, min(per, len(choices))):
                host = next(hosts, None)
                if host is None:
                    sys.exit("contamination: too few documents; raise --documents or lower --plants")
                parts = host["text"].split("\n\n")
                parts.insert(chance.randrange(len(parts) + 1), change(matcher.texts[key], chance))
                identity = f"plant-{len(made)}"
                made.append({"id": identity, "text": "\n\n".join(parts)})
                truth[identity] = (mutation, key)
    rest = list(hosts)
    for index, host in enumerate(rest):
        made.append({"id": f"clean-{index}", "text": host["text"]})
    return made, truth


def run(tool, data, work, names):
    """What the program found: pairs of document and item, and the seconds it took."""
    policy = work / "policy.yaml"
    policy.write_text("version: 1\nname: parity\ndetectors:\n  contamination:\n    settings:\n"
                      f"      benchmarks: [{', '.join(names)}]\n"
                      "    rules:\n      benchmark-item: {max: 0, action: remove}\n")
    start = time.perf_counter()
    subprocess.run([tool, "decontaminate", str(work / "corpus.jsonl"), "-o", str(work / "out"), "--policy",
                    str(policy), "--data", str(data), "--attributes", "--overwrite", "-q"], check=True)
    seconds = time.perf_counter() - start
    found, rule = collections.defaultdict(set), "contamination/benchmark-item/"
    for path in (work / "out/attributes").rglob("*"):
        if path.is_file():
            for line in path.read_text().splitlines():
                row = json.loads(line)
                for name in row["attributes"]:
                    rest = name[len(rule):].split("/", 1) if name.startswith(rule) else []
                    if len(rest) == 2 and rest[0] in names:
                        found[row["id"]].add(tuple(rest))
    report = json.loads((work / "out/report.json").read_text())["contamination"]
    for row in report["benchmarks"]:
        if row["state"] == "read":
            print(f"program: {row['name']:16} {row['items']:7,} items, "
                  f"{row['items'] - row['too_short'] - row['shared']:7,} can be found")
    return found, seconds


def share(part, whole):
    return f"{part:5,} of {whole:5,} {100 * part / max(1, whole):6.1f}%"


def table(title, truth, found):
    print(f"\n{title}")
    for mutation, (_, counts) in MUTATIONS.items():
        own = {identity: key for identity, (name, key) in truth.items() if name == mutation}
        hit = sum(key in found.get(identity, ()) for identity, key in own.items())
        print(f"  {mutation:16} {share(hit, len(own))}  {'must be found' if counts else 'need not be found'}")


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--tool")
    for name in ("--data", "--corpus", "--work"):
        options.add_argument(name, type=pathlib.Path, required=True)
    options.add_argument("--documents", type=int, default=3000)
    options.add_argument("--plants", type=int, default=40, help="items of each benchmark and mutation")
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--benchmarks", nargs="+", choices=BENCHMARKS, default=BENCHMARKS)
    given = options.parse_args()
    chance = random.Random(given.seed)
    start = time.perf_counter()
    matcher = Matcher(given.data, given.benchmarks)
    print(f"plain matcher: {len(matcher.index):,} n-grams in {time.perf_counter() - start:.1f} s")
    made, truth = planted(documents(given.corpus, given.documents), given.benchmarks, matcher, given.plants, chance)
    start = time.perf_counter()
    plain = {row["id"]: matcher.find(row["text"]) for row in made}
    print(f"plain matcher: {len(made):,} documents in {time.perf_counter() - start:.1f} s")
    clean = [row["id"] for row in made if row["id"] not in truth]
    table("plain matcher, planted items found", truth, plain)
    print(f"  clean documents with a hit {share(sum(bool(plain[i]) for i in clean), len(clean))}")
    if not given.tool:
        return
    shutil.rmtree(given.work, ignore_errors=True)
    given.work.mkdir(parents=True)
    with open(given.work / "corpus.jsonl", "w") as file:
        for row in made:
            file.write(json.dumps(row) + "\n")
    ours, seconds = run(given.tool, given.data, given.work, given.benchmarks)
    table("program, planted items found", truth, ours)
    print(f"  clean documents with a hit {share(sum(bool(ours.get(i)) for i in clean), len(clean))}")
    pairs = {(i, key) for i, keys in ours.items() for key in keys}
    others = {(i, key) for i, keys in plain.items() for key in keys}
    print(f"\npairs of document and item: {len(pairs & others):,} in both, {len(pairs - others):,} in the program "
          f"alone, {len(others - pairs):,} in the plain matcher alone; {seconds:.1f} s with reading the benchmarks")
    missed = sum(key not in ours.get(i, ()) for i, (name, key) in truth.items() if MUTATIONS[name][1])
    sys.exit(0 if pairs == others and not missed else 1)


if __name__ == "__main__":
    main()
