#!/usr/bin/env python3
"""Times our tokenizers beside HF tokenizers on one thread each, in turn, on the same texts.

  python3 Benchmarks/tokenizer.py TOKENIZER… --corpus CORPUS.jsonl[.zst] [--documents N] [--rounds N]

TOKENIZER is a tokenizer.json, or a vocab.txt with the tokenizer.json of the same model beside it. Needs
tokenizers from PyPI and `swift build -c release --product tokenizer-benchmark`. Reported are CPU seconds
of the best round; each round of ours is a new process, whose first pass starts with empty caches.
"""
import argparse, json, os, pathlib, struct, subprocess, sys, time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"
import tokenizers  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[1]
BINARY = ROOT / ".build/release/tokenizer-benchmark"


def texts(path, limit):
    data = (subprocess.run(["zstd", "-dcq", path], stdout=subprocess.PIPE, check=True).stdout
            if path.endswith(".zst") else pathlib.Path(path).read_bytes())
    found = []
    for line in data.splitlines():
        try:
            found.append(json.loads(line.decode())["text"])
        except (UnicodeDecodeError, ValueError, KeyError):
            pass
        if len(found) == limit:
            break
    return [text for text in found if isinstance(text, str)]


def theirs(tokenizer, data):
    start, count = time.process_time(), 0
    for index in range(0, len(data), 256):
        for encoding in tokenizer.encode_batch(data[index:index + 256], add_special_tokens=False):
            count += len(encoding.ids)
    return time.process_time() - start, count


def ours(path, blob, passes):
    out = subprocess.run([BINARY, "time", path, str(passes)], input=blob, stdout=subprocess.PIPE, check=True)
    lines = [line.split() for line in out.stdout.decode().splitlines()]
    return [float(line[0]) for line in lines], int(lines[0][1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tokenizer", nargs="+")
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--documents", type=int, default=4000)
    parser.add_argument("--repeat", type=int, default=1, help="how often a small corpus is repeated")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    data = texts(options.corpus, options.documents) * options.repeat
    encoded = [text.encode() for text in data]
    size = sum(map(len, encoded)) / 1e6
    blob = b"".join(struct.pack("<I", len(text)) + text for text in encoded)
    print(f"{len(data)} texts, {size:.1f} MB; tokenizers {tokenizers.__version__}; best of {options.rounds} rounds\n")
    print("| tokenizer | tokens | HF MB/s | ours MB/s | ratio | ours, first pass MB/s |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for path in options.tokenizer:
        file = pathlib.Path(path)
        peer = tokenizers.Tokenizer.from_file(str(file if file.suffix == ".json" else file.parent / "tokenizer.json"))
        peer.no_truncation()
        peer.no_padding()
        best, warm, cold = float("inf"), float("inf"), float("inf")
        for _ in range(options.rounds):
            seconds, expected = theirs(peer, data)
            best = min(best, seconds)
            passes, count = ours(path, blob, 5)
            warm, cold = min(warm, *passes), min(cold, passes[0])
            if count != expected:
                sys.exit(f"{path}: {count} tokens of ours, {expected} of HF tokenizers")
        print(f"| {file.parent.name}/{file.name} | {expected:,} | {size / best:.2f} | {size / warm:.1f} | "
              f"{best / warm:.1f} | {size / cold:.1f} |")


if __name__ == "__main__":
    main()
