#!/usr/bin/env python3
"""Near duplicates that `gemma-safety dedup` finds, beside what the theory says and others find.

  Benchmarks/near_duplicates.py CORPUS.jsonl[.zst] [--documents 3000] [--tool .build/release/gemma-safety]
  Benchmarks/near_duplicates.py CORPUS.jsonl[.zst] --tool model
  Benchmarks/near_duplicates.py --sets

Copies of the corpus' first documents are edited word by word at known rates. For each pair the
similarity is computed from all of its n-grams, and the pairs found are counted by it, beside the
curve 1-(1-s^8)^14 and, where they are installed, beside datasketch and datatrove. `--tool model` asks
the model of the hash below in place of the program; `--sets` measures the model on random sets.
Needs numpy; the texts are written to a temporary folder and never printed.
"""
import argparse, collections, json, math, pathlib, random, re, subprocess, sys, tempfile, types
import unicodedata
import numpy as np

NGRAM, BUCKETS, HASHES = 5, 14, 8
MASK = (1 << 64) - 1
BASE = 0x9E3779B97F4A7C15
POLICY = """version: 1
name: candidates
detectors:
  near-duplicates:
    rules:
      document: {max: 0, action: remove}
"""


# ---- the model: what Sources/CTextKernels/minimum_hashes.c computes, number by number

def mix(value):
    product = (value ^ 0xD6E8FEB86659FD93) * BASE
    return (product >> 64) ^ (product & MASK)


def mixed(values):
    """`mix` of an array, from products of halves."""
    values = values ^ np.uint64(0xD6E8FEB86659FD93)
    low, high = values & np.uint64(0xFFFFFFFF), values >> np.uint64(32)
    b_low, b_high = np.uint64(BASE & 0xFFFFFFFF), np.uint64(BASE >> 32)
    cross = high * b_low + (low * b_low >> np.uint64(32))
    other = low * b_high + (cross & np.uint64(0xFFFFFFFF))
    return (high * b_high + (cross >> np.uint64(32)) + (other >> np.uint64(32))) ^ values * np.uint64(BASE)


def word_hash(word, known={}):
    if word not in known:
        data = word.encode()
        value = len(data)
        for at in range(0, len(data), 8):
            value = mix(value ^ int.from_bytes(data[at:at + 8], "little"))
        known[word] = value
    return known[word]


def gram_hashes(words):
    units = np.array([word_hash(word) for word in words], dtype=np.uint64)
    keys = np.zeros(len(words) - NGRAM + 1, dtype=np.uint64)
    for k in range(NGRAM):
        keys = keys * np.uint64(BASE) + units[k:len(units) - NGRAM + 1 + k]
    return mixed(keys)


def multipliers():
    numbers = []
    for index in range(BUCKETS * HASHES):
        z = (index + 1) * BASE & MASK
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
        numbers.append(((z ^ z >> 31) >> 32) & ~0xFFF & 0xFFFFFFFF | index & 0xFFF)
    return np.array(numbers, dtype=np.uint32)


FACTORS = multipliers()


def minima(hashes):
    low, high = hashes.astype(np.uint32), (hashes >> np.uint64(32)).astype(np.uint32)
    least = np.full(len(FACTORS), 0xFFFFFFFF, dtype=np.uint32)
    for at in range(0, len(low), 4096):
        part = low[at:at + 4096, None] * FACTORS + high[at:at + 4096, None]
        least = np.minimum(least, part.min(axis=0))
    return least


def signature(hashes):
    """Keys of the buckets and a byte for each hash, as TextSignature has them."""
    least = minima(hashes)
    keys = []
    for bucket in range(BUCKETS):
        key = mix(bucket)
        for value in least[bucket * HASHES:(bucket + 1) * HASHES]:
            key = mix(key ^ int(value))
        keys.append(key)
    return keys, (least * np.uint32(0x9E3779B1) >> np.uint32(24)).astype(np.uint8)


def estimate(codes, others):
    equal = int((codes == others).sum())
    return max(0, 256 * equal - len(codes)) / (255 * len(codes))


class Model:
    """Keeps the first copy, as the program does with a bound of 0; gives (original, similarity)."""

    def __call__(self, documents):
        buckets, codes, found = collections.defaultdict(list), {}, {}
        for name, text in documents:
            words = words_of(text)
            if len(words) < NGRAM:
                continue
            keys, own = signature(gram_hashes(words))
            met = {other for bucket, key in enumerate(keys) for other in buckets[bucket, key]}
            if met:
                found[name] = max(((estimate(own, codes[other]), other) for other in met))[::-1]
                continue
            codes[name] = own
            for bucket, key in enumerate(keys):
                buckets[bucket, key].append(name)
        return found


class Tool:
    """Runs the program over a file and reads from `removed/` which document repeats which."""

    def __init__(self, program):
        self.program = program

    def __call__(self, documents):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            with open(folder / "pairs.jsonl", "w") as file:
                for name, text in documents:
                    file.write(json.dumps({"id": name, "text": text}) + "\n")
            (folder / "policy.yaml").write_text(POLICY)
            subprocess.run([self.program, "dedup", "pairs.jsonl", "--policy", "policy.yaml", "-o", "out",
                            "-q", "--no-removed-text"], cwd=folder, check=True)
            found = {}
            for line in open(folder / "out/removed/pairs.jsonl"):
                document = json.loads(line)
                reason = next(r for r in document["reasons"] if r["rule"] == "near-duplicates/document")
                found[document["id"]] = (reason["original"]["id"], float(reason["value"]))
            return found


# ---- other implementations, on the same words

def datasketch_pairs(documents):
    from datasketch import MinHash, MinHashLSH
    index = MinHashLSH(num_perm=BUCKETS * HASHES, params=(BUCKETS, HASHES))
    found = {}
    for name, text in documents:
        grams = grams_of(text)
        if not grams:
            continue
        sketch = MinHash(num_perm=BUCKETS * HASHES, seed=1)
        sketch.update_batch([" ".join(gram).encode() for gram in grams])
        met = index.query(sketch)
        if met:
            found[name] = (met[0], 1.0)
        else:
            index.insert(name, sketch)
    return found


def datatrove_pairs(documents):
    """datatrove's own signatures; its simplified text is cut at white space in place of by spaCy."""
    from datatrove.pipeline.dedup import minhash
    minhash.load_word_tokenizer = lambda language: types.SimpleNamespace(word_tokenize=str.split)
    folder = tempfile.TemporaryDirectory()
    step = minhash.MinhashDedupSignature(folder.name, minhash.MinhashConfig(n_grams=NGRAM))
    buckets, found = {}, {}
    for name, text in documents:
        shingles = step.get_shingles(text)
        if shingles.size == 0:
            continue
        keys = list(enumerate(map(tuple, step.get_signature(shingles))))
        met = next((buckets[key] for key in keys if key in buckets), None)
        if met is not None:
            found[name] = (met, 1.0)
            continue
        for key in keys:
            buckets.setdefault(key, name)
    return found


# ---- pairs of a known similarity

def words_of(text):
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).lower())


def grams_of(text):
    words = words_of(text)
    return set(zip(*(words[k:] for k in range(NGRAM)))) if len(words) >= NGRAM else set()


def texts(path, count):
    """Plain texts of ASCII, whose words are the same for everybody, none twice."""
    command = ["zstd", "-dcq", path] if path.endswith(".zst") else ["cat", path]
    reader = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    seen = set()
    for line in reader.stdout:
        text = json.loads(line)["text"]
        if text.isascii() and len(words_of(text)) >= 40 and text not in seen:
            seen.add(text)
            yield text[:20_000]
        if len(seen) == count:
            break
    reader.kill()


def edited(text, rate, chance):
    """Each word is replaced by another of the text's words at a rate."""
    vocabulary = words_of(text)
    return re.sub(r"[A-Za-z0-9]+",
                  lambda match: chance.choice(vocabulary) if chance.random() < rate else match[0], text)


def curve(similarity):
    return 1 - (1 - similarity ** HASHES) ** BUCKETS


def similarity(a, b):
    return len(a & b) / len(a | b) if a or b else 0


def pairs(path, count, seed):
    chance = random.Random(seed)
    originals = [(f"o{index}", text) for index, text in enumerate(texts(path, count))]
    copies = [(f"c{index}", edited(text, math.exp(chance.uniform(math.log(0.002), math.log(0.16))), chance))
              for index, (_, text) in enumerate(originals)]
    return originals, copies


def table(path, count, seed, finders):
    originals, copies = pairs(path, count, seed)
    grams = {name: grams_of(text) for name, text in originals + copies}
    results = {}
    for name, finder in finders.items():
        try:
            results[name] = finder(originals + copies)
        except ImportError as problem:
            print(f"{name}: left out, {problem}", file=sys.stderr)
    # Copies whose original is itself a copy of another document say nothing about a pair's similarity.
    whole = [index for index in range(len(originals))
             if not any(f"o{index}" in found for found in results.values())]
    edges = [0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 1.0001]
    print(f"{len(originals)} documents, {len(whole)} of them no copies of others, seed {seed}\n")
    print("| similarity | pairs | curve | " + " | ".join(results) + " |")
    print("| --- " * (3 + len(results)) + "|")
    truth = {index: similarity(grams[f"o{index}"], grams[f"c{index}"]) for index in whole}
    for low, high in zip([0] + edges, edges):
        inside = [index for index in whole if low <= truth[index] < high]
        if not inside:
            continue
        expected = [curve(truth[index]) for index in inside]
        spread = math.sqrt(sum(p * (1 - p) for p in expected)) / len(inside)
        cells = [f"{sum(f'c{index}' in found for index in inside) / len(inside):.3f}"
                 for found in results.values()]
        print(f"| {low:g} to {min(high, 1):g} | {len(inside)} | {sum(expected) / len(inside):.3f} "
              f"± {spread:.3f} | " + " | ".join(cells) + " |")
    errors = np.array([value - similarity(grams[copy], grams[original])
                       for copy, (original, value) in next(iter(results.values())).items()])
    print(f"\nsimilarity as estimated, less that of all n-grams, over the {len(errors)} pairs found: mean "
          f"{errors.mean():+.4f}, standard deviation {errors.std():.4f}")


def sets(rounds=400):
    """The model's estimate on random sets: mean error and spread beside those of 112 fair draws."""
    chance = np.random.default_rng(1)
    print("| n-grams | similarity | mean error | ± | spread | of fair draws | in a bucket | curve | ± |")
    print("| --- " * 9 + "|")
    for size in (20, 100, 1000):
        for share in (0.3, 0.5, 0.72, 0.8, 0.9):
            common = round(share * size)
            true = common / size
            left = (size - common) // 2
            values, met = [], 0
            for _ in range(rounds):
                hashes = chance.integers(0, 1 << 64, size, dtype=np.uint64)
                a = signature(hashes[:common + left])
                b = signature(np.concatenate([hashes[:common], hashes[common + left:]]))
                values.append(estimate(a[1], b[1]))
                met += any(x == y for x, y in zip(a[0], b[0]))
            fair = math.sqrt(true * (1 - true) / (BUCKETS * HASHES))
            print(f"| {size} | {true:.2f} | {np.mean(values) - true:+.4f} | {fair / rounds ** 0.5:.4f} | "
                  f"{np.std(values):.4f} | {fair:.4f} | {met / rounds:.3f} | {curve(true):.3f} | "
                  f"{math.sqrt(curve(true) * (1 - curve(true)) / rounds):.3f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", nargs="?")
    parser.add_argument("--documents", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tool", default=".build/release/gemma-safety")
    parser.add_argument("--peers", action="store_true", help="datasketch and datatrove too")
    parser.add_argument("--sets", action="store_true")
    options = parser.parse_args()
    if options.sets:
        return sets()
    if not options.corpus:
        parser.error("name a corpus, or --sets")
    program = str(pathlib.Path(options.tool).resolve())
    finders = {"model": Model()} if options.tool == "model" else {"gemma-safety": Tool(program)}
    if options.peers:
        finders |= {"datasketch": datasketch_pairs, "datatrove": datatrove_pairs}
    table(options.corpus, options.documents, options.seed, finders)


if __name__ == "__main__":
    main()
