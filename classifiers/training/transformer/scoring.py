"""Logits of many texts: windows sorted by length, shared out to processes of one thread each."""
import os

import numpy as np
import torch

from examples import WINDOW

OVERLAP, TOKENS = 32, 2048


def windows(texts, tokenizer):
    """Windows of at most 128 tokens with their end marks, and the text that each is of."""
    first, last = (tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
    room, out, owners = WINDOW - 2, [], []
    for owner, item in enumerate(tokenizer.encode_batch(texts, add_special_tokens=False)):
        start = 0
        while True:
            out.append([first, *item.ids[start:start + room], last])
            owners.append(owner)
            if start + room >= len(item.ids):
                break
            start += room - OVERLAP
    return out, np.array(owners)


def _groups(lists):
    order = sorted(range(len(lists)), key=lambda index: -len(lists[index]))
    start = 0
    while start < len(order):
        count = max(1, TOKENS // len(lists[order[start]]))
        yield order[start:start + count]
        start += count


def _share(part, parts, model, lists, out):
    with torch.inference_mode():
        for number, group in enumerate(_groups(lists)):
            if number % parts == part:
                longest = max(len(lists[index]) for index in group)
                ids = torch.tensor([lists[index] + [0] * (longest - len(lists[index])) for index in group])
                ids = ids.to(model.device)
                logits = model(input_ids=ids, attention_mask=(ids != 0).long()).logits
                out[torch.tensor(group)] = logits.float().cpu()


def logits_of(model, lists, processes=None):
    """Logits of lists of token ids, one row each."""
    model.eval()
    out = torch.zeros(len(lists), model.config.num_labels).share_memory_()
    if torch.cuda.is_available():
        _share(0, 1, model.to("cuda"), lists, out)
    else:
        parts = processes or os.cpu_count()
        torch.multiprocessing.start_processes(_share, args=(parts, model, lists, out), nprocs=parts,
                                              start_method="fork")
    return out.numpy()


def score(model, tokenizer, texts, processes=None):
    """Texts by labels: the highest logit of any window."""
    lists, owners = windows(texts, tokenizer)
    values = logits_of(model, lists, processes)
    out = np.full((len(texts), values.shape[1]), -np.inf)
    np.maximum.at(out, owners, values)
    return out
