#!/usr/bin/env python3
"""Writes what the encoder graphs are held against: logits of Hugging Face transformers.

  python3 encoder_cases.py cases ../../Tests/SafetyClassifiersTests/Fixtures
  python3 encoder_cases.py folder MODEL_FOLDER > logits.json

`cases` makes a small model of every architecture. Its weights are not stored: each value follows
from the tensor's name and the element's number (`weight`), here and in the test. A few models are
stored as files as well, in every way that transformers writes them. `folder` does the same sums on a
real model with made-up token ids.
"""
import argparse
import json
import pathlib
import shutil
import sys

import numpy as np
import torch
import transformers
from tokenizers import (BertWordPieceTokenizer, Regex, Tokenizer, models, normalizers, pre_tokenizers,
                        processors, trainers)
from transformers import AutoConfig, AutoModelForSequenceClassification

from peers import require

PINNED = {"transformers": "5.24.0", "torch": "2.15.0", "tokenizers": "0.23.3"}
LENGTHS = [1, 2, 3, 7, 16, 33, 64, 101]
MASK = (1 << 64) - 1


def name_seed(name):
    """FNV-1a of the name, 64 bits."""
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = ((value ^ byte) * 0x100000001B3) & MASK
    return value


def draws(seed, count):
    """SplitMix64, the first numbers of a seed."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def weight(name, shape):
    """Uniform values: around 1 for gains, within a quarter of 0 for vectors, wider for matrices."""
    count = int(np.prod(shape))
    unit = (draws(name_seed(name), count) >> np.uint64(40)).astype(np.float32) / np.float32(1 << 24)
    unit = (unit - np.float32(0.5)).reshape(shape)
    if len(shape) == 1 and name.endswith("weight"):
        return np.float32(1) + unit * np.float32(0.5)
    return unit * np.float32(0.5 if len(shape) == 1 else 0.75)


def token_ids(name, vocabulary, first):
    """Sequences of every length, none with a padding id."""
    rows = []
    for length in LENGTHS:
        numbers = draws(name_seed(f"{name} {length}"), length)
        rows.append([int(first + n % np.uint64(vocabulary - first)) for n in numbers])
    return rows


SIZES = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=80)
SMALL = dict(vocab_size=97, max_position_embeddings=128)
LABELS = ["kettle", "lamp", "dance", "cup", "window"]


def labels(count):
    return {"id2label": {i: LABELS[i] for i in range(count)},
            "label2id": {LABELS[i]: i for i in range(count)}}


MULTI = dict(problem_type="multi_label_classification")
SINGLE = dict(problem_type="single_label_classification")
V3 = dict(relative_attention=True, position_biased_input=False, pos_att_type=["p2c", "c2p"],
          share_att_key=True, norm_rel_ebd="layer_norm", position_buckets=16,
          max_relative_positions=-1, type_vocab_size=0)
CASES = {
    "bert-multi-label": ("bert", SIZES | SMALL | MULTI | labels(5)),
    "bert-softmax-tanh-gelu": ("bert", SIZES | SMALL | SINGLE | labels(3) | dict(
        hidden_act="gelu_new", layer_norm_eps=1e-5)),
    "bert-odd-sizes": ("bert", SMALL | SINGLE | labels(2) | dict(
        hidden_size=45, num_hidden_layers=3, num_attention_heads=5, intermediate_size=67,
        hidden_act="relu")),
    "distilbert": ("distilbert", SMALL | SINGLE | labels(2) | dict(
        dim=32, n_layers=2, n_heads=4, hidden_dim=80)),
    "roberta": ("roberta", SIZES | labels(2) | SINGLE | dict(
        vocab_size=97, max_position_embeddings=130, type_vocab_size=1, pad_token_id=1,
        layer_norm_eps=1e-5)),
    "xlm-roberta": ("xlm-roberta", SIZES | labels(1) | dict(
        vocab_size=97, max_position_embeddings=130, type_vocab_size=1, pad_token_id=1,
        layer_norm_eps=1e-5)),
    "electra-projected": ("electra", SIZES | SMALL | MULTI | labels(4) | dict(embedding_size=24)),
    "electra": ("electra", SIZES | SMALL | SINGLE | labels(2) | dict(embedding_size=32)),
    "deberta-v3": ("deberta-v2", SIZES | SMALL | MULTI | labels(5) | V3),
    "deberta-v2-absolute": ("deberta-v2", SIZES | SMALL | SINGLE | labels(2) | dict(
        relative_attention=False, position_biased_input=True, type_vocab_size=2)),
    "deberta-v2-own-keys": ("deberta-v2", SIZES | SMALL | SINGLE | labels(3) | V3 | dict(
        share_att_key=False, norm_rel_ebd="none", position_buckets=-1, max_relative_positions=40,
        pos_att_type=["c2p", "p2c"], position_biased_input=True, embedding_size=24)),
    "deberta-v2-c2p": ("deberta-v2", SIZES | SMALL | SINGLE | labels(2) | V3 | dict(
        pos_att_type=["c2p"], share_att_key=False, pooler_hidden_act="tanh")),
    "deberta-v2-p2c": ("deberta-v2", SIZES | SMALL | SINGLE | labels(2) | V3 | dict(
        pos_att_type=["p2c"], share_att_key=False)),
    "deberta-v2-convolution": ("deberta-v2", SIZES | SMALL | SINGLE | labels(3) | V3 | dict(
        conv_kernel_size=3, conv_act="gelu")),
    "deberta-v2-convolution-one-layer": ("deberta-v2", SIZES | SMALL | SINGLE | labels(2) | V3 | dict(
        num_hidden_layers=1, conv_kernel_size=5)),
}
HEADS = {"names": ["kettle", "lamp", "dance"], "classes": 4}


def logits(model, rows):
    with torch.no_grad():
        return [model(input_ids=torch.tensor([row])).logits[0].double().tolist() for row in rows]


def filled(model):
    state = {name: torch.from_numpy(weight(name, tuple(value.shape)))
             for name, value in model.state_dict().items()}
    model.load_state_dict(state, strict=True)
    return model.eval()


def case(name):
    kind, options = CASES[name]
    config = AutoConfig.for_model(kind, **options)
    config._attn_implementation = "eager"
    model = filled(AutoModelForSequenceClassification.from_config(config))
    rows = token_ids(name, config.vocab_size, 5)
    saved = json.loads(config.to_json_string(use_diff=False))
    saved["architectures"] = [type(model).__name__]
    return model, {
        "config": {k: v for k, v in saved.items() if k not in ("transformers_version", "_name_or_path")},
        "tensors": {k: list(v.shape) for k, v in model.state_dict().items()},
        "ids": rows,
        "logits": logits(model, rows),
    }


def multi_head():
    """Several linear heads on the first token, as Celadon has them."""
    model, data = case("deberta-v3")
    rows, result = data["ids"], []
    shape = (HEADS["classes"], data["config"]["hidden_size"])
    for row in rows:
        with torch.no_grad():
            first = model.deberta(torch.tensor([row])).last_hidden_state[0, 0]
        for head in range(len(HEADS["names"])):
            w = torch.from_numpy(weight(f"heads.{head}.weight", shape))
            b = torch.from_numpy(weight(f"heads.{head}.bias", shape[:1]))
            result.append((w @ first + b).double().tolist())
    count = len(HEADS["names"])
    data["logits"] = [sum(result[i:i + count], []) for i in range(0, len(result), count)]
    data["tensors"] = {k: v for k, v in data["tensors"].items() if k.startswith("deberta.")}
    for head in range(count):
        data["tensors"] |= {f"heads.{head}.weight": list(shape), f"heads.{head}.bias": [shape[0]]}
    data["config"]["heads"] = HEADS["names"]
    data["config"]["architectures"] = ["MultiHeadDebertaForSequenceClassification"]
    for key in ("id2label", "label2id", "problem_type"):
        data["config"].pop(key)
    return data


def buckets():
    """Which row of the table of relative positions each distance has."""
    from transformers.models.deberta_v2.modeling_deberta_v2 import make_log_bucket_position
    return [{"buckets": size, "maximum": most,
             "rows": make_log_bucket_position(torch.arange(0, 600), size, most).long().tolist()}
            for size, most in ((256, 512), (16, 128), (32, 100))]


def stored(folder, name, dtype, **options):
    """A model as transformers writes it."""
    model, data = case(name)
    model = model.to(dtype)
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder, **options)
    rows = data["ids"]
    (folder / "logits.json").write_text(json.dumps(
        {"ids": rows, "logits": rounded(logits(model.float(), rows))}, separators=(",", ":")) + "\n")


WORDS = """silver kettle dance lamp cup window quiet the a of and in on with is it we they river stone
 small green paper morning ##s ##ed ##ing . , ! ? ' - ( ) 0 1 2""".split()
TEXTS = ["", "   ", "Silver kettle dance.", "They danced, quietly; it is 12 o'clock!",
         "caf\u00e9 Z\u00fcrich \u4e2d\u6587 \u0416\u0443\u043a", "The lamp on the river (small, green) is the cup of the morning?",
         "kettle " * 15, "[SEP] lamp [MASK]"]


def text_case(folder):
    """A whole classifier, from text to probabilities, without windows."""
    letters = [chr(ord("a") + i) for i in range(26)]
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + letters + ["##" + c for c in letters]
    words += WORDS[:97 - len(words)]
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", "utf-8")
    tokenizer = BertWordPieceTokenizer(str(folder / "vocab.txt"), lowercase=True)
    tokenizer._tokenizer.encode_special_tokens = True
    model = AutoModelForSequenceClassification.from_pretrained(folder, dtype=torch.float32).eval()
    out = []
    for text in TEXTS:
        row = tokenizer.encode(text).ids
        with torch.no_grad():
            scores = model(input_ids=torch.tensor([row])).logits[0].sigmoid().double().tolist()
        out.append({"text": text, "ids": row, "scores": [round(score, 7) for score in scores]})
    (folder / "texts.json").write_text(json.dumps(out, indent=0) + "\n", "utf-8")


def byte_level():
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(vocab_size=340, special_tokens=["<s>", "<pad>", "</s>", "<unk>"],
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
                                  show_progress=False)
    return made, trainer, ("<s>", "</s>")


def sentence_piece(names):
    made = Tokenizer(models.Unigram())
    made.normalizer = normalizers.Sequence([normalizers.NFKC(),
                                            normalizers.Replace(Regex(" {2,}"), " ")])
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    trainer = trainers.UnigramTrainer(vocab_size=120, special_tokens=list(names), unk_token=names[3],
                                      show_progress=False)
    return made, trainer, (names[0], names[2])


WHOLE = {
    "whole-roberta": ("roberta", byte_level(), 340),
    "whole-xlm-roberta": ("xlm-roberta", sentence_piece(("<s>", "<pad>", "</s>", "<unk>")), 120),
    "whole-deberta-v3": ("deberta-v3", sentence_piece(("[CLS]", "[PAD]", "[SEP]", "[UNK]")), 120),
}


def whole_case(name, out):
    """A classifier with the kind of tokenizer that its architecture comes with."""
    base, (made, trainer, (first, last)), size = WHOLE[name]
    text = " ".join(word for word in WORDS if not word.startswith("##"))
    made.train_from_iterator([text, text[::2], *TEXTS], trainer)
    made.post_processor = processors.TemplateProcessing(
        single=f"{first} $A {last}",
        special_tokens=[(first, made.token_to_id(first)), (last, made.token_to_id(last))])
    made.save(str(out / f"{name}-tokenizer.json"), pretty=False)
    kind, options = CASES[base]
    CASES[name] = (kind, options | {"vocab_size": max(size, made.get_vocab_size())})
    model, data = case(name)
    made.encode_special_tokens = True
    data["ids"] = [made.encode(text).ids for text in TEXTS]
    data["logits"] = logits(model, data["ids"])
    data["texts"] = TEXTS
    del CASES[name]
    return data


def rounded(rows):
    return [[round(value, 7) for value in row] for row in rows]


def write_cases(out):
    out.mkdir(parents=True, exist_ok=True)
    cases = {name: case(name)[1] for name in CASES} | {"multi-head": multi_head()}
    cases |= {name: whole_case(name, out) for name in WHOLE}
    for name, data in cases.items():
        data["logits"] = rounded(data["logits"])
        (out / f"{name}.json").write_text(json.dumps(data, separators=(",", ":")) + "\n")
    (out / "buckets.json").write_text(json.dumps(buckets(), separators=(",", ":")) + "\n")
    for name, dtype, options in (("stored-float16", torch.float16, {}),
                                 ("stored-bfloat16-shards", torch.bfloat16,
                                  dict(max_shard_size="20KB"))):
        shutil.rmtree(out / name, ignore_errors=True)
        stored(out / name, "bert-multi-label", dtype, **options)
    text_case(out / "stored-float16")


def write_folder(folder):
    model = AutoModelForSequenceClassification.from_pretrained(
        folder, attn_implementation="eager", dtype=torch.float32).eval()
    rows = token_ids("folder", model.config.vocab_size, 1000)
    json.dump({"ids": rows, "logits": rounded(logits(model, rows))}, sys.stdout)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("what", choices=["cases", "folder"])
    arguments.add_argument("path", type=pathlib.Path)
    options = arguments.parse_args()
    require(PINNED)
    transformers.logging.set_verbosity_error()
    torch.set_num_threads(1)
    (write_cases if options.what == "cases" else write_folder)(options.path)


if __name__ == "__main__":
    main()
