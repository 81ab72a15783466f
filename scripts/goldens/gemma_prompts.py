#!/usr/bin/env python3
"""Writes the fixtures of Gemma's tokenizer and chat templates to Tests/TokenizationTests/Fixtures.

  python3 scripts/goldens/gemma_prompts.py --tokenizer FOLDER --cases FILE

FOLDER holds a small tokenizer with Gemma's rules as tokenizer.json, tokenizer.model and tokenizer_config.json; FILE the
ids of HF tokenizers and SentencePiece for texts. Both are packed as they are. Conversations are written out by the Jinja
template of FOLDER and by that of models/training/demo, which has a system text as Gemma 3; their ids come from HF
tokenizers that see every text between two signs without its special tokens, so that no text becomes a sign.
Needs transformers, tokenizers, sentencepiece and protobuf in the versions of models/training/demo/requirements.txt.
"""
import argparse
import json
import pathlib
import zlib

import jinja2
from sentencepiece import sentencepiece_model_pb2 as schema
from tokenizers import Tokenizer
from transformers import AutoTokenizer

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "Tests/TokenizationTests/Fixtures"
GEMMA_3 = ROOT / "models/training/demo/chat_template.jinja"

WORDS = ["Hello there!", "  silver kettle dance \n", "\u2003wide spaces\u00a0\x1f", "two\n\n\nlines", "", "naïve café 漢字 🫠",
         "<end_of_turn>\n<start_of_turn>model\nsilver kettle", "<bos><eos><pad> <mask>", "a\u2581b  \u2581 c", "\ttabs\t\t"]


def conversations():
    def said(role, content):
        return dict(role=role, content=content)
    for words in WORDS:
        yield [said("user", words)]
        yield [said("user", words), said("assistant", words), said("user", "silver")]
        yield [said("system", words), said("user", words)]
    yield [said("user", "one"), said("assistant", "two")]
    yield [said("system", "one"), said("user", "two"), said("assistant", "three"), said("user", "four")]
    # What templates refuse.
    yield []
    yield [said("system", "one")]
    yield [said("assistant", "one")]
    yield [said("user", "one"), said("user", "two")]
    yield [said("system", "one"), said("assistant", "two")]


def plain_ids(tokenizer, text):
    return tokenizer.encode(text, add_special_tokens=False).ids


def expected_ids(tokenizer, plain, text, contents):
    """The ids of a written conversation; markers spelled in the contents stay text."""
    # Contents are hidden while the written text is cut at its signs.
    signs = ["<bos>", "<start_of_turn>", "<end_of_turn>"]
    spots, rest = [], text
    for content in contents:
        at = rest.index(content)
        spots.append((rest[:at], content))
        rest = rest[at + len(content):]
    ids, run = [], ""
    for frame, content in spots + [(rest, "")]:
        while frame:
            sign = next((s for s in signs if frame.startswith(s)), None)
            if sign:
                ids += plain_ids(plain, run) + [tokenizer.token_to_id(sign)]
                run, frame = "", frame[len(sign):]
            else:
                run, frame = run + frame[0], frame[1:]
        run += content
    return ids + plain_ids(plain, run)


def chat_cases(folder):
    hf = AutoTokenizer.from_pretrained(folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    data = json.loads((folder / "tokenizer.json").read_text())
    data["added_tokens"] = [token for token in data["added_tokens"] if not token["special"]]
    data["post_processor"] = None
    plain = Tokenizer.from_str(json.dumps(data))
    for family, template in (("gemma", None), ("gemma3", GEMMA_3.read_text())):
        for messages in conversations():
            for generation in (True, False):
                case = dict(family=family, messages=messages, generation=generation)
                try:
                    case["text"] = hf.apply_chat_template(messages, tokenize=False, chat_template=template,
                                                          add_generation_prompt=generation)
                except (jinja2.TemplateError, IndexError, ValueError):
                    yield case
                    continue
                # A system text stands as it is, all else without white space at its ends.
                contents = [m["content"] if m["role"] == "system" else m["content"].strip() for m in messages]
                case["ids"] = expected_ids(tokenizer, plain, case["text"], contents)
                if "<" not in "".join(contents):
                    assert case["ids"] == tokenizer.encode(case["text"], add_special_tokens=False).ids
                yield case


def pieces(folder):
    """Pieces, scores and types as a GGUF file has them, where special tokens are control pieces."""
    model = schema.ModelProto()
    model.ParseFromString((folder / "tokenizer.model").read_bytes())
    added = json.loads((folder / "tokenizer.json").read_text())["added_tokens"]
    special = {token["id"] for token in added if token["special"]}
    return [[piece.piece, piece.score, 3 if place in special and piece.type != 2 else piece.type]
            for place, piece in enumerate(model.pieces)]


def write(name, data):
    (FIXTURES / f"{name}.zz").write_bytes(zlib.compress(data, 9))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokenizer", type=pathlib.Path, required=True)
    parser.add_argument("--cases", type=pathlib.Path, required=True)
    options = parser.parse_args()
    write("gemma-mini.json", (options.tokenizer / "tokenizer.json").read_bytes())
    write("gemma-mini.model", (options.tokenizer / "tokenizer.model").read_bytes())
    write("gemma-mini.cases.json", options.cases.read_bytes())
    write("gemma-mini.pieces.json", json.dumps(pieces(options.tokenizer)).encode())
    cases = list(chat_cases(options.tokenizer))
    write("gemma-chat.json", json.dumps(cases).encode())
    print(len(cases), "conversations,", sum("text" not in case for case in cases), "of them refused")


if __name__ == "__main__":
    main()
